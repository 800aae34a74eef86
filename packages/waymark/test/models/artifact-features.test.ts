import { expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Dataset } from "../../src/data/dataset.ts";
import { type ItemFeatures, unknownCategory } from "../../src/data/features.ts";
import type { Manifest } from "../../src/models/artifact/manifest.ts";
import { pack } from "../../src/models/artifact/pack.ts";
import type { StoredTensor, Tensors } from "../../src/models/artifact/safetensors.ts";
import { unpackData } from "../../src/models/artifact/unpack.ts";

const itemFeatures: ItemFeatures = {
  titles: ["A", undefined],
  texts: [undefined, "about b"],
  topics: { names: ["x"], matrix: CsrMatrix.fromCoordinates(2, 1, Uint32Array.of(0), Uint32Array.of(0)) },
  level: { names: ["beginner"], codes: Uint32Array.of(unknownCategory, 0) },
  workload: Float64Array.of(1.5, 2),
  prerequisites: CsrMatrix.fromCoordinates(2, 2, Uint32Array.of(1), Uint32Array.of(0)),
  numeric: { "credits/term": Float64Array.of(3, 6) },
  categorical: { "a/codes": { names: ["ä", "b"], codes: Uint32Array.of(1, 0) } },
};
const userFeatures = {
  numeric: { age: Float64Array.of(31) },
  categorical: { mode: { names: ["full-time"], codes: Uint32Array.of(0) } },
};
const data = Dataset.fromRows(
  [
    { user: "u", item: "a" },
    { user: "u", item: "b" },
  ],
  { itemFeatures: () => itemFeatures, userFeatures: () => userFeatures },
);
const manifest = {
  data: { name: "rows", fingerprint: "", users: 1, items: 2, interactions: 2, feedback: "implicit" },
} as Manifest;
const state = { numbers: {}, tensors: {} };

test("every feature a model reads is saved with it, and no other but titles", () => {
  const all = unpackData(
    pack(state, data, {
      itemFeatures: ["texts", "topics", "level", "workload", "prerequisites", "numeric", "categorical"],
      userFeatures: ["numeric", "categorical"],
    }),
    manifest,
  );
  expect(all.itemFeatures).toEqual(itemFeatures);
  expect(all.userFeatures).toEqual(userFeatures);
  const none = unpackData(pack(state, data, {}), manifest);
  expect(none.itemFeatures).toEqual({ titles: itemFeatures.titles });
  expect(none.userFeatures).toBeUndefined();
});

/** Tensors as Waymark wrote them when titles, descriptions and topics were all it knew of courses. */
function earlierLayout(): Tensors {
  const bytes = (text: string): StoredTensor => ({ shape: [text.length], data: Uint8Array.from(Buffer.from(text)) });
  const indexes = (...values: number[]): StoredTensor => ({ shape: [values.length], data: Uint32Array.from(values) });
  const marks = (...values: number[]): StoredTensor => ({ shape: [values.length], data: Uint8Array.from(values) });
  return new Map([
    ["data/users.bytes", bytes("u")],
    ["data/users.offsets", indexes(0, 1)],
    ["data/items.bytes", bytes("ab")],
    ["data/items.offsets", indexes(0, 1, 2)],
    ["data/histories.offsets", indexes(0, 2)],
    ["data/histories.columns", indexes(0, 1)],
    ["data/titles.bytes", bytes("A")],
    ["data/titles.offsets", indexes(0, 1, 1)],
    ["data/titles.present", marks(1, 0)],
    ["data/descriptions.bytes", bytes("about b")],
    ["data/descriptions.offsets", indexes(0, 0, 7)],
    ["data/descriptions.present", marks(0, 1)],
    ["data/topicNames.bytes", bytes("x")],
    ["data/topicNames.offsets", indexes(0, 1)],
    ["data/topics.offsets", indexes(0, 1, 1)],
    ["data/topics.columns", indexes(0)],
    ["data/topics.values", { shape: [1], data: Float64Array.of(1) }],
  ]);
}

test("a model saved before there were other features loads, and those are still saved as they were", () => {
  const { texts, titles, topics } = itemFeatures;
  expect(unpackData(earlierLayout(), manifest).itemFeatures).toEqual({ titles, texts, topics });
  expect(pack(state, data, { itemFeatures: ["texts", "topics"] })).toEqual(earlierLayout());
});

test("a damaged feature is refused by name", () => {
  const tensors = new Map(pack(state, data, { itemFeatures: ["level", "workload"] }));
  tensors.set("data/level/codes", { shape: [2], data: Uint32Array.of(0, 7) });
  expect(() => unpackData(tensors, manifest)).toThrow("itemFeatures.level: expected codes below 1, received 7");
  tensors.set("data/level/codes", { shape: [1], data: Uint32Array.of(0) });
  expect(() => unpackData(tensors, manifest)).toThrow("itemFeatures.level: expected (2), received (1)");
});
