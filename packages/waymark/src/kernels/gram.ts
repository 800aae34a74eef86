import { GramArgs, MirrorArgs } from "./generated/arguments";
import { tile } from "./tile";

/**
 * Upper triangle, in whole 4 × 16 tiles, of G[width, width] += YᵀY for Y[rows, width]; width a multiple of 16. Parallel
 * over quads of rows of G, so no sum is split between threads.
 */
export function gram(args: GramArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, rows = args.rows, width = args.width, G = args.G, ld = <usize>width << 2;
  for (let k = 0; k < rows; k += 64) {
    const y = Y + <usize>k * ld;
    syrk(y, y, 64, ld, min(64, rows - k), width, G, lo << 2, hi << 2);
  }
}

/**
 * Upper tiles of G[width, width] += HᵀY, rows [from, to) only, for H and Y [K, width] in column panels of 16: `panel`
 * bytes from one panel to the next, `row` bytes from one row to the next within it. Row-major is (64, 4 width); packed
 * panels (64 K, 64) avoid cache-set conflicts where 4 width is a power of two.
 */
export function syrk(H: usize, Y: usize, panel: usize, row: usize, K: i32, width: i32, G: usize, from: i32, to: i32): void {
  const ld = <usize>width << 2;
  for (let j = from & ~15; j < width; j += 16)
    for (let i = from, end = min(to, j + 16); i < end; i += 4)
      tile(
        H + <usize>(i >> 4) * panel + (<usize>(i & 15) << 2), row,
        Y + <usize>(j >> 4) * panel, row,
        G + <usize>i * ld + (<usize>j << 2), ld, K,
      );
}

/** Copies the upper triangle of A[width, width] to the lower one, over rows. */
export function mirror(args: MirrorArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, width = args.width, ld = <usize>width << 2;
  for (let i = lo; i < hi; i++) {
    const row = A + <usize>i * ld;
    for (let j: usize = 0; j < <usize>i; j++) store<f32>(row + (j << 2), load<f32>(A + j * ld + (<usize>i << 2)));
  }
}
