import { signatures } from "../signature.ts";
import { wholeVectors } from "../whole-vectors.ts";

const whole8 = (n: number): number => Math.ceil(n / 8) * 8;

/** Recurrent layers. */
export const recurrent = signatures({
  recur: {
    args: {
      X: "f32[*]",
      packed: "f32[*]",
      H: "f32[rows,width]",
      before: "f32[rows,width]",
      C: "f32[rows,width] or none",
      gates: "f32[rows,width,4]",
      starts: "u32[sequences+1] offsets of H",
      sequences: "i32",
      rows: "i32",
      width: "i32",
      kind: "i32",
    },
    minLength: (n) => {
      const parts = n("kind") === 1 ? 3 : 4;
      return {
        X: n("rows") * parts * n("width"),
        packed: n("width") * wholeVectors(parts * n("width")),
      };
    },
    scratch: (n) => 4 * (4 * wholeVectors(4 * n("width")) + 4 * n("width") + 12 * whole8(n("width"))),
    sample: { count: 1, X: 120, packed: 5 * 32, H: 6, rows: 6, sequences: 3, width: 5, kind: 1 },
  },
  recurBack: {
    args: {
      dH: "f32[rows,width]",
      gates: "f32[rows,width,4]",
      before: "f32[rows,width]",
      C: "f32[rows,width] or none",
      packed: "f32[*]",
      dX: "f32[*]",
      dR: "f32[dX]",
      starts: "u32[sequences+1] offsets of dH",
      sequences: "i32",
      rows: "i32",
      width: "i32",
      kind: "i32",
    },
    minLength: (n) => {
      const parts = n("kind") === 1 ? 3 : 4;
      return { dX: n("rows") * parts * n("width"), packed: parts * n("width") * wholeVectors(n("width")) };
    },
    scratch: (n) => 4 * (4 * wholeVectors(n("width")) + 16 * n("width") + 14 * whole8(n("width"))),
    sample: { count: 1, packed: 15 * 16, dX: 90, dH: 6, rows: 6, sequences: 3, width: 5, kind: 1 },
  },
  lstmStep: {
    args: {
      X: "f32[*]",
      before: "f32[*]",
      H: "f32[before]",
      C: "f32[before]",
      gates: "f32[X]",
      width: "i32",
    },
    minLength: (n, count) => ({ X: 4 * count * n("width"), before: count * n("width") }),
    scratch: (n) => 24 * whole8(n("width")),
    sample: { count: 3, X: 60, before: 15, width: 5 },
  },
  lstmStepBack: {
    args: {
      gates: "f32[*]",
      before: "f32[*]",
      C: "f32[before]",
      dH: "f32[before] or none",
      dC: "f32[before] or none",
      dX: "f32[gates] or none",
      dBefore: "f32[before] or none",
      width: "i32",
      addX: "i32",
      addBefore: "i32",
    },
    minLength: (n, count) => ({ gates: 4 * count * n("width"), before: count * n("width") }),
    scratch: (n) => 32 * whole8(n("width")),
    sample: { count: 3, gates: 60, before: 15, width: 5, addX: 1, addBefore: 0 },
  },
});
