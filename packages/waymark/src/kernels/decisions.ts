import { at4, float, int, pointer } from "./args";

// Learning from sequences of decisions: Q is (rows, columns); its first column is the action that was taken, column 1 + c the
// action `place` gives c, that is any number of `columns` or more for actions that are not among them.

/**
 * Q[b, 1 + place[a]] = value for every action a in sequence[from[b], until[b]), over rows: args = [Q, sequence, from, until, place, columns,
 * value].
 */
export function hideHistory(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const sequence = pointer(args, 1), place = pointer(args, 4), columns = int(args, 5), value = float(args, 6);
  for (let b = lo; b < hi; b++) {
    const row = pointer(args, 0) + (<usize>(b * columns) << 2), until = load<i32>(at4(pointer(args, 3), b));
    for (let p = load<i32>(at4(pointer(args, 2), b)); p < until; p++) {
      const c = load<u32>(at4(place, load<i32>(at4(sequence, p))));
      if (c < <u32>columns - 1) store<f32>(at4(row, <i32>c + 1), value);
    }
  }
}

/**
 * Double Q: y[b] = rewards[b] + discounts[b] · (target[b, c] held to 0 … most) for the c whose online[b, c] is largest, over rows: args =
 * [online, target, rewards, discounts, y, columns, most]. Of equal ones the first.
 */
export function doubleTargets(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const columns = int(args, 5), most = float(args, 6), ld = <usize>columns << 2;
  for (let b = lo; b < hi; b++) {
    const online = pointer(args, 0) + <usize>b * ld;
    let best = 0, top = load<f32>(online);
    for (let c = 1; c < columns; c++) {
      const q = load<f32>(at4(online, c));
      if (q > top) {
        top = q;
        best = c;
      }
    }
    const q = load<f32>(at4(pointer(args, 1) + <usize>b * ld, best));
    const y = load<f32>(at4(pointer(args, 2), b)) + load<f32>(at4(pointer(args, 3), b)) * min<f32>(max<f32>(q, 0), most);
    store<f32>(at4(pointer(args, 4), b), y);
  }
}
