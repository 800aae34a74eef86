import { UnknownNameError } from "../errors.ts";
import type { RegisteredModel } from "./define-model.ts";
import { popularity } from "./popularity.ts";

/** Every model Waymark knows, in the order lists show them. A new model is one line here. */
export const modelKinds: readonly RegisteredModel[] = [popularity];

/** @throws {UnknownNameError} with the nearest names */
export function modelKind(key: string): RegisteredModel {
  const found = modelKinds.find((kind) => kind.key === key);
  if (found) return found;
  throw new UnknownNameError(
    "model",
    key,
    modelKinds.map((kind) => kind.key),
  );
}
