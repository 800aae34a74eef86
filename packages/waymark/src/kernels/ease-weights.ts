import { at4 } from "./addresses";
import { EaseWeightsArgs } from "./generated/arguments";

/**
 * EASE's weights in place of the upper triangle of −P, P = (XᵀX + λI)⁻¹: B_ij = −P_ij / P_jj, B_ii = 0, both triangles.
 * `inverse`: 1 / the diagonal of P. Over blocks of 16 rows, n a multiple of 16, in tiles of 16 × 16, so that the lower
 * triangle is written by whole cache lines.
 */
export function easeWeights(args: EaseWeightsArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, n = args.n, inverse = args.inverse, ld = <usize>n << 2;
  for (let block = lo; block < hi; block++) {
    const i0 = block << 4;
    for (let r = 0; r < 16; r++) store<f32>(at4(A + <usize>(i0 + r) * ld, i0 + r), 0);
    for (let j0 = i0; j0 < n; j0 += 16) {
      for (let r = 0; r < 16; r++) {
        const i = i0 + r, row = A + <usize>i * ld, own = load<f32>(at4(inverse, i));
        for (let j = max(i + 1, j0); j < j0 + 16; j++) {
          const p = load<f32>(at4(row, j));
          store<f32>(at4(row, j), p * load<f32>(at4(inverse, j)));
          store<f32>(at4(A + <usize>j * ld, i), p * own);
        }
      }
    }
  }
}
