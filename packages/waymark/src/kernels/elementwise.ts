import { at4 } from "./addresses";
import { ColumnSumsArgs, CopyColumnsArgs, ProductsArgs, ScaledArgs, SumSquaresArgs } from "./generated/arguments";
import { fma } from "./simd";

/** Y = (add Y) + s·X, over blocks of 16 numbers. */
export function scaled(args: ScaledArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, S = f32x4.splat(args.scale), add = args.add;
  for (let o = <usize>lo << 6, end = <usize>hi << 6; o < end; o += 32) {
    const x0 = v128.load(X + o), x1 = v128.load(X + o, 16);
    const p = add ? fma(S, x0, v128.load(Y + o)) : f32x4.mul(S, x0), q = add ? fma(S, x1, v128.load(Y + o, 16)) : f32x4.mul(S, x1);
    v128.store(Y + o, p); v128.store(Y + o, q, 16);
  }
}

/** C = (add C) + A·B number by number, over blocks of 16. */
export function products(args: ProductsArgs, lo: i32, hi: i32, scratch: usize): void {
  const A = args.A, B = args.B, C = args.C, add = args.add;
  for (let o = <usize>lo << 6, end = <usize>hi << 6; o < end; o += 32) {
    const a0 = v128.load(A + o), a1 = v128.load(A + o, 16), b0 = v128.load(B + o), b1 = v128.load(B + o, 16);
    const p = add ? fma(a0, b0, v128.load(C + o)) : f32x4.mul(a0, b0), q = add ? fma(a1, b1, v128.load(C + o, 16)) : f32x4.mul(a1, b1);
    v128.store(C + o, p); v128.store(C + o, q, 16);
  }
}

/** Y[r, to + c] = (add) + X[r, from + c] for c < columns: columns of one matrix into those of another, over rows. */
export function copyColumns(args: CopyColumnsArgs, lo: i32, hi: i32, scratch: usize): void {
  const ldx = <usize>args.xWidth << 2, ldy = <usize>args.yWidth << 2, n = args.columns, add = args.add;
  let x = at4(args.X, args.from) + <usize>lo * ldx, y = at4(args.Y, args.to) + <usize>lo * ldy;
  for (let r = lo; r < hi; r++, x += ldx, y += ldy)
    if (add) for (let c = 0; c < n; c++) store<f32>(at4(y, c), load<f32>(at4(y, c)) + load<f32>(at4(x, c)));
    else memory.copy(y, x, <usize>n << 2);
}

/** out[c] = (add out[c]) + Σ over rows X[r, c], over blocks of 16 columns. In order of rows. */
export function columnSums(args: ColumnSumsArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, out = args.out, rows = args.rows, columns = args.columns, add = args.add;
  const ld = <usize>columns << 2;
  for (let c = lo << 4; c < min(columns, hi << 4); ) {
    let x = at4(X, c), o = at4(out, c);
    if (c + 8 <= columns) {
      let s = add ? v128.load(o) : f32x4.splat(0), t = add ? v128.load(o, 16) : f32x4.splat(0);
      for (let r = 0; r < rows; r++, x += ld) {
        s = f32x4.add(s, v128.load(x)); t = f32x4.add(t, v128.load(x, 16));
      }
      v128.store(o, s); v128.store(o, t, 16);
      c += 8;
    } else {
      let s: f32 = add ? load<f32>(o) : 0;
      for (let r = 0; r < rows; r++, x += ld) s += load<f32>(x);
      store<f32>(o, s);
      c++;
    }
  }
}

/** out += Σ x² in double precision, over numbers, one chunk only. */
export function sumSquares(args: SumSquaresArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, out = args.out;
  let sum: f64 = 0;
  for (let i = lo; i < hi; i++) {
    const x = <f64>load<f32>(at4(X, i));
    sum += x * x;
  }
  store<f64>(out, load<f64>(out) + sum);
}
