import { signatures } from "../signature.ts";

/** Rows of a table beside columns of a wider matrix; see src/kernels/row-gradients.ts. */
const lookups = { rows: "i32", columns: "i32", width: "i32", offset: "i32", bound: "i32" } as const;

/** Inputs and losses of networks: rows of tables, sampled examples, losses. */
export const examples = signatures({
  lookUp: {
    args: {
      table: "f32[rows,columns]",
      index: "u32[*] below bound",
      Y: "f32[*]",
      ...lookups,
    },
    minLength: (n, count) => ({ index: count, Y: count * n("width") }),
    sample: { count: 6, rows: 5, columns: 11, index: 6, Y: 90, width: 15, offset: 2, bound: 6 },
  },
  collectRows: {
    args: {
      dY: "f32[*]",
      index: "u32[*] below bound",
      places: "u32[rows]",
      touched: "u32[*] below rows",
      sums: "f32[touched,columns]",
      used: "u32[1]",
      ...lookups,
    },
    minLength: (n, count) => ({ index: count, dY: count * n("width") }),
    sample: { count: 6, rows: 5, columns: 11, index: 6, dY: 90, width: 15, offset: 2, touched: 5, bound: 6 },
  },
  addAtRows: {
    args: {
      dY: "f32[*]",
      index: "u32[*] below bound",
      gradient: "f32[rows,columns]",
      ...lookups,
    },
    minLength: (n, count) => ({ index: count, dY: count * n("width") }),
    sample: { count: 6, rows: 5, columns: 11, index: 6, dY: 90, width: 15, offset: 2, bound: 6 },
  },
  drawExamples: {
    args: {
      pairs: "u32[pairCount,2]",
      offsets: "u32[userCount+1] offsets of columns",
      columns: "u32[*] below items",
      users: "u32[*]",
      drawn: "u32[users]",
      labels: "f32[users]",
      weights: "f32[users]",
      key: "i32",
      first: "i32",
      negatives: "i32",
      pairCount: "i32",
      items: "i32",
      bits: "i32",
      values: "f32[pairCount] or none",
      known: "u32[*] or none",
      userCount: "i32",
    },
    minLength: (_, count) => ({ users: count }),
    sample: {
      count: 6,
      pairCount: 4,
      userCount: 3,
      columns: 4,
      items: 5,
      users: 6,
      key: 9,
      first: 3,
      negatives: 2,
      bits: 4,
    },
  },
  pointwiseLoss: {
    args: {
      x: "f32[rows]",
      targets: "f32[rows]",
      weights: "f32[rows] or none",
      dX: "f32[rows] or none",
      loss: "f64[1]",
      rows: "i32",
      kind: "i32",
      weight: "f32",
      add: "i32",
    },
    sample: { count: 5, rows: 5, kind: 0, weight: 1, add: 1 },
  },
  rankingLoss: {
    args: {
      x: "f32[rows]",
      y: "f32[rows]",
      dX: "f32[rows] or none",
      dY: "f32[rows] or none",
      loss: "f64[1]",
      rows: "i32",
      weight: "f32",
      addX: "i32",
      addY: "i32",
    },
    sample: { count: 5, rows: 5, weight: 1, addX: 1, addY: 0 },
  },
});
