import { at4 } from "./addresses";
import { BLOCK, blockProduct, inner, put, weigh, weighBack, whole16, whole4 } from "./attention-block";
import { keyOf } from "./chance";
import { pack } from "./gemm";
import { AttentionArgs, AttentionBackArgs } from "./generated/arguments";

// Causal self-attention over sequences that stand one after another in the rows: sequence s at rows [starts[s], starts[s + 1]), its queries looking
// at keys of the same sequence up to their own row. Over pairs of sequence and head, sequence · heads + head; each has `width / heads` columns of
// the rows. Rows behind the last sequence get zeros. The backward pass computes the weights again from the products and `lse`.
// Source: Vaswani et al. 2017, arXiv:1706.03762; worked in blocks as by Dao et al. 2022, arXiv:2205.14135.

/**
 * O = softmax(scale Q Kᵀ) V. Scratch: floats for keys and values (2 · whole16(longest) · whole16(head)) and for a block
 * (BLOCK · (2 whole16(longest) + 2 whole16(head))).
 */
export function attention(args: AttentionArgs, lo: i32, hi: i32, scratch: usize): void {
  const O = args.O, lse = args.lse, starts = args.starts, sequences = args.sequences, rows = args.rows;
  const width = args.width, heads = args.heads, longest = whole16(args.longest), keep = args.keep;
  const key = keyOf(args.key, args.runs), head = width / heads, wide = whole16(head);
  const ld = <usize>width << 2, lds = <usize>longest << 2, ldo = <usize>wide << 2, bytes = <usize>head << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>head);
  const keys = scratch, values = keys + <usize>longest * ldo, left = values + <usize>longest * ldo;
  const block = left + <usize>BLOCK * ldo, weights = block + <usize>BLOCK * lds, out = weights + <usize>BLOCK * lds;
  for (let pair = lo; pair < hi; pair++) {
    const s = pair / heads, h = pair - s * heads, first = load<i32>(at4(starts, s)), n = load<i32>(at4(starts, s), 4) - first;
    const at = <usize>first * ld + <usize>h * bytes;
    if (s == sequences - 1) clearFrom(O + <usize>h * bytes, load<i32>(at4(starts, sequences)), rows, ld, bytes);
    if (n == 0) continue;
    pack(args.K + at, ld, 4, n, head, 16, keys);
    pack(args.V + at, 4, ld, head, n, 16, values);
    for (let i = 0; i < n; i += BLOCK) {
      const m = min(BLOCK, n - i), seen = i + m, m4 = whole4(m), N = whole16(seen);
      pack(args.Q + at + <usize>i * ld, ld, 4, m, head, 4, left);
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
 * Backward pass. dK and dV may be the same array when addV is 1. Scratch: floats 5 · whole16(longest) · whole16(head)
 * for keys, values and their gradients, BLOCK · (3 whole16(longest) + 5 whole16(head)) for a block.
 */
export function attentionBack(args: AttentionBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const O = args.O, dO = args.dO, lse = args.lse, starts = args.starts, sequences = args.sequences, rows = args.rows;
  const width = args.width, heads = args.heads, longest = whole16(args.longest), keep = args.keep;
  const key = keyOf(args.key, args.runs), head = width / heads, wide = whole16(head);
  const ld = <usize>width << 2, lds = <usize>longest << 2, ldo = <usize>wide << 2, bytes = <usize>head << 2;
  const scale: f32 = <f32>1 / sqrt<f32>(<f32>head), whole = <usize>longest * ldo;
  const keys = scratch, values = keys + whole, keyRows = values + whole, dK = keyRows + whole, dV = dK + whole, left = dV + whole;
  const leftD = left + <usize>BLOCK * ldo, right = leftD + <usize>BLOCK * ldo, rightD = right + <usize>BLOCK * ldo, dQ = rightD + <usize>BLOCK * ldo;
  const block = dQ + <usize>BLOCK * ldo, dBlock = block + <usize>BLOCK * lds, turned = dBlock + <usize>BLOCK * lds;
  for (let pair = lo; pair < hi; pair++) {
    const s = pair / heads, h = pair - s * heads, first = load<i32>(at4(starts, s)), n = load<i32>(at4(starts, s), 4) - first;
    const at = <usize>first * ld + <usize>h * bytes;
    if (s == sequences - 1) {
      const end = load<i32>(at4(starts, sequences)), column = <usize>h * bytes;
      if (args.dQ != 0 && !args.addQ) clearFrom(args.dQ + column, end, rows, ld, bytes);
      if (args.dK != 0 && !args.addK) clearFrom(args.dK + column, end, rows, ld, bytes);
      if (args.dV != 0 && !args.addV) clearFrom(args.dV + column, end, rows, ld, bytes);
    }
    if (n == 0) continue;
    pack(args.K + at, ld, 4, n, head, 16, keys);
    pack(args.V + at, ld, 4, n, head, 16, values);
    pack(args.K + at, 4, ld, head, n, 16, keyRows);
    memory.fill(dK, 0, <usize>whole4(n) * ldo);
    memory.fill(dV, 0, <usize>whole4(n) * ldo);
    for (let i = 0; i < n; i += BLOCK) {
      const m = min(BLOCK, n - i), seen = i + m, m4 = whole4(m), N = whole16(seen), from = at + <usize>i * ld;
      pack(args.Q + from, ld, 4, m, head, 4, left);
      pack(dO + from, ld, 4, m, head, 4, leftD);
      pack(args.Q + from, 4, ld, head, m, 16, right);
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
      if (args.dQ == 0) continue;
      pack(dBlock, lds, 4, m, seen, 4, turned);
      blockProduct(m4, wide, seen, turned, keyRows, n, dQ, ldo, false);
      for (let r = 0; r < m; r++) put(dQ + <usize>r * ldo, args.dQ + from + <usize>r * ld, bytes, args.addQ);
    }
    if (args.dK != 0) for (let r = 0; r < n; r++) put(dK + <usize>r * ldo, args.dK + at + <usize>r * ld, bytes, args.addK);
    if (args.dV != 0) for (let r = 0; r < n; r++) put(dV + <usize>r * ldo, args.dV + at + <usize>r * ld, bytes, args.addV);
  }
}

/** Zeros in one head's columns of the rows from `first` on. */
function clearFrom(x: usize, first: i32, rows: i32, ld: usize, bytes: usize): void {
  for (let r = first; r < rows; r++) memory.fill(x + <usize>r * ld, 0, bytes);
}
