import { signatures } from "../signature.ts";
import { wholeVectors } from "../whole-vectors.ts";
import { rankingArgs } from "./ranking.ts";

/** What every kernel that ranks by float64 scores takes first; see src/kernels/finish-row64.ts. */
export const ranking64Args = {
  ...rankingArgs,
  bestScores: "f64[queries,k]",
  relevantScores: "f64[relevant] or none",
  mostRelevant: "i32", // of a query
} as const;
/** What of the histories a model knows. */
const asked = { askedOffsets: "u32[queries+1] offsets of asked", asked: "u32[*] below items" } as const;
const sparse = {
  rows: "u32[items+1] offsets of columns",
  columns: "u32[*] below items",
  values: "f64[columns]",
} as const;
const rated = { known: "u8[items]", confidences: "f64[items]" } as const;
const sample = {
  count: 3,
  queries: 3,
  items: 37,
  k: 4,
  history: 21,
  relevant: 4,
  better: 4,
  level: 4,
  ahead: 4,
  relevantScores: 4,
  mostRelevant: 4,
  asked: 12,
  columns: 90,
};

/** Bytes for the sorting of relevant items and a row of scores. */
const rowOfScores = (n: (name: string) => number): number => 16 * n("mostRelevant") + 16 + 8 * wholeVectors(n("items"));

/** Kernels that score a query in float64 and keep its best items. */
export const ranking64 = signatures({
  rankBase: {
    args: { ...ranking64Args, base: "f64[items]", starts: "f64[queries] or none", queries: "i32" },
    scratch: rowOfScores,
    sample,
  },
  rankHashes: {
    args: { ...ranking64Args, users: "u32[queries]", seed: "i32", queries: "i32" },
    scratch: rowOfScores,
    sample: { ...sample, seed: 7 },
  },
  rankSums64: {
    args: {
      ...ranking64Args,
      ...asked,
      ...sparse,
      weights: "f64[asked] or none",
      largest: "i32",
      minCount: "i32",
      zeroIsUnknown: "i32",
      queries: "i32",
    },
    scratch: (n) => rowOfScores(n) + 4 * n("items"),
    sample: { ...sample, minCount: 1, zeroIsUnknown: 1, largest: 0 },
  },
  rankDeviations: {
    args: {
      ...ranking64Args,
      ...asked,
      ...sparse,
      counts: "u32[columns] or none",
      starts: "f64[asked]",
      means: "f64[queries]",
      ...rated,
      queries: "i32",
    },
    scratch: (n) => rowOfScores(n) + 16 * n("items"),
    sample: { ...sample, "counts=": 3 },
  },
  rankClusters: {
    args: {
      ...ranking64Args,
      means: "f64[queries]",
      lifts: "f64[queries]",
      clusters: "u32[queries] below userClusters",
      itemCluster: "u32[items] below itemClusters",
      itemMeans: "f64[items]",
      itemClusterMeans: "f64[itemClusters]",
      blockMeans: "f64[userClusters,itemClusters]",
      userClusters: "i32",
      itemClusters: "i32",
      ...rated,
      queries: "i32",
    },
    scratch: rowOfScores,
    sample: { ...sample, userClusters: 2, itemClusters: 3 },
  },
  rankProfiles: {
    args: {
      ...ranking64Args,
      ...asked,
      ...sparse,
      columns: "u32[*] below topicCount",
      weights: "f64[asked]",
      threshold: "f64",
      topicCount: "i32",
      queries: "i32",
    },
    scratch: (n) => rowOfScores(n) + 8 * n("topicCount"),
    sample: { ...sample, topicCount: 5, threshold: 0 },
  },
  rankItemRatings: {
    args: {
      ...ranking64Args,
      ...asked,
      ...sparse,
      deviations: "f64[asked]",
      means: "f64[queries]",
      biases: "f64[queries]",
      rowBase: "f64[items]",
      rowScale: "f64[items]",
      ...rated,
      expectsMean: "i32",
      needsNeighbours: "i32",
      neighbours: "i32",
      minNeighbours: "i32",
      prior: "f64",
      mostAsked: "i32", // of a query
      queries: "i32",
    },
    scratch: (n) => rowOfScores(n) + 4 * (64 + 32) + (2 * 32 + 3) * 8 * n("mostAsked"),
    sample: {
      ...sample,
      neighbours: 2,
      minNeighbours: 1,
      expectsMean: 1,
      needsNeighbours: 0,
      prior: 0.5,
      mostAsked: 12,
    },
  },
  rankUserRatings: {
    args: {
      ...ranking64Args,
      askedOffsets: "u32[queries+1]",
      near: "u32[queries,limit] below users",
      similarities: "f64[queries,limit]",
      found: "u32[queries]",
      limit: "i32",
      offsets: "u32[users+1] offsets of columns",
      columns: "u32[*] below items",
      deviations: "f64[columns]",
      rowScale: "f64[users]",
      columnBase: "f64[items]",
      bases: "f64[queries]",
      means: "f64[queries]",
      scales: "f64[queries]",
      ...rated,
      expectsMean: "i32",
      needsHistory: "i32",
      needsNeighbours: "i32",
      neighbours: "i32",
      minNeighbours: "i32",
      prior: "f64",
      users: "i32",
      queries: "i32",
    },
    scratch: (n) => rowOfScores(n) + 16 * n("items") + 8 * (n("limit") + 1) + 4 * n("items"),
    sample: {
      ...sample,
      limit: 5,
      users: 6,
      "found=": 5,
      neighbours: 2,
      minNeighbours: 1,
      expectsMean: 1,
      needsHistory: 0,
      needsNeighbours: 0,
      prior: 0.5,
    },
  },
});
