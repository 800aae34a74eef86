import { signatures } from "../signature.ts";

const halfSweep = {
  X: "f32[rows,width]",
  Y: "f32[columnCount,width]",
  offsets: "u32[rows+1] offsets of columns",
  columns: "u32[*] below columnCount",
  values: "f32[columns]",
  G: "f32[width,width] definite",
  ridge: "f32[rows]",
  width: "i32 multiple of 16",
  a: "f32",
  b: "f32",
} as const;
const minLength = (n: (name: string) => number, count: number) => ({ offsets: count + 1, X: count * n("width") });
const sample = { count: 5, rows: 5, columnCount: 7, width: 32, columns: 101, values: 101, a: 0, b: 1 };

/** Halves of an iteration of alternating least squares. */
export const als = signatures({
  alsExact: {
    args: { ...halfSweep, failures: "u32[1]", rows: "i32", columnCount: "i32" },
    minLength,
    scratch: (n) => 4 * n("width") * (n("width") + 128 + 6),
    sample,
  },
  alsCg: {
    args: { ...halfSweep, steps: "i32", longest: "i32", rows: "i32", columnCount: "i32" },
    minLength,
    scratch: (n) => 4 * n("width") * (n("longest") + 3) + 256,
    sample: { ...sample, steps: 3, longest: 23 },
  },
  alsWhite: {
    args: {
      X: "f32[rows,width]",
      Y: "f32[columnCount,width]",
      offsets: "u32[rows+1] offsets of columns",
      columns: "u32[*] below columnCount",
      values: "f32[columns]",
      C: "f32[width,width] definite or none",
      extra: "f32[rows] or none",
      width: "i32 multiple of 16",
      a: "f32",
      b: "f32",
      steps: "i32",
      longest: "i32",
      rows: "i32",
      columnCount: "i32",
      tolerance: "f32",
      failures: "u32[1]",
    },
    minLength,
    scratch: (n) => 4 * n("width") * (n("longest") + 4) + 256,
    sample: { ...sample, a: 0, b: 1, steps: 40, longest: 23, tolerance: 1e-5 },
  },
});
