import { signatures } from "../signature.ts";
import { wholeVectors } from "../whole-vectors.ts";

/** Softmax, its losses, and sums by rows. */
export const softmaxes = signatures({
  softmax: {
    args: { X: "f32[*]", Y: "f32[X]", columns: "i32", logs: "i32" },
    minLength: (n, count) => ({ X: count * n("columns") }),
    scratch: (n) => 4 * wholeVectors(n("columns")),
    sample: { count: 3, X: 57, columns: 19, logs: 1 },
  },
  softmaxBack: {
    args: { Y: "f32[*]", dY: "f32[Y]", dX: "f32[Y]", columns: "i32", logs: "i32", add: "i32" },
    minLength: (n, count) => ({ Y: count * n("columns") }),
    sample: { count: 3, Y: 57, columns: 19, logs: 0, add: 1 },
  },
  softmaxLoss: {
    args: {
      X: "f32[*]",
      kind: "i32",
      rows: "u32[*] below rowBound or none",
      offsets: "u32[rowBound] offsets of index or none",
      index: "u32[*] below indexBound or none",
      values: "f32[*] or none",
      weights: "f32[*] or none",
      dX: "f32[X] or none",
      losses: "f64[*]",
      unit: "f32[1]",
      columns: "i32",
      rowCount: "i32",
      add: "i32",
      rowBound: "i32",
      indexBound: "i32",
    },
    minLength: (n, count) => ({
      X: count * n("columns"),
      losses: count,
      rows: n("kind") === 1 ? count : 0,
      index: n("kind") === 2 ? count : 0,
      values: n("kind") === 0 ? count * n("columns") : 0,
    }),
    scratch: (n) => 4 * wholeVectors(n("columns")),
    sample: {
      count: 3,
      columns: 19,
      X: 57,
      kind: 1,
      rows: 3,
      rowCount: 4,
      rowBound: 5,
      index: 9,
      indexBound: 19,
      values: 9,
      weights: 3,
      losses: 3,
      add: 1,
    },
  },
  rowSums: {
    args: { A: "f32[*]", B: "f32[A] or none", out: "f32[*]", columns: "i32", scale: "f32" },
    minLength: (n, count) => ({ A: count * n("columns"), out: count }),
    sample: { count: 3, A: 57, out: 3, columns: 19, scale: 0.5 },
  },
  rowSumsBack: {
    args: { d: "f32[*]", B: "f32[dA] or none", dA: "f32[*]", columns: "i32", scale: "f32", add: "i32" },
    minLength: (n, count) => ({ d: count, dA: count * n("columns") }),
    sample: { count: 3, d: 3, dA: 57, columns: 19, scale: 0.5, add: 1 },
  },
});
