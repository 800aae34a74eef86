import type { Dataset } from "../../data/dataset.ts";
import type { ModelDefinition } from "../define-model.ts";
import type { ModelState } from "../model.ts";
import { tensor } from "../shared/model-state.ts";
import { packItemFeatures, packUserFeatures } from "./features.ts";
import type { StoredTensor, Tensors } from "./safetensors.ts";
import { textTensors } from "./texts.ts";

/** Which features a model reads; those are saved with it. */
export type FeaturesRead = Pick<ModelDefinition, "itemFeatures" | "userFeatures">;

type Named = readonly (readonly [string, StoredTensor])[];

/**
 * A model and its data as named tensors in three groups: `data/` what a list for a known learner needs, `model/` the
 * state's tensors, `numbers/` the rest of the state. Equal models give equal tensors in equal order.
 */
export const pack = (state: ModelState, data: Dataset, read: FeaturesRead): Tensors =>
  new Map([...packData(data, read), ...packState(state)]);

function packState({ numbers, tensors }: ModelState): Named {
  return [
    ...sorted(tensors).map(([name, stored]) => [`model/${name}`, stored] as const),
    ...sorted(numbers).map(([name, value]) => [`numbers/${name}`, tensor([], Float64Array.of(value))] as const),
  ];
}

/**
 * Ids, histories and titles; other features only for a model that reads them. Times, the order of rows and
 * published folds stay behind.
 */
function packData(data: Dataset, read: FeaturesRead): Named {
  const { users, items, userItems, interactions, itemFeatures, userFeatures } = data;
  return [
    ...textTensors("data/users", users.ids),
    ...textTensors("data/items", items.ids),
    ["data/histories.offsets", tensor([userItems.offsets.length], userItems.offsets)],
    ["data/histories.columns", tensor([userItems.size], userItems.columns)],
    ...(interactions.values ? ([["data/histories.values", narrowed(userItems.values)]] satisfies Named) : []),
    ...(itemFeatures ? packItemFeatures(itemFeatures, read.itemFeatures ?? []) : []),
    ...(userFeatures ? packUserFeatures(userFeatures, read.userFeatures ?? []) : []),
  ];
}

/** In half the space where nothing is lost by it: whole and half stars are exact in 32 bits. */
function narrowed(values: Float64Array): StoredTensor {
  const exact = values.every((value) => Math.fround(value) === value);
  return tensor([values.length], exact ? Float32Array.from(values) : values);
}

const sorted = <T>(record: Readonly<Record<string, T>>): [string, T][] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
