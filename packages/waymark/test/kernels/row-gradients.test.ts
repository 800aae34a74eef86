import { expect, test } from "vitest";
import { Random } from "../../src/compute/random.ts";
import { describeVariants, randomFloats } from "../compute/linear-algebra/variants.ts";

const cases = [
  [0, 3, 4],
  [1, 1, 1],
  [5, 1, 3],
  [40, 7, 11],
  [9, 30, 64],
] as const;

describeVariants("rows of a table", (core) => {
  test.each(cases)("lookUp, collectRows and addAtRows: %i lookups in %i rows of %i", (lookups, rows, columns) => {
    using arena = core.arena();
    const random = new Random(lookups + rows);
    const [width, offset] = [columns + 3, 2];
    const index = arena.copyU32(Array.from({ length: lookups }, () => random.below(rows + 2))); // rows and more are none
    const shape = { rows, columns, width, offset, bound: rows + 2 };
    const source = randomFloats(rows * columns, 1);
    const Y = arena.f32(lookups * width).fill(9);
    core.runNow("lookUp", lookups, { table: arena.copyF32(source), index, Y, ...shape });
    for (let p = 0; p < Y.length; p++) {
      const [row, c] = [index[Math.floor(p / width)]!, (p % width) - offset];
      const inside = c >= 0 && c < columns;
      expect(Y[p]).toBe(inside ? (source[row * columns + c] ?? 0) : 9);
    }

    const slopes = randomFloats(lookups * width, 2);
    const dY = arena.copyF32(slopes);
    const dense = new Float32Array(rows * columns);
    index.forEach((row, b) => {
      for (let c = 0; row < rows && c < columns; c++)
        dense[row * columns + c] = Math.fround(dense[row * columns + c]! + slopes[b * width + offset + c]!);
    });
    const gradient = arena.zerosF32(rows * columns);
    core.runNow("addAtRows", lookups, { dY, index, gradient, ...shape });
    expect(gradient).toEqual(arena.copyF32(dense)); // in order of the lookups: to the last bit

    const capacity = Math.min(lookups, rows);
    const places = arena.u32(rows).fill(0xdeadbeef); // whatever was there
    const [touched, sums, count] = [arena.zerosU32(capacity), arena.zerosF32(capacity * columns), arena.zerosU32(1)];
    for (const _ of [1, 2]) {
      count[0] = 0; // places of the first round stay behind
      core.runNow("collectRows", lookups, { dY, index, places, touched, sums, used: count, ...shape });
      const found = new Float32Array(rows * columns);
      for (let p = 0; p < count[0]!; p++)
        found.set(sums.subarray(p * columns, (p + 1) * columns), touched[p]! * columns);
      expect(new Set(touched.subarray(0, count[0]))).toEqual(new Set(index.filter((row) => row < rows)));
      expect(count[0]).toBe(new Set(touched.subarray(0, count[0])).size);
      expect(found).toEqual(dense);
    }
  });
});
