import { at4 } from "./addresses";
import { RowSumsArgs, RowSumsBackArgs } from "./generated/arguments";

/** out[r] = scale · Σ_c A[r, c] · B[r, c], over rows; without B its entries are 1. Sums in double precision. */
export function rowSums(args: RowSumsArgs, lo: i32, hi: i32, scratch: usize): void {
  const B = args.B, out = args.out, columns = args.columns, scale = args.scale, ld = <usize>columns << 2;
  for (let r = lo; r < hi; r++) {
    const a = args.A + <usize>r * ld, b = B + <usize>r * ld;
    let s: f64 = 0, t: f64 = 0;
    for (let c = 0; c < columns; c++) {
      const v = <f64>load<f32>(at4(a, c)) * (B == 0 ? 1 : <f64>load<f32>(at4(b, c)));
      if (c & 1) t += v;
      else s += v;
    }
    store<f32>(at4(out, r), scale * <f32>(s + t));
  }
}

/** dA[r, c] = (add) + scale · d[r] · B[r, c], over rows; without B its entries are 1. */
export function rowSumsBack(args: RowSumsBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const d = args.d, B = args.B, columns = args.columns, scale = args.scale, add = args.add;
  const ld = <usize>columns << 2;
  for (let r = lo; r < hi; r++) {
    const g = scale * load<f32>(at4(d, r)), b = B + <usize>r * ld, to = args.dA + <usize>r * ld;
    for (let c = 0; c < columns; c++) {
      const v = B == 0 ? g : g * load<f32>(at4(b, c)), place = at4(to, c);
      store<f32>(place, add ? load<f32>(place) + v : v);
    }
  }
}
