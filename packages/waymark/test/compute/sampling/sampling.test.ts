import { expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Random } from "../../../src/compute/random.ts";
import { drawDistinct } from "../../../src/compute/sampling/draw-distinct.ts";
import { knownBits, orderBits, pairsOf } from "../../../src/compute/sampling/known-pairs.ts";

test("drawn entries are different, from the pool, and every pair is about as frequent as any other", () => {
  const counts = new Map<string, number>();
  const random = new Random(1);
  const pool = Uint32Array.of(10, 11, 12, 13);
  for (let n = 0; n < 6000; n++) {
    const drawn = new Uint32Array(2);
    drawDistinct(pool, drawn, random);
    const key = [...drawn].sort().join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual(["10,11", "10,12", "10,13", "11,12", "11,13", "12,13"]);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150); // 5 standard deviations
  expect([...pool].sort()).toEqual([10, 11, 12, 13]);
});

test("pairs stand side by side, known ones as bits", () => {
  const matrix = CsrMatrix.fromCoordinates(3, 20, Uint32Array.of(0, 2, 2), Uint32Array.of(3, 0, 19));
  const arena = sharedCore().arena();
  try {
    expect([...pairsOf(matrix, arena)]).toEqual([0, 3, 2, 0, 2, 19]);
    const bits = knownBits(matrix, arena)!;
    const set = Array.from({ length: 60 }, (_, bit) => bit).filter((bit) => (bits[bit >>> 5]! >>> (bit & 31)) & 1);
    expect(set).toEqual([3, 40, 59]);
  } finally {
    arena.dispose();
  }
  expect([1, 3, 4, 1000].map(orderBits)).toEqual([2, 2, 3, 10]);
});
