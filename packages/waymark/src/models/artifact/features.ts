import type {
  CategoricalColumn,
  FeatureColumns,
  ItemFeatureName,
  ItemFeatures,
  UserFeatureName,
  UserFeatures,
} from "../../data/features.ts";
import { ShapeError } from "../../errors.ts";
import type { StateTensor } from "../model.ts";
import { csrTensors, takeCsr, tensor } from "../shared/model-state.ts";
import type { StoredTensor, Tensors } from "./safetensors.ts";
import { takeAllTexts, takeTexts, textTensors } from "./texts.ts";

type Named = readonly (readonly [string, StoredTensor])[];

/** Texts are stored under the name they had when they were the only feature, so that older models can be read. */
const storedTexts = "descriptions";

/** Titles, for lists, and the features a model reads. */
export function packItemFeatures(features: ItemFeatures, read: readonly ItemFeatureName[]): Named {
  const { titles, texts, topics, level, workload, prerequisites } = features;
  const has = (name: ItemFeatureName): boolean => read.includes(name);
  return [
    ...(titles ? textTensors("data/titles", titles) : []),
    ...(texts && has("texts") ? textTensors(`data/${storedTexts}`, texts) : []),
    ...(topics && has("topics") ? textTensors("data/topicNames", topics.names) : []),
    ...(topics && has("topics") ? Object.entries(csrTensors("data/topics", topics.matrix)) : []),
    ...(level && has("level") ? packCategories("data/level", level) : []),
    ...(workload && has("workload") ? [["data/workload", tensor([workload.length], workload)] as const] : []),
    ...(prerequisites && has("prerequisites") ? Object.entries(csrTensors("data/prerequisites", prerequisites)) : []),
    ...packColumns("data/items", features, read),
  ];
}

export const packUserFeatures = (features: UserFeatures, read: readonly UserFeatureName[]): Named =>
  packColumns("data/users", features, read);

function packColumns(
  side: string,
  { numeric = {}, categorical = {} }: FeatureColumns,
  read: readonly (keyof ItemFeatures)[],
): Named {
  return [
    ...(read.includes("numeric")
      ? Object.entries(numeric).map(
          ([name, column]) => [`${side}/numeric/${name}`, tensor([column.length], column)] as const,
        )
      : []),
    ...(read.includes("categorical")
      ? Object.entries(categorical).flatMap(([name, column]) => packCategories(`${side}/categorical/${name}`, column))
      : []),
  ];
}

const packCategories = (name: string, { names, codes }: CategoricalColumn): Named => [
  [`${name}/codes`, tensor([codes.length], codes)],
  ...textTensors(`${name}/names`, names),
];

/**
 * What `packItemFeatures` stored; `undefined` where that was nothing. Whether it fits the vocabulary, the data set checks.
 *
 * @param stored tensors by their names without `data/`
 * @throws {ShapeError} when parts do not fit together
 */
export function unpackItemFeatures(stored: Tensors, itemCount: number): ItemFeatures | undefined {
  const csr = (name: string, columnCount: number) =>
    takeCsr({ numbers: {}, tensors: numeric(stored) }, name, itemCount, columnCount);
  const topicNames = stored.has("topicNames.bytes") ? takeAllTexts(stored, "topicNames") : undefined;
  return unlessEmpty({
    ...(stored.has("titles.bytes") && { titles: takeTexts(stored, "titles") }),
    ...(stored.has(`${storedTexts}.bytes`) && { texts: takeTexts(stored, storedTexts) }),
    ...(topicNames && { topics: { names: topicNames, matrix: csr("topics", topicNames.length) } }),
    ...(stored.has("level/codes") && { level: takeCategories(stored, "level") }),
    ...(stored.has("workload") && { workload: takeNumbers(stored, "workload") }),
    ...(stored.has("prerequisites.offsets") && { prerequisites: csr("prerequisites", itemCount) }),
    ...unpackColumns(stored, "items"),
  });
}

export const unpackUserFeatures = (stored: Tensors): UserFeatures | undefined =>
  unlessEmpty(unpackColumns(stored, "users"));

function unpackColumns(stored: Tensors, side: string): FeatureColumns {
  const namesIn = (group: string, ending: string) =>
    [...stored.keys()].flatMap((name) =>
      name.startsWith(group) && name.endsWith(ending) ? [name.slice(group.length, name.length - ending.length)] : [],
    );
  const numericNames = namesIn(`${side}/numeric/`, "");
  const categoricalNames = namesIn(`${side}/categorical/`, "/codes");
  const columns = <T>(names: readonly string[], take: (name: string) => T) =>
    Object.fromEntries(names.map((name) => [name, take(name)]));
  return {
    ...(numericNames.length > 0 && {
      numeric: columns(numericNames, (name) => takeNumbers(stored, `${side}/numeric/${name}`)),
    }),
    ...(categoricalNames.length > 0 && {
      categorical: columns(categoricalNames, (name) => takeCategories(stored, `${side}/categorical/${name}`)),
    }),
  };
}

function takeNumbers(stored: Tensors, name: string): Float64Array {
  const data = stored.get(name)?.data;
  if (!(data instanceof Float64Array)) throw new ShapeError(name, "64-bit numbers", "others");
  return data;
}

function takeCategories(stored: Tensors, name: string): CategoricalColumn {
  const codes = stored.get(`${name}/codes`)?.data;
  if (!(codes instanceof Uint32Array)) throw new ShapeError(name, "32-bit codes", "others");
  return { names: takeAllTexts(stored, `${name}/names`), codes };
}

const unlessEmpty = <F extends object>(features: F): F | undefined =>
  Object.keys(features).length > 0 ? features : undefined;

/** All but bytes, which are texts. */
export function numeric(tensors: Tensors): Record<string, StateTensor> {
  return Object.fromEntries(
    [...tensors].flatMap(([name, { shape, data }]) => (data instanceof Uint8Array ? [] : [[name, { shape, data }]])),
  );
}
