import { signatures } from "../signature.ts";

/** Layers of networks in float64, for models whose scores are float64. */
export const layers64 = signatures({
  entrySums64: {
    args: {
      offsets: "u32[rows+1] offsets of columns",
      columns: "u32[*] below inputs",
      values: "f64[columns]",
      W: "f32[inputs,width]",
      bias: "f64[width]",
      inputs: "i32",
      width: "i32 multiple of 4",
      out: "f64[rows,width]",
      rows: "i32",
    },
    sample: { count: 3, rows: 3, columns: 8, inputs: 5, width: 8 },
  },
  rowSums64: {
    args: {
      X: "f64[rows,inputs]",
      W: "f64[inputs,width]",
      bias: "f64[width]",
      inputs: "i32",
      width: "i32 multiple of 4",
      out: "f64[rows,width]",
      rows: "i32 multiple of 4",
    },
    minLength: (n, count) => ({ X: 4 * count * n("inputs"), out: 4 * count * n("width") }),
    sample: { count: 2, rows: 8, inputs: 5, width: 8 },
  },
});
