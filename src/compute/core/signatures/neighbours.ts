import { signatures } from "../signature.ts";

/** Bytes of the set of src/kernels/marks.ts. */
const markBytes = (bound: number): number => {
  const words = Math.ceil(bound / 64);
  return 8 * (words + Math.ceil(words / 64));
};
/** Bytes `selectBest` needs; see src/kernels/best-similar.ts. */
const bufferBytes = (limit: number): number => 20 * (2 * limit + 16) + 8;

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

/** Neighbourhood models: the rows most like a row. */
export const neighbours = signatures({
  nearestTaken: {
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
});
