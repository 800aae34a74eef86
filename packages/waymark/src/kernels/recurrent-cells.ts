import { sigmoid4, tanh4 } from "./exponential";
import { fma } from "./simd";

// Cells of recurrent networks, one step of one sequence. Gates lie `bytes` apart, a multiple of 32; what fills them up is harmless.

/** Gates i, f, g, o before their functions → after; c ← f c + i g, h ← o tanh c. */
export function lstmCell(gates: usize, c: usize, h: usize, bytes: usize): void {
  const F = gates + bytes, G = F + bytes, O = G + bytes;
  for (let x: usize = 0; x < bytes; x += 32) {
    const i0 = sigmoid4(v128.load(gates + x)), i1 = sigmoid4(v128.load(gates + x, 16));
    const f0 = sigmoid4(v128.load(F + x)), f1 = sigmoid4(v128.load(F + x, 16));
    const g0 = tanh4(v128.load(G + x)), g1 = tanh4(v128.load(G + x, 16));
    const o0 = sigmoid4(v128.load(O + x)), o1 = sigmoid4(v128.load(O + x, 16));
    const c0 = fma(f0, v128.load(c + x), f32x4.mul(i0, g0)), c1 = fma(f1, v128.load(c + x, 16), f32x4.mul(i1, g1));
    v128.store(gates + x, i0); v128.store(gates + x, i1, 16);
    v128.store(F + x, f0); v128.store(F + x, f1, 16);
    v128.store(G + x, g0); v128.store(G + x, g1, 16);
    v128.store(O + x, o0); v128.store(O + x, o1, 16);
    v128.store(c + x, c0); v128.store(c + x, c1, 16);
    const h0 = f32x4.mul(o0, tanh4(c0)), h1 = f32x4.mul(o1, tanh4(c1));
    v128.store(h + x, h0); v128.store(h + x, h1, 16);
  }
}

/**
 * The backward pass: gates after their functions → gradients before them; dh and dc of this step come in, dc of the step before goes out. `before` is c
 * of the step before.
 */
export function lstmCellBack(gates: usize, c: usize, before: usize, dh: usize, dc: usize, bytes: usize): void {
  const F = gates + bytes, G = F + bytes, O = G + bytes, one = f32x4.splat(1);
  for (let x: usize = 0; x < bytes; x += 16) {
    const i = v128.load(gates + x), f = v128.load(F + x), g = v128.load(G + x), o = v128.load(O + x), t = tanh4(v128.load(c + x)), d = v128.load(dh + x);
    const e = fma(f32x4.mul(d, o), f32x4.sub(one, f32x4.mul(t, t)), v128.load(dc + x));
    v128.store(gates + x, f32x4.mul(f32x4.mul(e, g), f32x4.mul(i, f32x4.sub(one, i))));
    v128.store(F + x, f32x4.mul(f32x4.mul(e, v128.load(before + x)), f32x4.mul(f, f32x4.sub(one, f))));
    v128.store(G + x, f32x4.mul(f32x4.mul(e, i), f32x4.sub(one, f32x4.mul(g, g))));
    v128.store(O + x, f32x4.mul(f32x4.mul(d, t), f32x4.mul(o, f32x4.sub(one, o))));
    v128.store(dc + x, f32x4.mul(e, f));
  }
}

/**
 * Gates r, z from inputs and state together, n from inputs alone and u from the state alone: r, z → σ, n → tanh(n + r u), h ← (1 − z) n + z h.
 */
export function gruCell(gates: usize, h: usize, bytes: usize): void {
  const Z = gates + bytes, N = Z + bytes, U = N + bytes;
  for (let x: usize = 0; x < bytes; x += 32) {
    const r0 = sigmoid4(v128.load(gates + x)), r1 = sigmoid4(v128.load(gates + x, 16));
    const z0 = sigmoid4(v128.load(Z + x)), z1 = sigmoid4(v128.load(Z + x, 16));
    const n0 = tanh4(fma(r0, v128.load(U + x), v128.load(N + x))), n1 = tanh4(fma(r1, v128.load(U + x, 16), v128.load(N + x, 16)));
    v128.store(gates + x, r0); v128.store(gates + x, r1, 16);
    v128.store(Z + x, z0); v128.store(Z + x, z1, 16);
    v128.store(N + x, n0); v128.store(N + x, n1, 16);
    const h0 = fma(z0, f32x4.sub(v128.load(h + x), n0), n0), h1 = fma(z1, f32x4.sub(v128.load(h + x, 16), n1), n1);
    v128.store(h + x, h0); v128.store(h + x, h1, 16);
  }
}

/** The backward pass: gates as `gruCell` left them → gradients of r, z, n and u; dh of this step comes in, its direct part for the step before goes out. */
export function gruCellBack(gates: usize, before: usize, dh: usize, bytes: usize): void {
  const Z = gates + bytes, N = Z + bytes, U = N + bytes, one = f32x4.splat(1);
  for (let x: usize = 0; x < bytes; x += 16) {
    const r = v128.load(gates + x), z = v128.load(Z + x), n = v128.load(N + x), u = v128.load(U + x), d = v128.load(dh + x);
    const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, z)), f32x4.sub(one, f32x4.mul(n, n)));
    v128.store(gates + x, f32x4.mul(f32x4.mul(dn, u), f32x4.mul(r, f32x4.sub(one, r))));
    v128.store(Z + x, f32x4.mul(f32x4.mul(d, f32x4.sub(v128.load(before + x), n)), f32x4.mul(z, f32x4.sub(one, z))));
    v128.store(N + x, dn);
    v128.store(U + x, f32x4.mul(dn, r));
    v128.store(dh + x, f32x4.mul(d, z));
  }
}
