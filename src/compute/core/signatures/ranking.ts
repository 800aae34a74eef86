import { signatures } from "../signature.ts";

const job = {
  historyOffsets: "u32[queries+1] offsets of history",
  history: "u32[*] below items",
  k: "i32",
  best: "u32[queries,k]",
  bestScores: "f32[queries,k]",
  relevantOffsets: "u32[queries+1] offsets of relevant or none",
  relevant: "u32[*] below items or none",
  better: "u32[*] or none",
  level: "u32[*] or none",
  ahead: "u32[*] or none",
  usable: "u8[items] or none",
  items: "i32",
  relevantScores: "f32[*] or none",
} as const;
const sample = {
  count: 3,
  queries: 3,
  items: 37,
  k: 4,
  history: 9,
  relevant: 4,
  better: 4,
  level: 4,
  ahead: 4,
  relevantScores: 4,
};
const rowOfScores = (n: (name: string) => number): number => 4 * ((n("items") + 15) & ~15);

/** Kernels that score a query and keep its best items; see src/kernels/finish-row.ts for what they share. */
export const ranking = signatures({
  rankFactors: {
    args: {
      ...job,
      U: "f32[queries,factors]",
      packed: "f32[*]",
      factors: "i32",
      shift: "f32[items] or none",
      queries: "i32",
    },
    scratch: (n) => 16 * rowOfScores(n) + 4 * 16 * 256 + 256,
    sample: { ...sample, count: 1, factors: 5, packed: 240 },
  },
  rankDense: {
    args: { ...job, W: "f32[items,ld]", ld: "i32", weights: "f32[*] or none", queries: "i32" },
    scratch: rowOfScores,
    sample: { ...sample, ld: 48, weights: 9 },
  },
  rankSparse: {
    args: {
      ...job,
      rows: "u32[items+1] offsets of columns",
      columns: "u32[*] below items",
      values: "f32[*]",
      weights: "f32[*] or none",
      zeroIsUnknown: "i32",
      queries: "i32",
    },
    scratch: rowOfScores,
    sample: { ...sample, columns: 50, values: 50, weights: 9, zeroIsUnknown: 1 },
  },
  rankScores: {
    args: { ...job, scores: "f32[queries,ld]", ld: "i32", queries: "i32" },
    sample: { ...sample, ld: 48 },
  },
});
