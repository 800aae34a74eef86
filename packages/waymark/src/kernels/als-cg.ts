import { apply, bend, isFar, negate, residual } from "./als-entries";
import { at4 } from "./addresses";
import { AlsCgArgs } from "./generated/arguments";
import { axpy, copy, dot, symv, xpay } from "./vector";

// The same half iteration as als-exact.ts by conjugate gradient (Takács, Pilászy & Tikk 2011), started at the present X[u].
// Rows of Y are gathered once a row of X and then passed over once a step, four entries at a time. A Y that overflows the
// inner caches is gathered by a loop that does nothing else, so that the processor waits for many rows at once.

/**
 * `a`, `b`: an entry of value v weighs a v + b. `longest` bounds the entries of a row. Scratch: 4 width (longest + 3) +
 * 256 bytes.
 */
export function alsCg(args: AlsCgArgs, lo: i32, hi: i32, scratch: usize): void {
  const X = args.X, Y = args.Y, offsets = args.offsets, columns = args.columns;
  const values = args.values, G = args.G, ridge = args.ridge, width = args.width;
  const a = args.a, b = args.b, steps = args.steps, bytes = <usize>width << 2;
  const far = isFar(args.columnCount, bytes);
  const r = scratch, p = r + bytes, Ap = p + bytes, spill = Ap + bytes, rows = spill + 256;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), n = load<i32>(at4(offsets, u), 4) - from;
    const x = X + <usize>u * bytes;
    if (n == 0) {
      memory.fill(x, 0, bytes);
      continue;
    }
    const column = at4(columns, from), value = at4(values, from), own = load<f32>(at4(ridge, u));
    // r = Σ (v − (a v + b) y·x) y − G x − ridge x
    symv(G, x, width, own, r);
    negate(r, bytes);
    residual(Y, bytes, column, value, n, a, b, x, r, rows, spill, far);
    copy(r, p, bytes);
    let rs = dot(r, r, bytes);
    for (let step = 0; step < steps && rs >= 1e-20; step++) {
      symv(G, p, width, own, Ap);
      const last = step == steps - 1; // needs the length of the step only, not the residual after it
      const curvature = last
        ? dot(p, Ap, bytes) + bend(rows, bytes, value, n, a, b, p, spill)
        : apply(rows, bytes, value, n, a, b, p, Ap, spill);
      if (!(curvature > 0)) break; // no direction left, or not positive definite: keep the last step
      const alpha = rs / curvature;
      axpy(alpha, p, x, bytes);
      if (last) break;
      axpy(-alpha, Ap, r, bytes);
      const next = dot(r, r, bytes);
      xpay(r, next / rs, p, bytes);
      rs = next;
    }
  }
}
