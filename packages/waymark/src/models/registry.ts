import { InvalidInputError, UnknownNameError } from "../errors.ts";
import { registerIn } from "../register-in.ts";
import { modelFamilies, type RegisteredModel } from "./define-model.ts";
import * as models from "./index.ts";

/**
 * Every model Waymark knows, in the order lists show them: by family, then by name; registered ones last. Fed from `index.ts`
 * and by `registerModel`.
 */
export const modelFactories: readonly RegisteredModel[] = Object.values<unknown>(models)
  .filter(isFactory)
  .sort((a, b) => modelFamilies.indexOf(a.family) - modelFamilies.indexOf(b.family) || (a.key < b.key ? -1 : 1));

const plugins = new Map<string, string>();

/** As much of a factory as tells models from other functions; what `defineModel` returns has it. */
export interface RegistrableModel {
  readonly key: string;
  readonly params: object;
  readonly create: unknown;
  readonly restore: unknown;
}

/**
 * Makes an own model one of those found by name: for `modelFactory`, the command line's lists, and saved models.
 *
 * @param factory what `defineModel` returned
 * @param options.plugin name of the module it comes from, noted in saved models
 * @returns what takes it out again
 * @throws {InvalidInputError} for what is no factory, and for a key that another model has
 */
export function registerModel(factory: RegistrableModel, { plugin }: { readonly plugin?: string } = {}): () => void {
  if (!isFactory(factory))
    throw new InvalidInputError(
      "factory",
      { sentence: "registerModel takes what defineModel returns." },
      typeof factory,
      "Register the factory itself, mine, not the estimator mine().",
    );
  const takeOut = registerIn(modelFactories, factory, { noun: "model", nameOf: ({ key }) => key });
  if (plugin !== undefined) plugins.set(factory.key, plugin);
  return takeOut;
}

/** The module a registered model comes from, if it was named. */
export const pluginOf = (key: string): string | undefined => plugins.get(key);

/** @throws {UnknownNameError} with the nearest names */
export function modelFactory(key: string): RegisteredModel {
  const found = modelFactories.find((kind) => kind.key === key);
  if (found) return found;
  throw new UnknownNameError(
    "model",
    key,
    modelFactories.map((kind) => kind.key),
  );
}

/** Keys of the models that can name reasons. */
export const explainingModels = (): readonly string[] =>
  modelFactories.filter(({ explains }) => explains === true).map(({ key }) => key);

/** Models that can be named together. They follow from what each model declares. */
const modelGroups: Readonly<Record<string, (model: RegisteredModel) => boolean>> = {
  /** Trained in seconds on data of ordinary size. */
  fast: (model) => !isNetwork(model) && model.cost !== "high",
  classic: (model) => !isNetwork(model),
  neural: isNetwork,
  all: () => true,
};

/** Keys of the models that a name stands for: a model, or a group of them. @throws {UnknownNameError} with the nearest names */
export function modelsNamed(name: string): readonly string[] {
  if (Object.hasOwn(modelGroups, name)) return modelFactories.filter(modelGroups[name]!).map(({ key }) => key);
  const keys = modelFactories.map(({ key }) => key);
  if (keys.includes(name)) return [name];
  throw new UnknownNameError("model", name, [...Object.keys(modelGroups), ...keys]);
}

function isNetwork({ family, network }: RegisteredModel): boolean {
  return network === true || family === "neural" || family === "sequential" || family === "reinforcement";
}

function isFactory(value: unknown): value is RegisteredModel {
  return typeof value === "function" && "key" in value && "restore" in value;
}
