import { expect, test } from "vitest";
import { describeVariants, randomFloats } from "../compute/linear-algebra/variants.ts";

describeVariants("kernels of decisions", (core) => {
  test("what a learner has is hidden in its own row only, the column of the own action never", () => {
    using arena = core.arena();
    const Q = arena.copyF32(new Array(8).fill(1)); // two rows of four columns
    const none = 0xffff_ffff;
    const args = {
      sequence: arena.copyU32([3, 0, 1, 2, 3]), // of one learner 3 0, of another 1 2 3
      from: arena.copyU32([0, 2]),
      until: arena.copyU32([2, 4]),
      place: arena.copyU32([1, none, 0, 2]), // columns of items 0, 2 and 3; item 1 has none
      actions: 4,
      ends: 6,
    };
    core.runNow("hideHistory", 2, { ...args, Q, columns: 4, value: -9 });
    expect([...Q]).toEqual([1, 1, -9, -9, 1, -9, 1, 1]);
  });

  test("one network chooses, the other values; what is worth more than can be had counts as the most", () => {
    using arena = core.arena();
    const [online, target] = [
      arena.copyF32([0, 3, 1, 2, 2, -1, -5, -4, -6]),
      arena.copyF32([9, 0.5, 9, 7, 0, 0, 1, -2, 1]),
    ];
    const [rewards, discounts, y] = [arena.copyF32([1, 0.25, 0.5]), arena.copyF32([0.5, 0.5, 0.5]), arena.zerosF32(3)];
    core.runNow("doubleTargets", 3, { online, target, rewards, discounts, y, columns: 3, maxTarget: 2 });
    // 1 + ½ · 0.5; of equal ones the first, held to 2: 0.25 + ½ · 2; held to 0: 0.5
    expect([...y]).toEqual([1.25, 1.25, 0.5]);
  });

  test("rows of any width find their largest value", () => {
    using arena = core.arena();
    for (const columns of [1, 7, 64]) {
      const values = randomFloats(5 * columns, columns);
      const [online, target] = [arena.copyF32(values), arena.copyF32(values.map(Math.abs))];
      const [rewards, discounts, y] = [arena.zerosF32(5), arena.copyF32(new Array(5).fill(1)), arena.zerosF32(5)];
      core.runNow("doubleTargets", 5, { online, target, rewards, discounts, y, columns, maxTarget: 1 });
      for (let b = 0; b < 5; b++)
        expect(y[b]).toBe(Math.abs(Math.max(...values.subarray(b * columns, (b + 1) * columns))));
    }
  });
});
