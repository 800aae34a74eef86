import { at4 } from "./addresses";
import { ProductsToDistancesArgs } from "./generated/arguments";

/**
 * Products of two sets of rows, already in C[M, N], turned into distances or cosines, over rows; `a` and `b` hold the
 * squared lengths of either side. kind 0: squared Euclidean, a + b − 2c, at least 0; kind 1: cosine c / (√a √b), 0
 * where a row is zero.
 */
export function productsToDistances(args: ProductsToDistancesArgs, lo: i32, hi: i32, scratch: usize): void {
  const C = args.C, N = args.N, a = args.a, b = args.b, kind = args.kind;
  for (let i = lo; i < hi; i++) {
    const row = C + <usize>i * (<usize>N << 2), own = load<f32>(at4(a, i));
    for (let j = 0; j < N; j++) {
      const to = at4(row, j), c = load<f32>(to), other = load<f32>(at4(b, j));
      if (kind == 0) store<f32>(to, max<f32>(0, own + other - 2 * c));
      else store<f32>(to, own > 0 && other > 0 ? c / (sqrt(own) * sqrt(other)) : 0); // their product could leave the range
    }
  }
}
