import { extent, signatures } from "../signature.ts";
import { wholeVectors } from "../whole-vectors.ts";

/** What every ranking kernel takes first; see src/kernels/finish-row.ts. */
export const rankingArgs = {
  historyOffsets: "u32[queries+1] offsets of history",
  history: "u32[*] below items",
  k: "i32",
  best: "u32[queries,k]",
  bestScores: "f32[queries,k]",
  relevantOffsets: "u32[queries+1] offsets of relevant or none",
  relevant: "u32[*] below items or none",
  better: "u32[relevant] or none",
  level: "u32[relevant] or none",
  ahead: "u32[relevant] or none",
  scorable: "u8[items] or none",
  items: "i32",
  relevantScores: "f32[relevant] or none",
} as const;
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
};
const rowOfScores = (n: (name: string) => number): number => 4 * wholeVectors(n("items"));

/** Kernels that score a query and keep its best items; see src/kernels/finish-row.ts for what they share. */
export const ranking = signatures({
  rankFactors: {
    args: {
      ...rankingArgs,
      U: "f32[queries,factors]",
      packed: "f32[*]",
      factors: "i32",
      itemBias: "f32[items] or none",
      queries: "i32",
    },
    minLength: (n) => ({ packed: n("factors") * wholeVectors(n("items")) }),
    scratch: (n) => 16 * rowOfScores(n) + 4 * 16 * 256 + 256,
    sample: { ...sample, count: 1, factors: 5, packed: 240 },
  },
  rankDense: {
    args: {
      ...rankingArgs,
      W: "f32[items,ld]",
      ld: "i32 multiple of 16",
      weights: "f32[history] or none",
      queries: "i32",
    },
    minLength: (n, count) => ({ historyOffsets: count + 1, W: extent(n("items"), n("ld"), wholeVectors(n("items"))) }),
    scratch: rowOfScores,
    sample: { ...sample, ld: 48, weights: 21 },
  },
  rankSparse: {
    args: {
      ...rankingArgs,
      rows: "u32[items+1] offsets of columns",
      columns: "u32[*] below items",
      values: "f32[columns]",
      weights: "f32[history] or none",
      zeroIsUnknown: "i32",
      queries: "i32",
    },
    minLength: (_, count) => ({ historyOffsets: count + 1 }),
    scratch: rowOfScores,
    sample: { ...sample, columns: 50, values: 50, weights: 21, zeroIsUnknown: 1 },
  },
  rankScores: {
    args: { ...rankingArgs, scores: "f32[queries,ld]", ld: "i32 multiple of 16", queries: "i32" },
    minLength: (n, count) => ({
      historyOffsets: count + 1,
      scores: extent(count, n("ld"), wholeVectors(n("items"))),
    }),
    sample: { ...sample, ld: 48 },
  },
});
