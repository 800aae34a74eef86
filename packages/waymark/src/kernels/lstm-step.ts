import { at4, int, pointer } from "./args";
import { lstmCell, lstmCellBack } from "./recurrent-cells";

/**
 * One step of an LSTM, over rows: args = [X (rows, 4 · width), before (rows, width), H, C, gates (rows, 4 · width), width]. X: all that comes to the
 * gates i, f, g, o before their functions, which go to `gates`. Scratch: floats 6 · whole8(width).
 */
export function lstmStep(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const ld = <usize>int(args, 5) << 2, bytes = (ld + 31) & ~31, c = scratch + (bytes << 2), h = c + bytes;
  memory.fill(scratch, 0, bytes * 6);
  for (let r = lo; r < hi; r++) {
    const at = <usize>r * ld;
    for (let g: usize = 0; g < 4; g++) memory.copy(scratch + g * bytes, pointer(args, 0) + (at << 2) + g * ld, ld);
    memory.copy(c, pointer(args, 1) + at, ld);
    lstmCell(scratch, c, h, bytes);
    for (let g: usize = 0; g < 4; g++) memory.copy(pointer(args, 4) + (at << 2) + g * ld, scratch + g * bytes, ld);
    memory.copy(pointer(args, 2) + at, h, ld);
    memory.copy(pointer(args, 3) + at, c, ld);
  }
}

/**
 * The way back, over rows: args = [gates, before, C, dH or 0, dC or 0, dX or 0, dBefore or 0, width, addX, addBefore]. Scratch: floats
 * 8 · whole8(width).
 */
export function lstmStepBack(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const width = int(args, 7), ld = <usize>width << 2, bytes = (ld + 31) & ~31, c = scratch + (bytes << 2), before = c + bytes;
  const dh = before + bytes, dc = dh + bytes;
  memory.fill(scratch, 0, bytes << 3);
  for (let r = lo; r < hi; r++) {
    const at = <usize>r * ld;
    for (let g: usize = 0; g < 4; g++) memory.copy(scratch + g * bytes, pointer(args, 0) + (at << 2) + g * ld, ld);
    memory.copy(before, pointer(args, 1) + at, ld);
    memory.copy(c, pointer(args, 2) + at, ld);
    take(pointer(args, 3), at, dh, ld);
    take(pointer(args, 4), at, dc, ld);
    lstmCellBack(scratch, c, before, dh, dc, bytes);
    for (let g: usize = 0; g < 4; g++) give(scratch + g * bytes, pointer(args, 5), (at << 2) + g * ld, width, int(args, 8));
    give(dc, pointer(args, 6), at, width, int(args, 9));
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
