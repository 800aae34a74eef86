import { at4, int, pointer } from "./args";

/**
 * Upper triangle of XᵀX for a 0/1 matrix X, over items: args = [item offsets, item users, user offsets, user items, G, ld];
 * row i of G[items, ld] is written from the diagonal on, the rest of it cleared. One row of G stays in L1 while the
 * lists stream by; user rows ascend, so walking them backwards stops at the diagonal.
 */
export function coCounts(args: usize, lo: i32, hi: i32, scratch: usize): void {
  const itemOffsets = pointer(args, 0), users = pointer(args, 1), userOffsets = pointer(args, 2);
  const items = pointer(args, 3), G = pointer(args, 4), ld = <usize>int(args, 5) << 2;
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
