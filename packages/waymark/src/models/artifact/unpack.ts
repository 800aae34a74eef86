import { Dataset } from "../../data/dataset.ts";
import type { Interactions } from "../../data/interactions.ts";
import { Vocabulary } from "../../data/vocabulary.ts";
import { ShapeError } from "../../errors.ts";
import type { ModelState, StateTensor } from "../model.ts";
import { takeCsr } from "../shared/model-state.ts";
import { numeric, unpackItemFeatures, unpackUserFeatures } from "./features.ts";
import type { Manifest } from "./manifest.ts";
import type { Tensors } from "./safetensors.ts";
import { takeAllTexts } from "./texts.ts";

/** The state `pack` was given; what it means is checked by the model's `restore`. @throws {ShapeError} */
export function unpackState(tensors: Tensors): ModelState {
  const numbers = [...group(tensors, "numbers/")].map(([name, { data }]) => [name, data[0] ?? Number.NaN]);
  return {
    numbers: Object.fromEntries(numbers),
    tensors: numeric(group(tensors, "model/")),
  };
}

/**
 * The data set as far as it was packed: rows by user and item, no times, no published folds.
 *
 * @throws {ShapeError} when parts do not fit together or to the manifest
 * @throws {RangeError} when an id repeats
 */
export function unpackData(tensors: Tensors, { data: facts }: Manifest): Dataset {
  const stored = group(tensors, "data/");
  const users = new Vocabulary("learner", takeAllTexts(stored, "users"));
  const items = new Vocabulary("course", takeAllTexts(stored, "items"));
  const interactions = unpackHistories(stored, users.size, items.size);
  expectCount("users", users.size, facts.users);
  expectCount("items", items.size, facts.items);
  expectCount("interactions", interactions.users.length, facts.interactions);
  const itemFeatures = unpackItemFeatures(stored, items.size);
  const userFeatures = unpackUserFeatures(stored);
  return new Dataset({
    name: facts.name,
    users,
    items,
    interactions,
    ...(facts.scale && { scale: facts.scale }),
    ...(itemFeatures && { itemFeatures }),
    ...(userFeatures && { userFeatures }),
  });
}

function unpackHistories(stored: Tensors, userCount: number, itemCount: number): Interactions {
  const columns = stored.get("histories.columns")?.data ?? [];
  const values = stored.get("histories.values")?.data;
  const wide: StateTensor = { shape: [(values ?? columns).length], data: new Float64Array(values ?? columns) };
  const parts = { ...numeric(stored), "histories.values": wide };
  const { offsets, columns: items } = takeCsr({ numbers: {}, tensors: parts }, "histories", userCount, itemCount);
  const users = new Uint32Array(items.length);
  for (let user = 0; user < userCount; user++) users.fill(user, offsets[user]!, offsets[user + 1]!);
  for (let p = 1; p < items.length; p++)
    if (users[p] === users[p - 1] && items[p]! <= items[p - 1]!)
      throw new ShapeError("histories", "items in ascending order", "others");
  if (values === undefined) return { users, items };
  if (!wide.data.every(Number.isFinite)) throw new ShapeError("histories", "finite values", "others");
  return { users, items, values: wide.data as Float64Array };
}

/** The tensors whose names begin with `prefix`, by the rest of their names. */
const group = (tensors: Tensors, prefix: string): Tensors =>
  new Map(
    [...tensors].flatMap(([name, stored]) => (name.startsWith(prefix) ? [[name.slice(prefix.length), stored]] : [])),
  );

function expectCount(what: string, received: number, expected: number): void {
  if (received !== expected) throw new ShapeError(what, String(expected), String(received));
}
