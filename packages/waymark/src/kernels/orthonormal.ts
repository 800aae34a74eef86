import { at4 } from "./addresses";
import { ColumnProductsArgs, ScaleColumnArgs } from "./generated/arguments";
import { fma64 } from "./simd";

// Gram-Schmidt on the columns of a tall row-major Y[rows, width], float32 with sums in float64; width a multiple of 8. The
// coefficients of one column are sums over all rows: each block of 1024 rows adds up its own part, the host adds the parts in
// order, so threads change nothing.

const BLOCK: i32 = 1024;

/**
 * Over blocks of rows: y_j −= Σ_i c_i y_i, then parts[block, i] = Σ y_j y_i for i = 0 … j: the products with the
 * columns before and, at j itself, the squared length. c is 0 from entry j on, or left out. Of parts, entries up to the
 * next multiple of 4 after j are written.
 */
export function columnProducts(args: ColumnProductsArgs, lo: i32, hi: i32, scratch: usize): void {
  const Y = args.Y, rows = args.rows, width = args.width, j = args.j;
  const c = args.c, parts = args.parts, ld = <usize>width << 2;
  const before = <usize>((j + 3) & ~3), upTo = <usize>((j + 4) & ~3); // whole vectors that hold 0 … j − 1 and 0 … j
  for (let block = lo; block < hi; block++) {
    const part = parts + <usize>block * (<usize>width << 3), from = block * BLOCK, to = min(rows, from + BLOCK);
    memory.fill(part, 0, upTo << 3);
    let y = Y + <usize>from * ld, r = from;
    for (; r + 4 <= to; r += 4, y += ld << 2) {
      const y1 = y + ld, y2 = y1 + ld, y3 = y2 + ld;
      if (c != 0) {
        subtract(y, j, c, before); subtract(y1, j, c, before); subtract(y2, j, c, before); subtract(y3, j, c, before);
      }
      const a = f64x2.splat(<f64>load<f32>(at4(y, j))), b = f64x2.splat(<f64>load<f32>(at4(y1, j)));
      const d = f64x2.splat(<f64>load<f32>(at4(y2, j))), e = f64x2.splat(<f64>load<f32>(at4(y3, j)));
      for (let i: usize = 0; i < upTo; i += 4) {
        const o = i << 2, sum = part + (i << 3);
        const s = fma64(e, low(y3 + o), fma64(d, low(y2 + o), fma64(b, low(y1 + o), fma64(a, low(y + o), v128.load(sum)))));
        const t = fma64(e, low(y3 + o + 8), fma64(d, low(y2 + o + 8), fma64(b, low(y1 + o + 8), fma64(a, low(y + o + 8), v128.load(sum, 16)))));
        v128.store(sum, s); v128.store(sum, t, 16);
      }
    }
    for (; r < to; r++, y += ld) {
      if (c != 0) subtract(y, j, c, before);
      const a = f64x2.splat(<f64>load<f32>(at4(y, j)));
      for (let i: usize = 0; i < upTo; i += 4) {
        const o = i << 2, sum = part + (i << 3);
        const s = fma64(a, low(y + o), v128.load(sum)), t = fma64(a, low(y + o + 8), v128.load(sum, 16));
        v128.store(sum, s); v128.store(sum, t, 16);
      }
    }
  }
}

function subtract(y: usize, j: i32, c: usize, before: usize): void {
  let s = f64x2.splat(0), t = s;
  for (let i: usize = 0; i < before; i += 4) {
    const o = i << 2, at = c + (i << 3);
    s = fma64(v128.load(at), low(y + o), s);
    t = fma64(v128.load(at, 16), low(y + o + 8), t);
  }
  s = f64x2.add(s, t);
  const to = at4(y, j);
  store<f32>(to, <f32>(<f64>load<f32>(to) - (f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1))));
}

/** Two floats as doubles. */
// @ts-ignore: decorator
@inline
function low(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

/** Y[r, j] *= by, over blocks of rows; by 0 clears, whatever was there. */
export function scaleColumn(args: ScaleColumnArgs, lo: i32, hi: i32, scratch: usize): void {
  const width = args.width, j = args.j, by = args.by, ld = <usize>width << 2;
  const end = args.Y + <usize>min(args.rows, hi * BLOCK) * ld;
  for (let y = args.Y + <usize>(lo * BLOCK) * ld; y < end; y += ld)
    store<f32>(at4(y, j), by == 0 ? 0 : <f32>(<f64>load<f32>(at4(y, j)) * by));
}
