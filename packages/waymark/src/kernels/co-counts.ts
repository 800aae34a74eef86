import { at4 } from "./addresses";
import { CoCountsArgs } from "./generated/arguments";

/**
 * Upper triangle of XᵀX for a 0/1 matrix X, over items; row i of G[items, ld] is written from the diagonal on, the rest
 * of it cleared. One row of G stays in L1 while the lists stream by; user rows ascend, so walking them backwards stops
 * at the diagonal.
 */
export function coCounts(args: CoCountsArgs, lo: i32, hi: i32, scratch: usize): void {
  const itemOffsets = args.itemOffsets, users = args.users, userOffsets = args.userOffsets;
  const items = args.itemsOf, G = args.G, ld = <usize>args.ld << 2;
  for (let i = lo; i < hi; i++) {
    const row = G + <usize>i * ld;
    memory.fill(row, 0, ld);
    const to = load<i32>(at4(itemOffsets, i), 4);
    for (let e = load<i32>(at4(itemOffsets, i)); e < to; e++) {
      const u = at4(userOffsets, load<i32>(at4(users, e)));
      const first = at4(items, load<i32>(u));
      for (let p = at4(items, load<i32>(u, 4)); p > first; ) {
        p -= 4;
        const j = load<i32>(p);
        if (j < i) break;
        const to = at4(row, j);
        store<f32>(to, load<f32>(to) + 1);
      }
    }
  }
}
