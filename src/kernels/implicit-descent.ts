import { at4, at8, int, pointer } from "./args";
import { descendRow, FIRST } from "./descent";
import { axpyDoubles, axpyDoubles4 } from "./doubles";
import { fma64 } from "./simd";

/**
 * `descend` for svd++, over users in order: args = those of `descend`, then [Y, scales, decays]: x = X[u] + scale Σ Y[item] over
 * the user's items; afterwards all that X[u] and every Y[item] have received is written back, see `trainSvdpp`.
 * scales[u] = n^−½ and decays[u] = κⁿ for n ratings. Scratch: 288 + 2 rows.
 */
export function descendImplicit(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const X = pointer(args, 0), offsets = pointer(args, 2), columns = pointer(args, 3), bytes = <usize>int(args, 8) << 3;
  const Y = pointer(args, FIRST), scales = pointer(args, FIRST + 1), decays = pointer(args, FIRST + 2);
  const x = scratch + 288, before = x + bytes;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), to = load<i32>(at4(offsets, u), 4), own = X + <usize>u * bytes;
    if (from == to) continue;
    const scale = load<f64>(at8(scales, u)), decay = load<f64>(at8(decays, u));
    memory.copy(x, own, bytes);
    addRows(Y, at4(columns, from), to - from, scale, x, before, bytes);
    memory.copy(before, x, bytes);
    descendRow(args, u, x, 2, scratch);
    // x = decay · before + 2 · received: half of the step is the row's own, half goes to the sum
    receive(x, before, own, decay, scale, bytes);
    for (let p = from; p < to; p++) shift(Y + <usize>load<u32>(at4(columns, p)) * bytes, decay, x, bytes);
  }
}

/**
 * out[u] += scale Σ Y[item] over the user's items, over users: args = [out, offsets, columns, Y, scales, width].
 * Scratch: a row.
 */
export function addImplicit(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const out = pointer(args, 0), offsets = pointer(args, 1), columns = pointer(args, 2), Y = pointer(args, 3);
  const scales = pointer(args, 4), bytes = <usize>int(args, 5) << 3;
  for (let u = lo; u < hi; u++) {
    const from = load<i32>(at4(offsets, u)), n = load<i32>(at4(offsets, u), 4) - from;
    if (n > 0) addRows(Y, at4(columns, from), n, load<f64>(at8(scales, u)), out + <usize>u * bytes, scratch, bytes);
  }
}

/** target += scale Σ Y[column] over n columns, summed in order; `sum` is a row of scratch. */
function addRows(Y: usize, column: usize, n: i32, scale: f64, target: usize, sum: usize, bytes: usize): void {
  memory.fill(sum, 0, bytes);
  let e = 0;
  for (; e + 4 <= n; e += 4, column += 16)
    axpyDoubles4(
      1, 1, 1, 1, row(Y, column, bytes), row(Y, column + 4, bytes), row(Y, column + 8, bytes), row(Y, column + 12, bytes),
      sum, bytes,
    );
  for (; e < n; e++, column += 4) axpyDoubles(1, row(Y, column, bytes), sum, bytes);
  axpyDoubles(scale, sum, target, bytes);
}

// @ts-ignore: decorator
@inline
function row(Y: usize, column: usize, bytes: usize): usize {
  return Y + <usize>load<u32>(column) * bytes;
}

/** With received = (x − decay · before) / 2: own ← decay · own + received, x ← scale · received. */
function receive(x: usize, before: usize, own: usize, decay: f64, scale: f64, bytes: usize): void {
  for (let o: usize = 0; o < bytes; o += 8) {
    const received = (load<f64>(x + o) - decay * load<f64>(before + o)) / 2;
    store<f64>(own + o, decay * load<f64>(own + o) + received);
    store<f64>(x + o, scale * received);
  }
}

/** y ← decay · y + amount */
function shift(y: usize, decay: f64, amount: usize, bytes: usize): void {
  const D = f64x2.splat(decay);
  for (let o: usize = 0; o < bytes; o += 32) {
    const s = fma64(D, v128.load(y + o), v128.load(amount + o)), t = fma64(D, v128.load(y + o, 16), v128.load(amount + o, 16));
    v128.store(y + o, s); v128.store(y + o, t, 16);
  }
}
