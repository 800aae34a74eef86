import { at4 } from "./addresses";
import { KC, panels } from "./gemm";
import { RecurArgs, RecurBackArgs } from "./generated/arguments";
import { gruCell, gruCellBack, lstmCell, lstmCellBack } from "./recurrent-cells";

// Recurrent layers over sequences that stand one after another in the rows: sequence s at rows [starts[s], starts[s + 1]). Four sequences go through
// time side by side, so that a step is one tile of products with the recurrent weights; that is quickest when they are of like length. Kinds: 0 LSTM,
// gates i, f, g, o; 1 GRU, gates r, z, n and beside them u, what n gets from the state. Rows behind the last sequence get zeros.
// Sources: Hochreiter & Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735, with forget gates (Gers et al. 2000); Cho et al. 2014, arXiv:1406.1078,
// with the reset gate behind the product, as in cuDNN.

/**
 * States of all steps, over fours of sequences. X (rows, parts · width): what the inputs and biases bring to the gates,
 * four parts of an LSTM, three of a GRU. `packed`: the recurrent weights (width, parts · width) as `packRight` leaves
 * them. Writes the states H, those of the step before, an LSTM's cells C and the gates (rows, 4 · width), for the
 * backward pass. Scratch: floats 4 · whole16(parts · width) + 4 · width + 13 · whole8(width).
 */
export function recur(args: RecurArgs, lo: i32, hi: i32, scratch: usize): void {
  const H = args.H, before = args.before, C = args.C, saved = args.gates, starts = args.starts;
  const sequences = args.sequences, rows = args.rows, width = args.width, gru = args.kind == 1, parts = gru ? 3 : 4;
  const wide = (parts * width + 15) & ~15, ld = <usize>width << 2, ldx = ld * parts, bytes = (ld + 31) & ~31;
  const block = scratch, left = block + (<usize>wide << 4), gates = left + (ld << 2), h = gates + (bytes << 2), c = h + (bytes << 2);
  for (let group = lo; group < hi; group++) {
    const s0 = group << 2, lanes = min(4, sequences - s0);
    if (s0 + lanes == sequences) {
      const end = load<i32>(at4(starts, sequences));
      memory.fill(H + <usize>end * ld, 0, <usize>(rows - end) * ld);
      memory.fill(before + <usize>end * ld, 0, <usize>(rows - end) * ld);
    }
    memory.fill(block, 0, c + (bytes << 2) - block);
    for (let t = 0, longest = longestOf(starts, s0, lanes); t < longest; t++) {
      for (let q = 0; q < lanes; q++) {
        const row = at4(starts, s0 + q), at = <usize>(load<i32>(row) + t), b = block + <usize>q * (<usize>wide << 2);
        if (<i32>at >= load<i32>(row, 4)) continue;
        memory.copy(b, args.X + at * ldx, ldx);
        if (gru) memory.fill(b + 2 * ld, 0, ld); // n waits for r
        memory.copy(before + at * ld, h + <usize>q * bytes, ld);
      }
      for (let k = 0; k < width; k += KC)
        panels(4, wide, min(KC, width - k), left + (<usize>k << 4), args.packed + <usize>wide * (<usize>k << 2), block, <usize>wide << 2, 0);
      for (let q = 0; q < lanes; q++) {
        const row = at4(starts, s0 + q), at = <usize>(load<i32>(row) + t), b = block + <usize>q * (<usize>wide << 2), state = h + <usize>q * bytes;
        if (<i32>at >= load<i32>(row, 4)) continue;
        for (let g = 0; g < parts; g++) memory.copy(gates + <usize>g * bytes, b + <usize>g * ld, ld);
        if (gru) {
          memory.copy(gates + 3 * bytes, gates + 2 * bytes, ld);
          memory.copy(gates + 2 * bytes, args.X + at * ldx + 2 * ld, ld);
          gruCell(gates, state, bytes);
        } else {
          lstmCell(gates, c + <usize>q * bytes, state, bytes);
          memory.copy(C + at * ld, c + <usize>q * bytes, ld);
        }
        for (let g = 0; g < 4; g++) memory.copy(saved + (at * 4 + g) * ld, gates + <usize>g * bytes, ld);
        memory.copy(H + at * ld, state, ld);
        for (let k = 0; k < width; k++) store<f32>(at4(left, (k << 2) + q), load<f32>(at4(state, k)));
      }
    }
  }
}

/**
 * Backward pass, over fours of sequences. `packed`: the transposed recurrent weights (parts · width, width) as
 * `packRight` leaves them. dX: gradients by X; dR: by the products of states and recurrent weights, for an LSTM the
 * same and 0. Scratch: floats 4 · whole16(width) + 4 · parts · width + 14 · whole8(width).
 */
export function recurBack(args: RecurBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const dH = args.dH, saved = args.gates, before = args.before, C = args.C, dX = args.dX, dR = args.dR;
  const starts = args.starts, sequences = args.sequences, rows = args.rows, width = args.width, gru = args.kind == 1;
  const parts = gru ? 3 : 4, inner = parts * width, wide = (width + 15) & ~15, ld = <usize>width << 2, ldx = ld * parts, bytes = (ld + 31) & ~31;
  const block = scratch, left = block + (<usize>wide << 4), gates = left + (ldx << 2), dh = gates + (bytes << 2), dc = dh + (bytes << 2);
  const c = dc + (bytes << 2), old = c + bytes;
  for (let group = lo; group < hi; group++) {
    const s0 = group << 2, lanes = min(4, sequences - s0);
    if (s0 + lanes == sequences) {
      const end = load<i32>(at4(starts, sequences));
      memory.fill(dX + <usize>end * ldx, 0, <usize>(rows - end) * ldx);
      if (gru) memory.fill(dR + <usize>end * ldx, 0, <usize>(rows - end) * ldx);
    }
    memory.fill(block, 0, old + bytes - block);
    for (let t = longestOf(starts, s0, lanes) - 1; t >= 0; t--) {
      for (let q = 0; q < lanes; q++) {
        const row = at4(starts, s0 + q), at = <usize>(load<i32>(row) + t), d = dh + <usize>q * bytes;
        if (<i32>at >= load<i32>(row, 4)) continue;
        for (let k: usize = 0; k < ld; k += 4) store<f32>(d + k, load<f32>(d + k) + load<f32>(dH + at * ld + k));
        for (let g = 0; g < 4; g++) memory.copy(gates + <usize>g * bytes, saved + (at * 4 + g) * ld, ld);
        if (gru) {
          memory.copy(old, before + at * ld, ld);
          gruCellBack(gates, old, d, bytes);
        } else {
          memory.copy(c, C + at * ld, ld);
          if (t == 0) memory.fill(old, 0, ld);
          else memory.copy(old, C + at * ld - ld, ld);
          lstmCellBack(gates, c, old, d, dc + <usize>q * bytes, bytes);
          memory.fill(d, 0, ld);
        }
        for (let g = 0; g < parts; g++) memory.copy(dX + at * ldx + <usize>g * ld, gates + <usize>g * bytes, ld);
        if (gru) {
          memory.copy(gates + 2 * bytes, gates + 3 * bytes, ld);
          for (let g = 0; g < parts; g++) memory.copy(dR + at * ldx + <usize>g * ld, gates + <usize>g * bytes, ld);
        }
        for (let g = 0; g < parts; g++)
          for (let k = 0; k < width; k++) store<f32>(at4(left, ((g * width + k) << 2) + q), load<f32>(at4(gates + <usize>g * bytes, k)));
      }
      memory.fill(block, 0, <usize>wide << 4);
      for (let k = 0; k < inner; k += KC)
        panels(4, wide, min(KC, inner - k), left + (<usize>k << 4), args.packed + <usize>wide * (<usize>k << 2), block, <usize>wide << 2, 0);
      for (let q = 0; q < lanes; q++) {
        const row = at4(starts, s0 + q), d = dh + <usize>q * bytes, b = block + <usize>q * (<usize>wide << 2);
        if (load<i32>(row) + t >= load<i32>(row, 4)) continue;
        for (let k: usize = 0; k < ld; k += 4) store<f32>(d + k, load<f32>(d + k) + load<f32>(b + k));
      }
    }
  }
}

function longestOf(starts: usize, first: i32, lanes: i32): i32 {
  let longest = 0;
  for (let s = first; s < first + lanes; s++) longest = max(longest, load<i32>(at4(starts, s), 4) - load<i32>(at4(starts, s)));
  return longest;
}
