import { signatures } from "../signature.ts";

const descent = {
  offsets: "u32[users+1] offsets of columns",
  columns: "u32[*] below items",
  values: "f64[*]",
  userBiases: "f64[users]",
  itemBiases: "f64[items]",
  X: "f64[users,width]",
  Y: "f64[items,width]",
  width: "i32",
  mean: "f64",
  rate: "f64",
  pull: "f64",
  biased: "i32",
  squares: "f64[1]",
  scales: "f64[items]",
  users: "i32",
  items: "i32",
} as const;
const sample = { count: 5, users: 5, items: 9, width: 12, columns: 23, values: 23, mean: 0.1, rate: 0.1, pull: 0.1, biased: 1 };

/** Factorizations of ratings in float64; `width` a multiple of 4. */
export const factorizations = signatures({
  descendUsers: { args: descent, scratch: (n) => 128 + 24 * n("width"), sample },
});
