import { expect, test } from "vitest";
import { noIndex, topRows } from "../../../src/compute/linear-algebra/top-rows.ts";
import { topK } from "../../../src/compute/top-k.ts";
import { describeVariants, randomFloats } from "./variants.ts";

describeVariants("the largest of every row", (core) => {
  test.each([
    [0, 5, 2],
    [1, 1, 1],
    [3, 0, 2],
    [4, 7, 0],
    [9, 16, 3],
    [5, 33, 40],
    [40, 1000, 10],
  ])("%i × %i, the best %i, are those of a plain sort", async (rows, columns, k) => {
    const matrix = randomFloats(rows * columns, rows + 1).map((value) => Math.round(value * 50)); // with ties
    const { indexes, values } = await topRows(core, matrix, rows, columns, k, { threads: 1 });
    for (let r = 0; r < rows; r++) {
      const row = Float64Array.from(matrix.subarray(r * columns, (r + 1) * columns));
      const expected = Array.from(topK(row, k));
      const filling = Array.from({ length: k - expected.length });
      expect(Array.from(indexes.subarray(r * k, (r + 1) * k))).toEqual([...expected, ...filling.map(() => noIndex)]);
      expect(Array.from(values.subarray(r * k, (r + 1) * k))).toEqual([
        ...expected.map((column) => row[column]),
        ...filling.map(() => Number.NEGATIVE_INFINITY),
      ]);
    }
  });

  test("NaN and −∞ are never taken, ∞ and denormals are, ties keep the lower column", async () => {
    const { NaN: nan, POSITIVE_INFINITY: inf } = Number;
    const matrix = Float32Array.of(nan, -inf, 1e-40, inf, nan, 1e-40, 2e-40, nan, -inf, nan, nan, nan, nan, nan);
    const { indexes } = await topRows(core, matrix, 2, 7, 4);
    expect(Array.from(indexes)).toEqual([3, 6, 2, 5, noIndex, noIndex, noIndex, noIndex]);
  });

  test("equal on one, two and three threads, and the matrix is left as it was", async () => {
    const matrix = randomFloats(3000 * 2000, 2);
    const before = matrix.slice();
    const one = await topRows(core, matrix, 3000, 2000, 5, { threads: 1 });
    expect(await topRows(core, matrix, 3000, 2000, 5, { threads: 2 })).toEqual(one);
    expect(await topRows(core, matrix, 3000, 2000, 5, { threads: 3 })).toEqual(one);
    expect(matrix).toEqual(before);
  });

  test("a length that is no whole number is refused", async () => {
    await expect(topRows(core, [1], 1, 1, 1.5)).rejects.toThrow(RangeError);
    await expect(topRows(core, [1], 1, 1, -1)).rejects.toThrow(RangeError);
  });
});
