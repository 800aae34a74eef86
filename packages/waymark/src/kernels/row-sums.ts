import { at4, float, int, pointer } from "./args";

/** out[r] = scale · Σ_c A[r, c] · B[r, c], over rows: args = [A, B or 0 for ones, out, columns, scale]. Sums in double precision. */
export function rowSums(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const B = pointer(args, 1), out = pointer(args, 2), columns = int(args, 3), scale = float(args, 4), ld = <usize>columns << 2;
  for (let r = lo; r < hi; r++) {
    const a = pointer(args, 0) + <usize>r * ld, b = B + <usize>r * ld;
    let s: f64 = 0, t: f64 = 0;
    for (let c = 0; c < columns; c++) {
      const v = <f64>load<f32>(at4(a, c)) * (B == 0 ? 1 : <f64>load<f32>(at4(b, c)));
      if (c & 1) t += v;
      else s += v;
    }
    store<f32>(at4(out, r), scale * <f32>(s + t));
  }
}

/** dA[r, c] = (add) + scale · d[r] · B[r, c], over rows: args = [d, B or 0 for ones, dA, columns, scale, add]. */
export function rowSumsBack(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const d = pointer(args, 0), B = pointer(args, 1), columns = int(args, 3), scale = float(args, 4), add = int(args, 5);
  const ld = <usize>columns << 2;
  for (let r = lo; r < hi; r++) {
    const g = scale * load<f32>(at4(d, r)), b = B + <usize>r * ld, to = pointer(args, 2) + <usize>r * ld;
    for (let c = 0; c < columns; c++) {
      const v = B == 0 ? g : g * load<f32>(at4(b, c)), place = at4(to, c);
      store<f32>(place, add ? load<f32>(place) + v : v);
    }
  }
}
