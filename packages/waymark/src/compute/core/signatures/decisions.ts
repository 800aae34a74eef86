import { signatures } from "../signature.ts";

/** Learning from sequences of decisions. */
export const decisions = signatures({
  hideHistory: {
    args: {
      Q: "f32[*]",
      sequence: "u32[*] below actions",
      from: "u32[*] below ends",
      until: "u32[from] below ends",
      place: "u32[actions]",
      columns: "i32",
      value: "f32",
      actions: "i32",
      ends: "i32",
    },
    minLength: (n, count) => ({ Q: count * n("columns"), from: count }),
    sample: { count: 3, Q: 21, sequence: 9, from: 3, place: 5, columns: 7, value: -1, actions: 5, ends: 10 },
  },
  doubleTargets: {
    args: {
      online: "f32[*]",
      target: "f32[online]",
      rewards: "f32[*]",
      discounts: "f32[rewards]",
      y: "f32[rewards]",
      columns: "i32",
      maxTarget: "f32",
    },
    minLength: (n, count) => ({ online: count * n("columns"), rewards: count }),
    sample: { count: 3, online: 21, rewards: 3, columns: 7, maxTarget: 1 },
  },
});
