import { at4, float, int, pointer } from "./args";
import { BLOCK, blockProduct, inner, put, weigh, weighBack, whole16, whole4 } from "./attention-block";
import { keyOf } from "./chance";
import { pack } from "./gemm";

// Causal self-attention over sequences that stand one after another in the rows: sequence s at rows [starts[s], starts[s + 1]), its queries looking
// at keys of the same sequence up to their own row. Over pairs of sequence and head, sequence · heads + head; each has `width / heads` columns of
// the rows. Rows behind the last sequence get zeros. The way back finds the weights again from the products and `lse`.
// Source: Vaswani et al. 2017, arXiv:1706.03762; worked in blocks as by Dao et al. 2022, arXiv:2205.14135.

/**
 * O = softmax(scale Q Kᵀ) V: args = [Q, K, V, O, lse (rows, heads), starts, sequences, rows, width, heads, longest, key, runs (1), keep]. Scratch:
 * floats for keys and values (2 · whole16(longest) · whole16(head)) and for a block (BLOCK · (2 whole16(longest) + 2 whole16(head))).
 */
export function attention(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const O = pointer(args, 3), lse = pointer(args, 4), starts = pointer(args, 5), sequences = int(args, 6), rows = int(args, 7);
  const width = int(args, 8), heads = int(args, 9), longest = whole16(int(args, 10)), keep = float(args, 13);
  const key = keyOf(int(args, 11), pointer(args, 12)), head = width / heads, wide = whole16(head);
  const ld = <usize>width << 2, lds = <usize>longest << 2, ldo = <usize>wide << 2, bytes = <usize>head << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>head);
  const keys = scratch, values = keys + <usize>longest * ldo, left = values + <usize>longest * ldo;
  const block = left + <usize>BLOCK * ldo, weights = block + <usize>BLOCK * lds, out = weights + <usize>BLOCK * lds;
  for (let pair = lo; pair < hi; pair++) {
    const s = pair / heads, h = pair - s * heads, first = load<i32>(at4(starts, s)), n = load<i32>(at4(starts, s), 4) - first;
    const at = <usize>first * ld + <usize>h * bytes;
    if (s == sequences - 1) clearFrom(O + <usize>h * bytes, load<i32>(at4(starts, sequences)), rows, ld, bytes);
    if (n == 0) continue;
    pack(pointer(args, 1) + at, ld, 4, n, head, 16, keys);
    pack(pointer(args, 2) + at, 4, ld, head, n, 16, values);
    for (let i = 0; i < n; i += BLOCK) {
      const m = min(BLOCK, n - i), seen = i + m, m4 = whole4(m), N = whole16(seen);
      pack(pointer(args, 0) + at + <usize>i * ld, ld, 4, m, head, 4, left);
      blockProduct(m4, N, head, left, keys, head, block, lds, false);
      for (let r = 0; r < m; r++) {
        const place = (first + i + r) * heads + h;
        store<f32>(at4(lse, place), weigh(block + <usize>r * lds, i + r + 1, N, scale, keep, key, <u32>place));
      }
      pack(block, lds, 4, m, seen, 4, weights);
      blockProduct(m4, wide, seen, weights, values, n, out, ldo, false);
      for (let r = 0; r < m; r++) memory.copy(O + at + <usize>(i + r) * ld, out + <usize>r * ldo, bytes);
    }
  }
}

/**
 * The way back: args = [Q, K, V, O, dO, lse, starts, dQ or 0, dK or 0, dV or 0, sequences, rows, width, heads, longest, key, runs (1), keep, addQ,
 * addK, addV]. dK and dV may be the same array when addV is 1. Scratch: floats 5 · whole16(longest) · whole16(head) for keys, values and their
 * gradients, BLOCK · (3 whole16(longest) + 5 whole16(head)) for a block.
 */
export function attentionBack(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const O = pointer(args, 3), dO = pointer(args, 4), lse = pointer(args, 5), starts = pointer(args, 6), sequences = int(args, 10), rows = int(args, 11);
  const width = int(args, 12), heads = int(args, 13), longest = whole16(int(args, 14)), keep = float(args, 17);
  const key = keyOf(int(args, 15), pointer(args, 16)), head = width / heads, wide = whole16(head);
  const ld = <usize>width << 2, lds = <usize>longest << 2, ldo = <usize>wide << 2, bytes = <usize>head << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>head), whole = <usize>longest * ldo;
  const keys = scratch, values = keys + whole, keyRows = values + whole, dK = keyRows + whole, dV = dK + whole, left = dV + whole;
  const leftD = left + <usize>BLOCK * ldo, right = leftD + <usize>BLOCK * ldo, rightD = right + <usize>BLOCK * ldo, dQ = rightD + <usize>BLOCK * ldo;
  const block = dQ + <usize>BLOCK * ldo, dBlock = block + <usize>BLOCK * lds, turned = dBlock + <usize>BLOCK * lds;
  for (let pair = lo; pair < hi; pair++) {
    const s = pair / heads, h = pair - s * heads, first = load<i32>(at4(starts, s)), n = load<i32>(at4(starts, s), 4) - first;
    const at = <usize>first * ld + <usize>h * bytes;
    if (s == sequences - 1)
      for (let x = 0; x < 3; x++)
        if (pointer(args, 7 + x) != 0 && int(args, 18 + x) == 0)
          clearFrom(pointer(args, 7 + x) + <usize>h * bytes, load<i32>(at4(starts, sequences)), rows, ld, bytes);
    if (n == 0) continue;
    pack(pointer(args, 1) + at, ld, 4, n, head, 16, keys);
    pack(pointer(args, 2) + at, ld, 4, n, head, 16, values);
    pack(pointer(args, 1) + at, 4, ld, head, n, 16, keyRows);
    memory.fill(dK, 0, <usize>whole4(n) * ldo);
    memory.fill(dV, 0, <usize>whole4(n) * ldo);
    for (let i = 0; i < n; i += BLOCK) {
      const m = min(BLOCK, n - i), seen = i + m, m4 = whole4(m), N = whole16(seen), from = at + <usize>i * ld;
      pack(pointer(args, 0) + from, ld, 4, m, head, 4, left);
      pack(dO + from, ld, 4, m, head, 4, leftD);
      pack(pointer(args, 0) + from, 4, ld, head, m, 16, right);
      pack(dO + from, 4, ld, head, m, 16, rightD);
      blockProduct(m4, N, head, left, keys, head, block, lds, false);
      blockProduct(m4, N, head, leftD, values, head, dBlock, lds, false);
      for (let r = 0; r < m; r++) {
        const place = (first + i + r) * heads + h, own = inner(O + from + <usize>r * ld, dO + from + <usize>r * ld, bytes);
        weighBack(block + <usize>r * lds, dBlock + <usize>r * lds, i + r + 1, N, scale, load<f32>(at4(lse, place)), own, keep, key, <u32>place);
      }
      pack(dBlock, 4, lds, seen, m, 4, turned);
      blockProduct(whole4(seen), wide, m, turned, right, m, dK, ldo, true);
      pack(block, 4, lds, seen, m, 4, turned);
      blockProduct(whole4(seen), wide, m, turned, rightD, m, dV, ldo, true);
      if (pointer(args, 7) == 0) continue;
      pack(dBlock, lds, 4, m, seen, 4, turned);
      blockProduct(m4, wide, seen, turned, keyRows, n, dQ, ldo, false);
      for (let r = 0; r < m; r++) put(dQ + <usize>r * ldo, pointer(args, 7) + from + <usize>r * ld, bytes, int(args, 18));
    }
    for (let x = 0; x < 2; x++) {
      const to = pointer(args, 8 + x), source = x == 0 ? dK : dV;
      if (to != 0) for (let r = 0; r < n; r++) put(source + <usize>r * ldo, to + at + <usize>r * ld, bytes, int(args, 19 + x));
    }
  }
}

/** Zeros in one head's columns of the rows from `first` on. */
function clearFrom(x: usize, first: i32, rows: i32, ld: usize, bytes: usize): void {
  for (let r = first; r < rows; r++) memory.fill(x + <usize>r * ld, 0, bytes);
}
