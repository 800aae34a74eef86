import { InvalidInputError } from "../../errors.ts";
import type { Estimator } from "../../models/model.ts";
import { type ParamValue, paramName, parseParam } from "../../models/params.ts";
import { modelFactory, modelsNamed } from "../../models/registry.ts";

/** `--model a,b`: names of the registry. @throws {UnknownNameError} */
export function parseModelNames(text: string): readonly string[] {
  const names = splitNames(text);
  if (names.length === 0) throw new InvalidInputError("--model", "one or more model names separated by commas", text);
  return names.map((name) => modelFactory(name).key);
}

/** `--models fast,gmf`: names and groups of the registry, each model once. @throws {UnknownNameError} */
export function parseModelGroups(text: string): readonly string[] {
  const names = splitNames(text);
  if (names.length === 0)
    throw new InvalidInputError("--models", "one or more names of models or groups separated by commas", text);
  return [...new Set(names.flatMap(modelsNamed))];
}

function splitNames(text: string): readonly string[] {
  const names = text.split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

/** `--set svd.epochs=20`, repeatable. */
export const collectSettings = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, text];

/**
 * Estimators of the named models with their settings.
 * @param option the flag that named the models, for the remedy
 * @throws {InvalidInputError} @throws {UnknownNameError} for a setting that no named model has
 */
export function createEstimators(
  names: readonly string[],
  settings: readonly string[] = [],
  option: "--model" | "--models" = "--model",
): readonly Estimator[] {
  const params = parseSettings(settings);
  for (const model of params.keys())
    if (!names.includes(model))
      throw new InvalidInputError(
        "--set",
        `a setting of a model that runs (${names.join(", ")})`,
        model,
        `Add ${model} to ${option}.`,
      );
  return names.map((name) => modelFactory(name).create(params.get(name) ?? {}));
}

/** The settings of each model that has any. @throws {InvalidInputError} @throws {UnknownNameError} */
export function parseSettings(settings: readonly string[]): ReadonlyMap<string, Readonly<Record<string, ParamValue>>> {
  const byModel = new Map<string, Record<string, ParamValue>>();
  for (const setting of settings) {
    const [, model, name, text] = /^([^.=]+)\.([^.=]+)=(.*)$/s.exec(setting) ?? [];
    if (model === undefined || name === undefined || text === undefined)
      throw new InvalidInputError("--set", "written model.parameter=value, e.g. svd.epochs=20", setting);
    const { key, params } = modelFactory(model);
    const declared = paramName(key, params, name);
    byModel.set(key, { ...byModel.get(key), [declared]: parseParam(key, declared, params[declared]!, text) });
  }
  return byModel;
}
