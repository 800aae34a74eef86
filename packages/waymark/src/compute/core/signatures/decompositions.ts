import { signatures } from "../signature.ts";

/** Gram-Schmidt on columns; blocked Cholesky and its solves. */
export const decompositions = signatures({
  columnProducts: {
    args: {
      Y: "f32[rows,width]",
      rows: "i32",
      width: "i32",
      j: "i32",
      c: "f64[width] or none",
      parts: "f64[blocks,width]",
      blocks: "i32",
    },
    sample: { count: 1, rows: 7, width: 8, j: 7, blocks: 1 },
  },
  scaleColumn: {
    args: { Y: "f32[rows,width]", rows: "i32", width: "i32", j: "i32", by: "f64", blocks: "i32" },
    sample: { count: 1, rows: 7, width: 8, j: 3, by: 0.25, blocks: 1 },
  },
  choleskyPanel: {
    args: {
      A: "f32[n,n] definite",
      n: "i32",
      k0: "i32",
      block: "i32",
      T: "f32[n,block]",
      negated: "f32[n,block]",
      failures: "u32[1]",
    },
    scratch: (n, chunk) => 4 * (n("block") + 16 * chunk) * (n("block") + 4),
    sample: { count: 3, n: 64, k0: 16, block: 16 },
  },
  choleskyUpdate: {
    args: { A: "f32[n,n] definite", n: "i32", k0: "i32", block: "i32", T: "f32[n,block]", negated: "f32[n,block]" },
    sample: { count: 12, n: 64, k0: 16, block: 16 },
  },
  choleskySolveRows: {
    args: { U: "f32[n,n] definite", n: "i32", B: "f32[n,columns]", columns: "i32" },
    scratch: (n, chunk) => 16 * n("n") * (4 * chunk + 1),
    sample: { count: 2, n: 32, columns: 19 },
  },
});
