import { signatures } from "../signature.ts";
import { wholeVectors } from "../whole-vectors.ts";

const BLOCK = 32; // of kernels/attention-block.ts

const attended = { Q: "f32[rows,width]", K: "f32[rows,width]", V: "f32[rows,width]", O: "f32[rows,width]" } as const;
const attending = {
  sequences: "i32",
  rows: "i32",
  width: "i32",
  heads: "i32",
  longest: "i32",
  key: "i32",
  runs: "u32[1]",
  keep: "f32",
} as const;

/** Layers over sequences that stand one after another in the rows of a tensor. */
export const sequences = signatures({
  layerNorm: {
    args: {
      X: "f32[*]",
      Y: "f32[X]",
      gamma: "f32[columns]",
      beta: "f32[columns]",
      mean: "f32[*]",
      rstd: "f32[mean]",
      columns: "i32",
    },
    minLength: (n, count) => ({ X: count * n("columns"), mean: count }),
    sample: { count: 3, X: 57, columns: 19, mean: 3 },
  },
  layerNormBack: {
    args: {
      X: "f32[*]",
      dY: "f32[X]",
      dX: "f32[X]",
      gamma: "f32[columns]",
      mean: "f32[*]",
      rstd: "f32[mean]",
      columns: "i32",
      add: "i32",
    },
    minLength: (n, count) => ({ X: count * n("columns"), mean: count }),
    sample: { count: 3, X: 57, columns: 19, mean: 3, add: 1 },
  },
  layerNormSums: {
    args: {
      X: "f32[rows,columns]",
      dY: "f32[rows,columns]",
      mean: "f32[rows]",
      rstd: "f32[rows]",
      dGamma: "f32[columns]",
      dBeta: "f32[columns]",
      rows: "i32",
      columns: "i32",
      add: "i32",
    },
    sample: { count: 2, rows: 5, columns: 19, add: 1 },
  },
  attention: {
    args: {
      ...attended,
      lse: "f32[rows,heads]",
      starts: "u32[sequences+1] offsets of lse",
      ...attending,
    },
    scratch: (n) => {
      const [longest, head] = [wholeVectors(n("longest")), wholeVectors(n("width") / n("heads"))];
      return 4 * (2 * longest * head + BLOCK * (2 * longest + 2 * head));
    },
    sample: { count: 2, lse: 12, sequences: 2, rows: 12, width: 7, heads: 1, longest: 6, key: 5, keep: 0.8 },
  },
  attentionBack: {
    args: {
      ...attended,
      dO: "f32[rows,width]",
      lse: "f32[rows,heads]",
      starts: "u32[sequences+1] offsets of lse",
      dQ: "f32[rows,width] or none",
      dK: "f32[rows,width] or none",
      dV: "f32[rows,width] or none",
      ...attending,
      addQ: "i32",
      addK: "i32",
      addV: "i32",
    },
    scratch: (n) => {
      const [longest, head] = [wholeVectors(n("longest")), wholeVectors(n("width") / n("heads"))];
      return 4 * (5 * longest * head + BLOCK * (3 * longest + 5 * head));
    },
    sample: {
      count: 2,
      lse: 12,
      sequences: 2,
      rows: 12,
      width: 7,
      heads: 1,
      longest: 6,
      key: 5,
      keep: 0.8,
      addQ: 0,
      addK: 1,
      addV: 0,
    },
  },
});
