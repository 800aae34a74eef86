import { Gram64Args } from "./generated/arguments";
import { fma64 } from "./simd";

const BLOCK: i32 = 64; // rows of Y passed over at a time: four columns of them stay in L1

/**
 * G[width, width] = YᵀY in double precision for Y[rows, width], width a multiple of 4; over quads of rows of G, so no
 * sum is split between threads. Each sum is taken in order of rows.
 */
export function gram64(args: Gram64Args, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, rows = args.rows, ld = <usize>args.width << 3, G = args.G;
  memory.fill(G + <usize>lo * (ld << 2), 0, <usize>(hi - lo) * (ld << 2));
  for (let k = 0; k < rows; k += BLOCK) {
    const y = Y + <usize>k * ld, n = min(BLOCK, rows - k);
    for (let quad = <usize>lo; quad < <usize>hi; quad++)
      for (let o: usize = 0; o < ld; o += 32) quadTile(y + (quad << 5), y + o, ld, n, G + quad * (ld << 2) + o);
  }
}

/** C[4, 4] += AᵀB over n rows of four numbers, all rows `ld` bytes apart. */
function quadTile(a: usize, b: usize, ld: usize, n: i32, c: usize): void {
  const c1 = c + ld, c2 = c1 + ld, c3 = c2 + ld;
  let x0 = v128.load(c), x1 = v128.load(c, 16), y0 = v128.load(c1), y1 = v128.load(c1, 16);
  let z0 = v128.load(c2), z1 = v128.load(c2, 16), w0 = v128.load(c3), w1 = v128.load(c3, 16);
  for (let k = 0; k < n; k++, a += ld, b += ld) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let s = v128.load64_splat(a);
    x0 = fma64(s, b0, x0); x1 = fma64(s, b1, x1);
    s = v128.load64_splat(a, 8);
    y0 = fma64(s, b0, y0); y1 = fma64(s, b1, y1);
    s = v128.load64_splat(a, 16);
    z0 = fma64(s, b0, z0); z1 = fma64(s, b1, z1);
    s = v128.load64_splat(a, 24);
    w0 = fma64(s, b0, w0); w1 = fma64(s, b1, w1);
  }
  v128.store(c, x0); v128.store(c, x1, 16);
  v128.store(c1, y0); v128.store(c1, y1, 16);
  v128.store(c2, z0); v128.store(c2, z1, 16);
  v128.store(c3, w0); v128.store(c3, w1, 16);
}
