import { signatures } from "../signature.ts";

/** Networks on pairs of user and item, evaluated for every item at once. */
export const mlps = signatures({
  scoreMlp: {
    args: {
      P: "f32[items,first]",
      R: "f32[*]",
      widths: "u32[layers+1]",
      packed: "f32[*]",
      biases: "f32[*]",
      last: "f32[*]",
      E: "f32[items,extra] or none",
      T: "f32[*] or none",
      out: "f32[*]",
      items: "i32",
      layers: "i32",
      extra: "i32 multiple of 4",
      stride: "i32",
      offset: "f32",
      first: "i32 multiple of 8",
      widest: "i32 multiple of 8",
    },
    scratch: (n) => 4 * (64 * 256 + 64) + 2 * 32 * 4 * n("widest"),
    sample: {
      count: 1,
      items: 5,
      first: 8,
      R: 8,
      "widths=": 8,
      layers: 3,
      packed: 256,
      biases: 16,
      last: 8,
      extra: 8,
      T: 8,
      out: 8,
      stride: 8,
      offset: 1,
      widest: 8,
    },
  },
});
