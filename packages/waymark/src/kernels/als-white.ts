import { apply, isFar, negate, residual } from "./als-entries";
import { at4 } from "./addresses";
import { AlsWhiteArgs } from "./generated/arguments";
import { axpy, copy, dot, symv, xpay } from "./vector";

// The half iteration of als-exact.ts in coordinates where G + ridge I is the identity ("whitened": Y R⁻¹ for Y, X Rᵀ for X,
// G + ridge I = RᵀR). What is left of a row's system is
//
//     x + extra[u] C x + Σ (a v + b) (y·x) y = Σ v y
//
// whose eigenvalues lie between 1 and 1 + max(a v + b): conjugate gradient reaches the precision of float32 in a few steps, and
// no matrix of width² is touched on the way.

/**
 * X comes in as the start and goes out as the solution, |error| ≤ tolerance · |x|; failures[0] counts rows that did not
 * get there in `steps`. Scratch: 4 width (longest + 4) + 256 bytes.
 */
export function alsWhite(args: AlsWhiteArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, offsets = args.offsets, columns = args.columns;
  const values = args.values, C = args.C, extra = args.extra, width = args.width;
  const a = args.a, b = args.b, steps = args.steps, bytes = <usize>width << 2;
  const far = isFar(args.columnCount, bytes), tolerance = args.tolerance, failures = args.failures;
  const r = scratch, p = r + bytes, Ap = p + bytes, cp = Ap + bytes, spill = cp + bytes, rows = spill + 256;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), n = load<i32>(at4(offsets, u), 4) - from;
    const x = X + <usize>u * bytes;
    if (n == 0) {
      memory.fill(x, 0, bytes);
      continue;
    }
    const column = at4(columns, from), value = at4(values, from), own: f32 = extra == 0 ? 0 : load<f32>(at4(extra, u));
    times(C, own, x, width, r, cp);
    negate(r, bytes);
    residual(Y, bytes, column, value, n, a, b, x, r, rows, spill, far);
    copy(r, p, bytes);
    let rs = dot(r, r, bytes), step = 0;
    // the system is at least the identity, so |r| bounds the error
    for (; step < steps && rs > tolerance * tolerance * dot(x, x, bytes); step++) {
      times(C, own, p, width, Ap, cp);
      const curvature = apply(rows, bytes, value, n, a, b, p, Ap, spill);
      if (!(curvature > 0)) break;
      const alpha = rs / curvature;
      axpy(alpha, p, x, bytes);
      axpy(-alpha, Ap, r, bytes);
      const next = dot(r, r, bytes);
      xpay(r, next / rs, p, bytes);
      rs = next;
    }
    if (!(rs <= tolerance * tolerance * dot(x, x, bytes))) atomic.add<i32>(failures, 1);
  }
}

/** out = x + own C x */
function times(C: usize, own: f32, x: usize, width: i32, out: usize, spare: usize): void {
  const bytes = <usize>width << 2;
  copy(x, out, bytes);
  if (own == 0) return;
  symv(C, x, width, 0, spare);
  axpy(own, spare, out, bytes);
}
