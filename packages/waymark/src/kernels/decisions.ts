import { at4 } from "./addresses";
import { DoubleTargetsArgs, HideHistoryArgs } from "./generated/arguments";

// Learning from sequences of decisions: Q is (rows, columns); its first column is the action that was taken, column 1 + c the
// action `place` gives c, that is any number of `columns` or more for actions that are not among them.

/** Q[b, 1 + place[a]] = value for every action a in sequence[from[b], until[b]), over rows. */
export function hideHistory(args: HideHistoryArgs, lo: i32, hi: i32, scratch: usize): void {
  const sequence = args.sequence, place = args.place, columns = args.columns, value = args.value;
  for (let b = lo; b < hi; b++) {
    const row = args.Q + (<usize>(b * columns) << 2), until = load<i32>(at4(args.until, b));
    for (let p = load<i32>(at4(args.from, b)); p < until; p++) {
      const c = load<u32>(at4(place, load<i32>(at4(sequence, p))));
      if (c < <u32>columns - 1) store<f32>(at4(row, <i32>c + 1), value);
    }
  }
}

/**
 * Double Q: y[b] = rewards[b] + discounts[b] · (target[b, c] clipped to 0 … maxTarget) for the c whose online[b, c] is
 * largest, over rows. Of equal ones the first.
 */
export function doubleTargets(args: DoubleTargetsArgs, lo: i32, hi: i32, scratch: usize): void {
  const columns = args.columns, maxTarget = args.maxTarget, ld = <usize>columns << 2;
  for (let b = lo; b < hi; b++) {
    const online = args.online + <usize>b * ld;
    let best = 0, top = load<f32>(online);
    for (let c = 1; c < columns; c++) {
      const q = load<f32>(at4(online, c));
      if (q > top) {
        top = q;
        best = c;
      }
    }
    const q = load<f32>(at4(args.target + <usize>b * ld, best));
    const y = load<f32>(at4(args.rewards, b)) + load<f32>(at4(args.discounts, b)) * min<f32>(max<f32>(q, 0), maxTarget);
    store<f32>(at4(args.y, b), y);
  }
}
