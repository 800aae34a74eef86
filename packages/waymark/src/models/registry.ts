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

function isFactory(value: unknown): value is RegisteredModel {
  return typeof value === "function" && "key" in value && "restore" in value;
}
