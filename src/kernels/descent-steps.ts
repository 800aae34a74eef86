import { fma64 } from "./simd";

// The passes over rows of doubles that descent.ts is made of.

/** x ← κ x + a q, q ← κ q + b x, both from the old ones. */
export function moveOne(x: usize, q: usize, bytes: usize, kept: f64, a: f64, b: f64): void {
  const K = f64x2.splat(kept), A = f64x2.splat(a), B = f64x2.splat(b);
  for (let o: usize = 0; o < bytes; o += 32) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16), q0 = v128.load(q + o), q1 = v128.load(q + o, 16);
    const X0 = fma64(A, q0, f64x2.mul(K, x0)), X1 = fma64(A, q1, f64x2.mul(K, x1));
    const Q0 = fma64(B, x0, f64x2.mul(K, q0)), Q1 = fma64(B, x1, f64x2.mul(K, q1));
    v128.store(x + o, X0); v128.store(x + o, X1, 16);
    v128.store(q + o, Q0); v128.store(q + o, Q1, 16);
  }
}

/** x·q, x·r, x·s, q·r, q·s and r·s, 32 bytes of four parts each at `out`. */
export function lookAhead(x: usize, q: usize, r: usize, s: usize, bytes: usize, out: usize): void {
  let xq0 = f64x2.splat(0), xq1 = xq0, xr0 = xq0, xr1 = xq0, xs0 = xq0, xs1 = xq0;
  let qr0 = xq0, qr1 = xq0, qs0 = xq0, qs1 = xq0, rs0 = xq0, rs1 = xq0;
  for (let o: usize = 0; o < bytes; o += 32) {
    const x0 = v128.load(x + o), x1 = v128.load(x + o, 16), q0 = v128.load(q + o), q1 = v128.load(q + o, 16);
    const r0 = v128.load(r + o), r1 = v128.load(r + o, 16), s0 = v128.load(s + o), s1 = v128.load(s + o, 16);
    xq0 = fma64(x0, q0, xq0); xq1 = fma64(x1, q1, xq1);
    xr0 = fma64(x0, r0, xr0); xr1 = fma64(x1, r1, xr1);
    xs0 = fma64(x0, s0, xs0); xs1 = fma64(x1, s1, xs1);
    qr0 = fma64(q0, r0, qr0); qr1 = fma64(q1, r1, qr1);
    qs0 = fma64(q0, s0, qs0); qs1 = fma64(q1, s1, qs1);
    rs0 = fma64(r0, s0, rs0); rs1 = fma64(r1, s1, rs1);
  }
  v128.store(out, xq0); v128.store(out, xq1, 16);
  v128.store(out, xr0, 32); v128.store(out, xr1, 48);
  v128.store(out, xs0, 64); v128.store(out, xs1, 80);
  v128.store(out, qr0, 96); v128.store(out, qr1, 112);
  v128.store(out, qs0, 128); v128.store(out, qs1, 144);
  v128.store(out, rs0, 160); v128.store(out, rs1, 176);
}

/**
 * Three ratings at once: q, r and s ← κ row + b · x, each with x as the rows before it leave it: x ← x + a · row, at the end
 * x ← κ³ x. In the same pass `lookAhead` of the new x and the rows nextQ, nextR and nextS, which are others than q, r and s
 * (or the result does not matter). 288 bytes at `out`.
 *
 * Six sums and eight factors are more than 16 registers hold. A sum that is spilled costs the latency of a store and a load
 * every turn, so three of the factors are read from memory instead.
 */
export function moveThree(
  x: usize, q: usize, r: usize, s: usize, nextQ: usize, nextR: usize, nextS: usize, bytes: usize, kept: f64, kept3: f64,
  a0: f64, a1: f64, a2: f64, b0: f64, b1: f64, b2: f64, out: usize,
): void {
  const K = f64x2.splat(kept), A = f64x2.splat(a0), B = f64x2.splat(b0), C = f64x2.splat(a1), D = f64x2.splat(b1);
  const E = f64x2.splat(a2), F = f64x2.splat(b2), K3 = f64x2.splat(kept3), rest = out + 192;
  v128.store(rest, E); v128.store(rest, E, 16);
  v128.store(rest, F, 32); v128.store(rest, F, 48);
  v128.store(rest, K3, 64); v128.store(rest, K3, 80);
  let xq0 = f64x2.splat(0), xq1 = xq0, xr0 = xq0, xr1 = xq0, xs0 = xq0, xs1 = xq0;
  let qr0 = xq0, qr1 = xq0, qs0 = xq0, qs1 = xq0, rs0 = xq0, rs1 = xq0;
  for (let o: usize = 0; o < bytes; o += 32) {
    let x0 = v128.load(x + o), x1 = v128.load(x + o, 16);
    const q0 = v128.load(q + o), q1 = v128.load(q + o, 16);
    const Q0 = fma64(B, x0, f64x2.mul(K, q0)), Q1 = fma64(B, x1, f64x2.mul(K, q1));
    x0 = fma64(A, q0, x0); x1 = fma64(A, q1, x1);
    v128.store(q + o, Q0); v128.store(q + o, Q1, 16);
    const r0 = v128.load(r + o), r1 = v128.load(r + o, 16);
    const R0 = fma64(D, x0, f64x2.mul(K, r0)), R1 = fma64(D, x1, f64x2.mul(K, r1));
    x0 = fma64(C, r0, x0); x1 = fma64(C, r1, x1);
    v128.store(r + o, R0); v128.store(r + o, R1, 16);
    const s0 = v128.load(s + o), s1 = v128.load(s + o, 16);
    const S0 = fma64(v128.load(rest, 32), x0, f64x2.mul(K, s0)), S1 = fma64(v128.load(rest, 48), x1, f64x2.mul(K, s1));
    x0 = f64x2.mul(v128.load(rest, 64), fma64(v128.load(rest), s0, x0));
    x1 = f64x2.mul(v128.load(rest, 80), fma64(v128.load(rest, 16), s1, x1));
    v128.store(s + o, S0); v128.store(s + o, S1, 16);
    v128.store(x + o, x0); v128.store(x + o, x1, 16);
    const n0 = v128.load(nextQ + o), n1 = v128.load(nextQ + o, 16), m0 = v128.load(nextR + o), m1 = v128.load(nextR + o, 16);
    const l0 = v128.load(nextS + o), l1 = v128.load(nextS + o, 16);
    xq0 = fma64(x0, n0, xq0); xq1 = fma64(x1, n1, xq1);
    xr0 = fma64(x0, m0, xr0); xr1 = fma64(x1, m1, xr1);
    xs0 = fma64(x0, l0, xs0); xs1 = fma64(x1, l1, xs1);
    qr0 = fma64(n0, m0, qr0); qr1 = fma64(n1, m1, qr1);
    qs0 = fma64(n0, l0, qs0); qs1 = fma64(n1, l1, qs1);
    rs0 = fma64(m0, l0, rs0); rs1 = fma64(m1, l1, rs1);
  }
  v128.store(out, xq0); v128.store(out, xq1, 16);
  v128.store(out, xr0, 32); v128.store(out, xr1, 48);
  v128.store(out, xs0, 64); v128.store(out, xs1, 80);
  v128.store(out, qr0, 96); v128.store(out, qr1, 112);
  v128.store(out, qs0, 128); v128.store(out, qs1, 144);
  v128.store(out, rs0, 160); v128.store(out, rs1, 176);
}
