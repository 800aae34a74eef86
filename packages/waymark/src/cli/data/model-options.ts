import { InvalidInputError } from "../../errors.ts";
import type { Estimator } from "../../models/model.ts";
import { type ParamValue, paramName, parseParam } from "../../models/params.ts";
import { modelFactory, modelsNamed } from "../../models/registry.ts";

/** `--model a,b(epochs=5)`: names of the registry, with settings or without. @throws {UnknownNameError} */
export function parseModelNames(text: string): readonly string[] {
  const names = splitNames(text);
  if (names.length === 0) throw new InvalidInputError("--model", "one or more model names separated by commas", text);
  for (const name of names) parseModelSpec(name);
  return names;
}

/** The same, repeatable. */
export const collectModelNames = (text: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  ...parseModelNames(text),
];

/** `--models fast,gmf`: names and groups of the registry, each model once; names may have settings. @throws {UnknownNameError} */
export function parseModelGroups(text: string): readonly string[] {
  const names = splitNames(text);
  if (names.length === 0)
    throw new InvalidInputError("--models", "one or more names of models or groups separated by commas", text);
  const specified = (name: string): readonly string[] => {
    parseModelSpec(name);
    return [name];
  };
  return [...new Set(names.flatMap((name) => (name.includes("(") ? specified(name) : modelsNamed(name))))];
}

/** The parts between commas; commas inside brackets belong to settings. */
function splitNames(text: string): readonly string[] {
  const names = text.split(/,(?![^(]*\))/).map((name) => name.trim());
  return names.filter((name) => name !== "");
}

/** A model as it is named on the command line: its key, and the settings that stand in brackets behind it. */
export interface ModelSpec {
  readonly key: string;
  readonly params: Readonly<Record<string, ParamValue>>;
}

/** Reads `"item-knn"` or `"item-knn(neighbours=20,scoreShrinkage=5)"`. @throws {UnknownNameError} @throws {InvalidInputError} */
export function parseModelSpec(text: string): ModelSpec {
  const [, name, settings = ""] = /^([^()]+)(?:\(([^()]*)\))?$/s.exec(text) ?? [];
  if (name === undefined)
    throw new InvalidInputError("--model", "a name, or a name with settings: item-knn(neighbours=20)", text);
  const { key, params } = modelFactory(name.trim());
  const chosen: Record<string, ParamValue> = {};
  for (const setting of settings.split(",").filter((part) => part.trim() !== "")) {
    const [, param, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (param === undefined || value === undefined)
      throw new InvalidInputError("--model", "settings written parameter=value, e.g. item-knn(neighbours=20)", text);
    const declared = paramName(key, params, param.trim());
    chosen[declared] = parseParam(key, declared, params[declared]!, value.trim());
  }
  return { key, params: chosen };
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
  const specs = names.map(parseModelSpec);
  for (const model of params.keys())
    if (!specs.some(({ key }) => key === model))
      throw new InvalidInputError(
        "--set",
        `a setting of a model that runs (${names.join(", ")})`,
        model,
        `Add ${model} to ${option}.`,
      );
  const estimators = specs.map((spec) => modelFactory(spec.key).create({ ...params.get(spec.key), ...spec.params }));
  rejectTwins(estimators, option);
  return estimators;
}

/** @throws {InvalidInputError} for a model that stands there twice with the same settings */
function rejectTwins(estimators: readonly Estimator[], option: string): void {
  const identity = ({ key, params }: Estimator): string => JSON.stringify([key, params]);
  const twin = estimators.find((one, n) => estimators.findIndex((other) => identity(other) === identity(one)) < n);
  if (twin === undefined) return;
  throw new InvalidInputError(
    option,
    { sentence: `${twin.key} is named twice with the same settings.` },
    twin.key,
    `Give one of them settings of its own: ${option} '${twin.key}(PARAMETER=VALUE)'; waymark models ${twin.key} lists the parameters.`,
  );
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
