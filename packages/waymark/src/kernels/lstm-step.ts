import { at4 } from "./addresses";
import { LstmStepArgs, LstmStepBackArgs } from "./generated/arguments";
import { lstmCell, lstmCellBack } from "./recurrent-cells";

/**
 * One step of an LSTM, over rows. X (rows, 4 · width): all that comes to the gates i, f, g, o before their functions,
 * which go to `gates` (rows, 4 · width). Scratch: floats 6 · whole8(width).
 */
export function lstmStep(args: LstmStepArgs, lo: i32, hi: i32, scratch: usize): void {
  const ld = <usize>args.width << 2, bytes = (ld + 31) & ~31, c = scratch + (bytes << 2), h = c + bytes;
  memory.fill(scratch, 0, bytes * 6);
  for (let r = lo; r < hi; r++) {
    const at = <usize>r * ld;
    for (let g: usize = 0; g < 4; g++) memory.copy(scratch + g * bytes, args.X + (at << 2) + g * ld, ld);
    memory.copy(c, args.before + at, ld);
    lstmCell(scratch, c, h, bytes);
    for (let g: usize = 0; g < 4; g++) memory.copy(args.gates + (at << 2) + g * ld, scratch + g * bytes, ld);
    memory.copy(args.H + at, h, ld);
    memory.copy(args.C + at, c, ld);
  }
}

/** Backward pass, over rows. Scratch: floats 8 · whole8(width). */
export function lstmStepBack(args: LstmStepBackArgs, lo: i32, hi: i32, scratch: usize): void {
  const width = args.width, ld = <usize>width << 2, bytes = (ld + 31) & ~31, c = scratch + (bytes << 2), before = c + bytes;
  const dh = before + bytes, dc = dh + bytes;
  memory.fill(scratch, 0, bytes << 3);
  for (let r = lo; r < hi; r++) {
    const at = <usize>r * ld;
    for (let g: usize = 0; g < 4; g++) memory.copy(scratch + g * bytes, args.gates + (at << 2) + g * ld, ld);
    memory.copy(before, args.before + at, ld);
    memory.copy(c, args.C + at, ld);
    take(args.dH, at, dh, ld);
    take(args.dC, at, dc, ld);
    lstmCellBack(scratch, c, before, dh, dc, bytes);
    for (let g: usize = 0; g < 4; g++) give(scratch + g * bytes, args.dX, (at << 2) + g * ld, width, args.addX);
    give(dc, args.dBefore, at, width, args.addBefore);
  }
}

function take(from: usize, at: usize, to: usize, bytes: usize): void {
  if (from == 0) memory.fill(to, 0, bytes);
  else memory.copy(to, from + at, bytes);
}

function give(from: usize, to: usize, at: usize, width: i32, add: i32): void {
  if (to == 0) return;
  for (let k = 0; k < width; k++) {
    const place = at4(to + at, k), value = load<f32>(at4(from, k));
    store<f32>(place, add ? load<f32>(place) + value : value);
  }
}
