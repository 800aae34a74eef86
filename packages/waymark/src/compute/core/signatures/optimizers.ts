import { signatures } from "../signature.ts";

/** Steps of optimizers, on all weights or on the rows a batch touched. */
export const optimizers = signatures({
  adam: {
    args: {
      w: "f32[*]",
      g: "f32[w]",
      m: "f32[w]",
      v: "f32[w] positive",
      coefficients: "f32[5]",
      beta1: "f32",
      beta2: "f32",
      epsilon: "f32",
    },
    minLength: (_, count) => ({ w: 16 * count }),
    sample: { count: 2, w: 32, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  },
  adamRows: {
    args: {
      table: "f32[*]",
      sums: "f32[touched,columns]",
      m: "f32[table]",
      v: "f32[table] positive",
      coefficients: "f32[5]",
      touched: "u32[*] below rows",
      used: "u32[1]",
      columns: "i32",
      beta1: "f32",
      beta2: "f32",
      epsilon: "f32",
      rows: "i32",
    },
    minLength: (n, count) => ({ touched: count, table: n("rows") * n("columns") }),
    sample: {
      count: 4,
      rows: 5,
      table: 55,
      columns: 11,
      touched: 4,
      "used=": 4,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    },
  },
  descend: {
    args: { w: "f32[*]", g: "f32[w]", m: "f32[w]", coefficients: "f32[5]", momentum: "f32" },
    minLength: (_, count) => ({ w: 16 * count }),
    sample: { count: 2, w: 32, momentum: 0.9 },
  },
  descendRows: {
    args: {
      table: "f32[*]",
      sums: "f32[touched,columns]",
      m: "f32[table]",
      coefficients: "f32[5]",
      touched: "u32[*] below rows",
      used: "u32[1]",
      columns: "i32",
      momentum: "f32",
      rows: "i32",
    },
    minLength: (n, count) => ({ touched: count, table: n("rows") * n("columns") }),
    sample: { count: 4, rows: 5, table: 55, columns: 11, touched: 4, "used=": 4, momentum: 0.9 },
  },
});
