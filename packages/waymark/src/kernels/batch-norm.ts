import { at4 } from "./addresses";
import { advance, barOf, generators, kept, keyOf } from "./chance";
import { BatchNormArgs, BatchNormBackArgs, NormalizeByArgs } from "./generated/arguments";
import { fma, fnma } from "./simd";

// Batch normalization (Ioffe & Szegedy 2015, arXiv:1502.03167), followed by dropout in the same pass. Over blocks of 8 columns,
// `columns` a multiple of 8. The mask is drawn again in the backward pass.

const EPSILON: f32 = 1e-5;

/** The running statistics move by `momentum` towards those of the batch, the variance without bias as in PyTorch. */
export function batchNorm(args: BatchNormArgs, lo: i32, hi: i32, scratch: usize): void {
  const rows = args.rows, ld = <usize>args.columns << 2, key = keyOf(args.key, args.runs), keep = args.keep;
  const scale = f32x4.splat(1 / keep), bar = barOf(keep), one = f32x4.splat(1), zero = f32x4.splat(0);
  const inv = f32x4.splat(1 / <f32>rows), eps = f32x4.splat(EPSILON);
  if (rows == 0) return;
  const move = f32x4.splat(args.momentum), unbiased = f32x4.splat(rows > 1 ? <f32>rows / <f32>(rows - 1) : 1);
  for (let block = lo; block < hi; block++) {
    const o = <usize>block << 5, X = args.X + o, Y = args.Y + o;
    // shifted by the first row, so that squares of large means do not swallow the variance
    const f0 = v128.load(X), f1 = v128.load(X, 16);
    let s0 = zero, s1 = zero, t0 = zero, t1 = zero;
    for (let b = 0, x = X; b < rows; b++, x += ld) {
      const p = f32x4.sub(v128.load(x), f0), q = f32x4.sub(v128.load(x, 16), f1);
      s0 = f32x4.add(s0, p); s1 = f32x4.add(s1, q);
      t0 = fma(p, p, t0); t1 = fma(q, q, t1);
    }
    s0 = f32x4.mul(s0, inv); s1 = f32x4.mul(s1, inv);
    const v0 = f32x4.max(zero, fnma(s0, s0, f32x4.mul(t0, inv))), v1 = f32x4.max(zero, fnma(s1, s1, f32x4.mul(t1, inv)));
    const m0 = f32x4.add(s0, f0), m1 = f32x4.add(s1, f1);
    const r0 = f32x4.div(one, f32x4.sqrt(f32x4.add(v0, eps))), r1 = f32x4.div(one, f32x4.sqrt(f32x4.add(v1, eps)));
    const mean = args.mean + o, rstd = args.rstd + o, means = args.runningMean + o, variances = args.runningVariance + o;
    v128.store(mean, m0); v128.store(mean, m1, 16);
    v128.store(rstd, r0); v128.store(rstd, r1, 16);
    const a0 = v128.load(means), a1 = v128.load(means, 16), c0 = v128.load(variances), c1 = v128.load(variances, 16);
    v128.store(means, fma(move, f32x4.sub(m0, a0), a0)); v128.store(means, fma(move, f32x4.sub(m1, a1), a1), 16);
    v128.store(variances, fma(move, f32x4.sub(f32x4.mul(v0, unbiased), c0), c0));
    v128.store(variances, fma(move, f32x4.sub(f32x4.mul(v1, unbiased), c1), c1), 16);
    const g0 = f32x4.mul(r0, v128.load(args.gamma + o)), g1 = f32x4.mul(r1, v128.load(args.gamma + o, 16));
    const b0 = fnma(m0, g0, v128.load(args.beta + o)), b1 = fnma(m1, g1, v128.load(args.beta + o, 16));
    if (keep >= 1) {
      for (let b = 0, x = X, y = Y; b < rows; b++, x += ld, y += ld) {
        const p = fma(v128.load(x), g0, b0), q = fma(v128.load(x, 16), g1, b1);
        v128.store(y, p); v128.store(y, q, 16);
      }
      continue;
    }
    let w0 = generators(key, <u32>block << 3), w1 = generators(key, (<u32>block << 3) + 4);
    for (let b = 0, x = X, y = Y; b < rows; b++, x += ld, y += ld) {
      w0 = advance(w0); w1 = advance(w1);
      const p = v128.and(f32x4.mul(fma(v128.load(x), g0, b0), scale), kept(w0, bar));
      const q = v128.and(f32x4.mul(fma(v128.load(x, 16), g1, b1), scale), kept(w1, bar));
      v128.store(y, p); v128.store(y, q, 16);
    }
  }
}

/** dY is masked in place. dx = γ·rstd·(dy − mean dy − x̂·mean(dy·x̂)). */
export function batchNormBack(args: BatchNormBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const rows = args.rows, ld = <usize>args.columns << 2, key = keyOf(args.key, args.runs), keep = args.keep;
  const scale = f32x4.splat(1 / keep), bar = barOf(keep), inv = f32x4.splat(1 / <f32>rows), add = args.add, zero = f32x4.splat(0);
  for (let block = lo; block < hi; block++) {
    const o = <usize>block << 5, X = args.X + o, dY = args.dY + o;
    const mean = args.mean + o, rstd = args.rstd + o;
    const m0 = v128.load(mean), m1 = v128.load(mean, 16), r0 = v128.load(rstd), r1 = v128.load(rstd, 16);
    let w0 = generators(key, <u32>block << 3), w1 = generators(key, (<u32>block << 3) + 4);
    let s0 = zero, s1 = zero, t0 = zero, t1 = zero;
    for (let b = 0, x = X, d = dY; b < rows; b++, x += ld, d += ld) {
      let p = v128.load(d), q = v128.load(d, 16);
      if (keep < 1) {
        w0 = advance(w0); w1 = advance(w1);
        p = v128.and(f32x4.mul(p, scale), kept(w0, bar)); q = v128.and(f32x4.mul(q, scale), kept(w1, bar));
      }
      s0 = f32x4.add(s0, p); s1 = f32x4.add(s1, q);
      t0 = fma(p, f32x4.sub(v128.load(x), m0), t0); t1 = fma(q, f32x4.sub(v128.load(x, 16), m1), t1);
      v128.store(d, p); v128.store(d, q, 16);
    }
    t0 = f32x4.mul(t0, r0); t1 = f32x4.mul(t1, r1);
    const dG = args.dGamma, dB = args.dBeta;
    if (dG != 0) {
      const more = args.addParameters;
      const p = more ? f32x4.add(t0, v128.load(dG + o)) : t0, q = more ? f32x4.add(t1, v128.load(dG + o, 16)) : t1;
      const u = more ? f32x4.add(s0, v128.load(dB + o)) : s0, v = more ? f32x4.add(s1, v128.load(dB + o, 16)) : s1;
      v128.store(dG + o, p); v128.store(dG + o, q, 16);
      v128.store(dB + o, u); v128.store(dB + o, v, 16);
    }
    const dX = args.dX;
    if (dX == 0) continue;
    // = a·dy + (c − e·x)
    const gamma = args.gamma + o;
    const a0 = f32x4.mul(v128.load(gamma), r0), a1 = f32x4.mul(v128.load(gamma, 16), r1);
    const e0 = f32x4.mul(f32x4.mul(a0, r0), f32x4.mul(t0, inv)), e1 = f32x4.mul(f32x4.mul(a1, r1), f32x4.mul(t1, inv));
    const c0 = fnma(a0, f32x4.mul(s0, inv), f32x4.mul(e0, m0)), c1 = fnma(a1, f32x4.mul(s1, inv), f32x4.mul(e1, m1));
    for (let b = 0, x = X, d = dY, z = dX + o; b < rows; b++, x += ld, d += ld, z += ld) {
      let p = fma(a0, v128.load(d), fnma(e0, v128.load(x), c0)), q = fma(a1, v128.load(d, 16), fnma(e1, v128.load(x, 16), c1));
      if (add) {
        p = f32x4.add(p, v128.load(z)); q = f32x4.add(q, v128.load(z, 16));
      }
      v128.store(z, p); v128.store(z, q, 16);
    }
  }
}

/**
 * Y = (add Y) + γ(X − mean)/√(variance + ε) + β, over rows. Without β also without the mean: the backward pass on gradients.
 * Any number of columns.
 */
export function normalizeBy(args: NormalizeByArgs, lo: i32, hi: i32, scratch: usize): void {
  const columns = args.columns, add = args.add, X = args.X, Y = args.Y, B = args.beta;
  for (let c = 0; c < columns; c++) {
    const g: f32 = load<f32>(at4(args.gamma, c)) / sqrt<f32>(load<f32>(at4(args.variance, c)) + EPSILON);
    const shift: f32 = B == 0 ? 0 : load<f32>(at4(B, c)) - load<f32>(at4(args.mean, c)) * g;
    for (let r = lo; r < hi; r++) {
      const o = at4(<usize>r * (<usize>columns << 2), c), y: f32 = load<f32>(X + o) * g + shift;
      store<f32>(Y + o, add ? load<f32>(Y + o) + y : y);
    }
  }
}
