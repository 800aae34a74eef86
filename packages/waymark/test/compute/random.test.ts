import { expect, test } from "vitest";
import { Random } from "../../src/compute/random.ts";

const draw = <T>(n: number, next: () => T): T[] => Array.from({ length: n }, next);

test("the same seed and stream give the same numbers on every machine", () => {
  const random = new Random(42);
  expect(draw(4, () => random.uint32())).toEqual([3639489119, 1922926572, 245246403, 569927823]);
});

test("other seeds, large seeds and other streams give other numbers", () => {
  const first = (seed: number, stream = 0) => new Random(seed, stream).uint32();
  const firsts = [first(0), first(1), first(2 ** 32), first(2 ** 40 + 1), first(0, 1), first(0, 2)];
  expect(new Set(firsts).size).toBe(firsts.length);
});

test("uniform numbers fill 0 … 1 evenly", () => {
  const random = new Random(1);
  const counts = new Array<number>(10).fill(0);
  for (let i = 0; i < 100_000; i++) counts[Math.floor(random.uniform() * 10)]! += 1;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(27.9); // 0.1 % of fair generators exceed this with 9 degrees of freedom
});

test("below(n) is even over its range, also where 2³² is not a multiple", () => {
  const random = new Random(2);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[random.below(7)]! += 1;
  const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
  expect(chiSquare).toBeLessThan(22.5);
});

test("normal numbers have the mean and deviation asked for", () => {
  const random = new Random(3);
  const numbers = draw(100_000, () => random.normal(5, 2));
  const mean = numbers.reduce((a, b) => a + b) / numbers.length;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / numbers.length;
  expect(mean).toBeCloseTo(5, 1);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 1);
});

test("shuffling keeps every element and every order can come out", () => {
  const random = new Random(4);
  const orders = new Set(draw(600, () => random.shuffle(["a", "b", "c"]).join("")));
  expect([...orders].sort()).toEqual(["abc", "acb", "bac", "bca", "cab", "cba"]);
});
