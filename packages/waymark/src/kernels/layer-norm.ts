import { at4 } from "./addresses";
import { LayerNormArgs, LayerNormBackArgs, LayerNormSumsArgs } from "./generated/arguments";
import { fma, hsum } from "./simd";

// Layer norm by rows of any width: y = γ x̂ + β with x̂ = (x − mean)/√(variance + 10⁻⁵). The backward pass reads mean and 1/√(…) of each row
// instead of computing them again.

const EPSILON: f32 = 1e-5;

/** Layer normalization, over rows. Writes the mean and 1/√(variance + 10⁻⁵) of each row too. */
export function layerNorm(args: LayerNormArgs, lo: i32, hi: i32, scratch: usize): void {
  const gamma = args.gamma, beta = args.beta, columns = args.columns, bytes = <usize>columns << 2, whole = bytes & ~31;
  const share: f32 = <f32>1 / <f32>columns;
  for (let r = lo; r < hi; r++) {
    const x = args.X + <usize>r * bytes, y = args.Y + <usize>r * bytes;
    const mean = sumOf(x, bytes) * share, rstd: f32 = <f32>1 / sqrt<f32>(squaresOf(x, bytes, mean) * share + EPSILON);
    store<f32>(at4(args.mean, r), mean);
    store<f32>(at4(args.rstd, r), rstd);
    const R = f32x4.splat(rstd), M = f32x4.splat(mean);
    for (let o: usize = 0; o < whole; o += 32) {
      const p = f32x4.mul(R, f32x4.sub(v128.load(x + o), M)), q = f32x4.mul(R, f32x4.sub(v128.load(x + o, 16), M));
      const s = fma(p, v128.load(gamma + o), v128.load(beta + o)), t = fma(q, v128.load(gamma + o, 16), v128.load(beta + o, 16));
      v128.store(y + o, s); v128.store(y + o, t, 16);
    }
    for (let o = whole; o < bytes; o += 4)
      store<f32>(y + o, rstd * (load<f32>(x + o) - mean) * load<f32>(gamma + o) + load<f32>(beta + o));
  }
}

/** dX = (add) + rstd (g − mean of g − x̂ · mean of g x̂) with g = γ dY, over rows. */
export function layerNormBack(args: LayerNormBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const gamma = args.gamma, columns = args.columns, add = args.add, bytes = <usize>columns << 2, whole = bytes & ~31;
  const share: f32 = <f32>1 / <f32>columns;
  for (let r = lo; r < hi; r++) {
    const x = args.X + <usize>r * bytes, d = args.dY + <usize>r * bytes, z = args.dX + <usize>r * bytes;
    const mean = load<f32>(at4(args.mean, r)), rstd = load<f32>(at4(args.rstd, r));
    const R = f32x4.splat(rstd), M = f32x4.splat(mean);
    let g0 = f32x4.splat(0), g1 = g0, h0 = g0, h1 = g0;
    for (let o: usize = 0; o < whole; o += 32) {
      const a = f32x4.mul(v128.load(gamma + o), v128.load(d + o)), b = f32x4.mul(v128.load(gamma + o, 16), v128.load(d + o, 16));
      g0 = f32x4.add(g0, a); g1 = f32x4.add(g1, b);
      h0 = fma(a, f32x4.sub(v128.load(x + o), M), h0); h1 = fma(b, f32x4.sub(v128.load(x + o, 16), M), h1);
    }
    let g = hsum(f32x4.add(g0, g1)), h = hsum(f32x4.add(h0, h1));
    for (let o = whole; o < bytes; o += 4) {
      const a = load<f32>(gamma + o) * load<f32>(d + o);
      g += a;
      h += a * (load<f32>(x + o) - mean);
    }
    g *= share; h *= share * rstd * rstd; // h: what a deviation from the mean is multiplied with
    const G = f32x4.splat(g), H = f32x4.splat(h);
    for (let o: usize = 0; o < whole; o += 32) {
      let a = f32x4.sub(f32x4.mul(v128.load(gamma + o), v128.load(d + o)), G), b = f32x4.sub(f32x4.mul(v128.load(gamma + o, 16), v128.load(d + o, 16)), G);
      a = f32x4.mul(R, f32x4.sub(a, f32x4.mul(H, f32x4.sub(v128.load(x + o), M)))); b = f32x4.mul(R, f32x4.sub(b, f32x4.mul(H, f32x4.sub(v128.load(x + o, 16), M))));
      if (add) {
        a = f32x4.add(a, v128.load(z + o)); b = f32x4.add(b, v128.load(z + o, 16));
      }
      v128.store(z + o, a); v128.store(z + o, b, 16);
    }
    for (let o = whole; o < bytes; o += 4) {
      const a = rstd * (load<f32>(gamma + o) * load<f32>(d + o) - g - h * (load<f32>(x + o) - mean));
      store<f32>(z + o, add ? load<f32>(z + o) + a : a);
    }
  }
}

/** dγ = (add) + Σ over rows dY x̂ and dβ = (add) + Σ dY, over blocks of 16 columns, in order of rows. */
export function layerNormSums(args: LayerNormSumsArgs, lo: i32, hi: i32, scratch: usize): void {
  const mean = args.mean, rstd = args.rstd, rows = args.rows, columns = args.columns, add = args.add;
  const ld = <usize>columns << 2;
  for (let c = lo << 4; c < min(columns, hi << 4); ) {
    let x = at4(args.X, c), d = at4(args.dY, c);
    const dG = at4(args.dGamma, c), dB = at4(args.dBeta, c);
    if (c + 8 <= columns) {
      let g0 = add ? v128.load(dG) : f32x4.splat(0), g1 = add ? v128.load(dG, 16) : f32x4.splat(0);
      let b0 = add ? v128.load(dB) : f32x4.splat(0), b1 = add ? v128.load(dB, 16) : f32x4.splat(0);
      for (let r = 0; r < rows; r++, x += ld, d += ld) {
        const M = v128.load32_splat(at4(mean, r)), R = v128.load32_splat(at4(rstd, r));
        const p = v128.load(d), q = v128.load(d, 16);
        b0 = f32x4.add(b0, p); b1 = f32x4.add(b1, q);
        g0 = fma(p, f32x4.mul(R, f32x4.sub(v128.load(x), M)), g0); g1 = fma(q, f32x4.mul(R, f32x4.sub(v128.load(x, 16), M)), g1);
      }
      v128.store(dG, g0); v128.store(dG, g1, 16);
      v128.store(dB, b0); v128.store(dB, b1, 16);
      c += 8;
    } else {
      let g: f32 = add ? load<f32>(dG) : 0, b: f32 = add ? load<f32>(dB) : 0;
      for (let r = 0; r < rows; r++, x += ld, d += ld) {
        b += load<f32>(d);
        g += load<f32>(d) * load<f32>(at4(rstd, r)) * (load<f32>(x) - load<f32>(at4(mean, r)));
      }
      store<f32>(dG, g);
      store<f32>(dB, b);
      c++;
    }
  }
}

function sumOf(x: usize, bytes: usize): f32 {
  const whole = bytes & ~31;
  let s = f32x4.splat(0), t = s;
  for (let o: usize = 0; o < whole; o += 32) {
    s = f32x4.add(s, v128.load(x + o)); t = f32x4.add(t, v128.load(x + o, 16));
  }
  let sum = hsum(f32x4.add(s, t));
  for (let o = whole; o < bytes; o += 4) sum += load<f32>(x + o);
  return sum;
}

/** Σ (x − mean)² */
function squaresOf(x: usize, bytes: usize, mean: f32): f32 {
  const whole = bytes & ~31, M = f32x4.splat(mean);
  let s = f32x4.splat(0), t = s;
  for (let o: usize = 0; o < whole; o += 32) {
    const p = f32x4.sub(v128.load(x + o), M), q = f32x4.sub(v128.load(x + o, 16), M);
    s = fma(p, p, s); t = fma(q, q, t);
  }
  let sum = hsum(f32x4.add(s, t));
  for (let o = whole; o < bytes; o += 4) {
    const p = load<f32>(x + o) - mean;
    sum += p * p;
  }
  return sum;
}
