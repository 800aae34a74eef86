import { signatures } from "../signature.ts";

/** Bytes of the set of src/kernels/marks.ts. */
const markBytes = (bound: number): number => {
  const words = Math.ceil(bound / 64);
  return 8 * (words + Math.ceil(words / 64));
};
/** Bytes `selectBest` needs: candidates, their places, and as many numbers again or the maxima; see src/kernels/best-similar.ts. */
const bufferBytes = (limit: number): number => 12 * (2 * limit + 16) + 8 + 8 * (6 * limit + 18);

const lists = {
  near: "u32[rows,limit]",
  similarities: "f64[rows,limit]",
  found: "u32[rows]",
} as const;
const sample = {
  count: 2,
  rows: 6,
  columnCount: 7,
  others: 9,
  columns: 23,
  columnRows: 40,
  shrinkage: 0,
  limit: 3,
};

/** Neighbourhood models: the rows most similar to a row. */
export const neighbours = signatures({
  implicitNeighbours: {
    args: {
      order: "u32[rows] below rows",
      offsets: "u32[rows+1] offsets of columns",
      columns: "u32[*] below columnCount",
      columnOffsets: "u32[columnCount+1] offsets of columnRows",
      columnRows: "u32[*] below others",
      weights: "f64[columnCount]",
      norms: "f64[others]",
      others: "i32",
      shrinkage: "f64",
      selves: "u32[rows]",
      limit: "i32",
      ...lists,
      rows: "i32",
      columnCount: "i32",
    },
    scratch: (n) => 64 + 44 * n("others") + 8 + markBytes(n("others")) + bufferBytes(n("limit")),
    sample,
  },
  explicitNeighbours: {
    args: {
      offsets: "u32[rows+1] offsets of columns",
      columns: "u32[*] below columnCount",
      values: "f64[*]",
      columnOffsets: "u32[columnCount+1] offsets of columnRows",
      columnRows: "u32[*] below others",
      columnValues: "f64[*]",
      others: "i32",
      kind: "i32",
      shrinkage: "f64",
      selves: "u32[rows]",
      limit: "i32",
      ...lists,
      after: "u32[*] or none",
      rows: "i32",
      columnCount: "i32",
    },
    scratch: (n) => 60 * n("others") + 8 + markBytes(n("others")) + bufferBytes(n("limit")),
    sample: { ...sample, count: 6, values: 23, columnValues: 40, kind: 2, after: 23 },
  },
  neighbourSums: {
    args: {
      near: "u32[queries,limit] below others",
      similarities: "f64[queries,limit]",
      found: "u32[queries]",
      limit: "i32",
      offsets: "u32[others+1] offsets of columns",
      columns: "u32[*] below items",
      items: "i32",
      minNeighbours: "i32",
      out: "f32[queries,stride]",
      stride: "i32",
      queries: "i32",
      others: "i32",
    },
    scratch: (n) => 12 * n("items"),
    sample: { count: 2, queries: 2, limit: 3, others: 5, columns: 17, items: 7, minNeighbours: 1, stride: 8 },
  },
});
