import { expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { cosinesWith } from "../../../src/compute/linear-algebra/cosines.ts";
import { addOuter, gramOf, lowerGram } from "../../../src/compute/linear-algebra/gram.ts";
import { compact, paddedWidth, padRows, takeRows } from "../../../src/compute/linear-algebra/padded-rows.ts";
import { addScaled, dotAt, dotInOrder } from "../../../src/compute/linear-algebra/rows.ts";

const rows = Float64Array.of(1, 2, 3, -4, 0, 5); // (2, 3)

test("the Gram matrix of two rows by hand, and its lower half", () => {
  expect([...gramOf(rows, 3)]).toEqual([17, 2, -17, 2, 4, 6, -17, 6, 34]);
  expect([...lowerGram(rows, 3)]).toEqual([17, 0, 0, 2, 4, 0, -17, 6, 34]);
});

test("an outer product is added with its weight, to the lower half only", () => {
  const A = new Float64Array(4).fill(1);
  addOuter(A, Float32Array.of(9, 2, 3), 1, 2, 10);
  expect([...A]).toEqual([41, 1, 61, 91]);
});

test("dot products begin at the given offset; in order means from first to last", () => {
  expect(dotInOrder(rows, 0, rows, 3, 3)).toBe(1 * -4 + 2 * 0 + 3 * 5);
  expect(dotAt(rows, 0, rows, 3, 3)).toBe(11);
  const large = Float64Array.of(2 ** 53, 1, 1, 1, -(2 ** 53)); // 2⁵³ + 1 rounds back to 2⁵³
  expect(dotInOrder(large, 0, new Float64Array(5).fill(1), 0, 5)).toBe(0);
});

test("a scaled row is added to as many entries as the target has", () => {
  const target = Float64Array.of(1, 1);
  addScaled(target, rows, 2, 2);
  expect([...target]).toEqual([7, -7]);
});

test.each([Float32Array, Float64Array])("cosines of %o rows leave out the row itself and rows of zeros", (kind) => {
  const cosines = cosinesWith(kind.of(3, 4, 0, 0, 6, 8, 4, -3), 2, 0);
  expect([...cosines]).toEqual([Number.NaN, Number.NaN, 1, 0]);
});

test("rows filled up with zeros come back as they were, scaled when asked", () => {
  const arena = sharedCore().arena();
  try {
    const padded = padRows(arena, rows, 3);
    expect(paddedWidth(3)).toBe(4);
    expect([...padded]).toEqual([1, 2, 3, 0, -4, 0, 5, 0]);
    expect([...takeRows(padded, 3)]).toEqual([...rows]);
    expect([...takeRows(padded, 3, 2)]).toEqual([2, 4, 6, -8, 0, 10]);
  } finally {
    arena.dispose();
  }
  expect([...compact(Float32Array.of(1, 2, 0, 3, 4, 0), 3, 2)]).toEqual([1, 2, 3, 4]);
});
