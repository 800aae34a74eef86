import { expect, test } from "vitest";
import type { Arena } from "../../src/compute/core/arena.ts";
import { describeVariants, randomFloats } from "../compute/linear-algebra/variants.ts";
import { expectSums, Sums } from "./twins/sums.ts";

/** Numbers of both signs, the first few odd. */
const numbers = (arena: Arena, length: number, seed: number): Float32Array => {
  const odd = [0, -0, 1e-40, -90, 90, 1e-7, -30, 30, 5];
  return arena.copyF32(randomFloats(length, seed).map((value, i) => odd[i] ?? 4 * value));
};

const sums = (length: number, terms: (p: number) => readonly number[]): Sums => {
  const all = new Sums(new Float64Array(length));
  for (let p = 0; p < length; p++) for (const term of terms(p)) all.add(p, term);
  return all;
};

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const functions: readonly ((x: number) => number)[] = [
  (x) => Math.max(0, x),
  (x) => (x > 0 ? x : 0.1 * x),
  sigma,
  Math.tanh,
];
const slopes: readonly ((y: number) => number)[] = [
  (y) => (y > 0 ? 1 : 0),
  (y) => (y > 0 ? 1 : 0.1),
  (y) => y * (1 - y),
  (y) => 1 - y * y,
];

describeVariants("numbers one by one", (core) => {
  test.each([0, 1, 2, 5])("scaled and products over %i blocks, anew and added", (count) => {
    using arena = core.arena();
    const length = 16 * count;
    for (const add of [0, 1]) {
      const [X, B, Y, C] = [1, 2, 3, 4].map((seed) => numbers(arena, length, seed)) as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const [y, c] = [Y.slice(), C.slice()];
      core.runNow("scaled", count, { X, Y, scale: -0.7, add });
      expectSums(
        Y,
        sums(length, (p) => [add * y[p]!, Math.fround(-0.7) * X[p]!]),
      );
      core.runNow("products", count, { A: X, B, C, add });
      expectSums(
        C,
        sums(length, (p) => [add * c[p]!, X[p]! * B[p]!]),
      );
    }
  });

  test.each([0, 1, 2, 3])("activate and activateBack of kind %i, over blocks from a place on", (kind) => {
    using arena = core.arena();
    for (const count of [0, 1, 3]) {
      const X = numbers(arena, 16 * count, 5);
      const Y = arena.zerosF32(16 * count);
      core.runNow("activate", count, { X, Y, kind, slope: 0.1 });
      Y.forEach((y, p) => void expect(Math.abs(y - functions[kind]!(X[p]!))).toBeLessThan(4e-7 * (1 + Math.abs(y))));
      const dY = numbers(arena, 16 * count, 6);
      for (const add of [0, 1]) {
        const dX = numbers(arena, 16 * count, 7);
        const before = dX.slice();
        core.runNow("activateBack", count, { Y, dY, dX, kind, slope: 0.1, add });
        dX.forEach((found, p) => {
          const expected = add * before[p]! + dY[p]! * slopes[kind]!(Y[p]!);
          expect(Math.abs(found - expected)).toBeLessThan(1e-6 * (1 + Math.abs(expected) + Math.abs(dY[p]!)));
        });
      }
      const inPlace = dY.slice();
      core.runNow("activateBack", count, { Y, dY, dX: dY, kind, slope: 0.1, add: 0 });
      dY.forEach((d, p) => void expect(d).toBeCloseTo(inPlace[p]! * slopes[kind]!(Y[p]!), 3));
    }
  });

  test("activate keeps NaN where there is one", () => {
    using arena = core.arena();
    const X = arena.f32(16).fill(Number.NaN);
    for (const kind of [1, 2, 3]) {
      const Y = arena.zerosF32(16);
      core.runNow("activate", 1, { X, Y, kind, slope: 0.1 });
      expect(Y.every(Number.isNaN)).toBe(true);
    }
  });

  test.each([
    [0, 3, 1],
    [1, 1, 1],
    [4, 7, 3],
    [3, 40, 17],
  ])("copyColumns of %i rows, %i wide, %i of them", (rows, xWidth, columns) => {
    using arena = core.arena();
    const yWidth = columns + 5;
    for (const add of [0, 1])
      for (const [from, to] of [
        [0, 0],
        [xWidth - columns, 5],
      ] as const) {
        const [X, Y] = [numbers(arena, rows * xWidth, 8), numbers(arena, rows * yWidth, 9)];
        const expected = Y.slice();
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < columns; c++) {
            const at = r * yWidth + to + c;
            expected[at] = add * expected[at]! + X[r * xWidth + from + c]!;
          }
        core.runNow("copyColumns", rows, { X, Y, xWidth, yWidth, from, to, columns, add });
        expect(Y).toEqual(expected);
      }
  });

  test.each([
    [0, 3],
    [1, 1],
    [5, 8],
    [7, 15],
    [9, 33],
    [2, 64],
  ])("columnSums of %i × %i, in two halves as in one", (rows, columns) => {
    using arena = core.arena();
    const X = numbers(arena, rows * columns, 10);
    for (const add of [0, 1]) {
      const out = numbers(arena, columns, 11);
      const expected = new Sums(out.map((value) => add * value));
      for (let p = 0; p < rows * columns; p++) expected.add(p % columns, X[p]!);
      core.runNow("columnSums", Math.ceil(columns / 16), { X, out, rows, columns, add });
      expectSums(out, expected);
    }
  });

  test.each([0, 1, 7, 100])("sumSquares of %i numbers adds to what is there", (count) => {
    using arena = core.arena();
    const X = numbers(arena, count + 1, 12);
    const out = arena.copyF64([3]);
    core.runNow("sumSquares", count, { X, out });
    expect(out[0]).toBeCloseTo(
      X.subarray(0, count).reduce((sum, x) => sum + x * x, 3),
      6,
    );
  });

  test("dropout keeps the same numbers for the same run, others in the next, and about the share asked for", () => {
    using arena = core.arena();
    const count = 700;
    const X = arena.f32(16 * count).fill(3);
    const runs = arena.copyU32([1]);
    const masked = (keep: number, add = 0, key = 4): Float32Array => {
      const Y = arena.f32(16 * count).fill(1);
      core.runNow("dropout", count, { X, Y, key, runs, keep, add });
      return Y;
    };
    for (const keep of [0.9, 0.5, 0.1]) {
      const first = masked(keep);
      const kept = first.filter((value) => value !== 0);
      kept.forEach((value) => void expect(value).toBeCloseTo(3 / keep, 4));
      const error = Math.sqrt((keep * (1 - keep)) / first.length);
      expect(Math.abs(kept.length / first.length - keep)).toBeLessThan(4 * error);
      expect(masked(keep)).toEqual(first);
      expect(masked(keep, 1)).toEqual(first.map((value) => value + 1));
      expect(masked(keep, 0, 5)).not.toEqual(first);
      runs[0] = 2;
      expect(masked(keep)).not.toEqual(first);
      runs[0] = 1;
    }
    core.runNow("dropout", 0, { X, Y: X, key: 4, runs, keep: 0.5, add: 0 });
    expect(X.every((value) => value === 3)).toBe(true);
  });

  test("dropout draws alike whether its blocks are run together or in pieces", async () => {
    using arena = core.arena();
    const X = arena.f32(16 * 50).fill(1);
    const args = { X, key: 9, runs: arena.copyU32([3]), keep: 0.6, add: 0 };
    const whole = arena.zerosF32(X.length);
    core.runNow("dropout", 50, { ...args, Y: whole });
    for (const chunk of [1, 7, 16, 33]) {
      const Y = arena.zerosF32(X.length);
      await core.run("dropout", 50, { ...args, Y }, { threads: 1, chunk });
      expect(Y).toEqual(whole);
    }
  });
});
