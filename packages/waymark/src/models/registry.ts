import { UnknownNameError } from "../errors.ts";
import { modelFamilies, type RegisteredModel } from "./define-model.ts";
import * as models from "./index.ts";

/** Every model Waymark knows, in the order lists show them: by family, then by name. Fed from `index.ts`. */
export const modelFactories: readonly RegisteredModel[] = Object.values<unknown>(models)
  .filter(isFactory)
  .sort((a, b) => modelFamilies.indexOf(a.family) - modelFamilies.indexOf(b.family) || (a.key < b.key ? -1 : 1));

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
