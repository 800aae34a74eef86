import { at4, at8 } from "./addresses";
import { EntrySums64Args, RowSums64Args } from "./generated/arguments";

// Layers of networks in float64 without fused multiply-add: each sum is taken in the order of the inputs, so that it has the bits of
// src/models/neural/autoencoders/dense-layer.ts.

/**
 * out[r] = bias + Σ value · W[column] over the entries of sparse row r; W (inputs, width) in float32, width a multiple of 4; over rows.
 */
export function entrySums64(args: EntrySums64Args, lo: i32, hi: i32, scratch: usize): void {
  const width = args.width, bytes = <usize>width << 3;
  for (let r = lo; r < hi; r++) {
    const out = args.out + <usize>r * bytes, last = load<i32>(at4(args.offsets, r), 4);
    memory.copy(out, args.bias, bytes);
    for (let e = load<i32>(at4(args.offsets, r)); e < last; e++)
      addRow(out, bytes, args.W + <usize>load<u32>(at4(args.columns, e)) * (bytes >> 1), f64x2.splat(load<f64>(at8(args.values, e))));
  }
}

function addRow(out: usize, bytes: usize, w: usize, value: v128): void {
  for (const end = out + bytes; out < end; out += 32, w += 16) {
    const four = v128.load(w), low = f64x2.promote_low_f32x4(four), high = f64x2.promote_low_f32x4(i32x4.shuffle(four, four, 2, 3, 0, 1));
    const s = f64x2.add(v128.load(out), f64x2.mul(value, low)), t = f64x2.add(v128.load(out, 16), f64x2.mul(value, high));
    v128.store(out, s); v128.store(out, t, 16);
  }
}

/**
 * out = bias + X · W for X (rows, inputs), W (inputs, width) in panels of 4 columns, shape (width / 4, inputs, 4); over tiles of 4
 * rows, of which all must exist.
 */
export function rowSums64(args: RowSums64Args, lo: i32, hi: i32, scratch: usize): void {
  const inputs = args.inputs, bytes = <usize>args.width << 3, row = <usize>inputs << 3;
  for (let o: usize = 0, w = args.W; o < bytes; o += 32, w += row << 2) // a panel stays in L1 for all tiles
    for (let tile = <usize>lo; tile < <usize>hi; tile++)
      sumTile(args.X + 4 * tile * row, row, w, args.bias + o, args.out + 4 * tile * bytes + o, bytes);
}

/** Four rows, four outputs. */
function sumTile(x: usize, row: usize, w: usize, bias: usize, out: usize, stride: usize): void {
  const x1 = x + row, x2 = x1 + row, x3 = x2 + row;
  let a0 = v128.load(bias), a1 = v128.load(bias, 16), b0 = a0, b1 = a1, c0 = a0, c1 = a1, d0 = a0, d1 = a1;
  for (let k: usize = 0; k < row; k += 8, w += 32) {
    const w0 = v128.load(w), w1 = v128.load(w, 16);
    let s = v128.load64_splat(x + k);
    a0 = f64x2.add(a0, f64x2.mul(s, w0)); a1 = f64x2.add(a1, f64x2.mul(s, w1));
    s = v128.load64_splat(x1 + k);
    b0 = f64x2.add(b0, f64x2.mul(s, w0)); b1 = f64x2.add(b1, f64x2.mul(s, w1));
    s = v128.load64_splat(x2 + k);
    c0 = f64x2.add(c0, f64x2.mul(s, w0)); c1 = f64x2.add(c1, f64x2.mul(s, w1));
    s = v128.load64_splat(x3 + k);
    d0 = f64x2.add(d0, f64x2.mul(s, w0)); d1 = f64x2.add(d1, f64x2.mul(s, w1));
  }
  v128.store(out, a0); v128.store(out, a1, 16);
  v128.store(out + stride, b0); v128.store(out + stride, b1, 16);
  v128.store(out + 2 * stride, c0); v128.store(out + 2 * stride, c1, 16);
  v128.store(out + 3 * stride, d0); v128.store(out + 3 * stride, d1, 16);
}
