import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import type { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { goldenDataset } from "../golden/implicit-feedback/matrix.ts";

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

describeVariants("steps of bpr", (core: Core) => {
  test("move the learner and both courses by the gradient at the old numbers", () => {
    using arena = core.arena();
    const width = 16;
    const row = (x: number, y: number): number[] => Array.from({ length: width }, (_, f) => [x, y][f] ?? 0);
    const X = arena.copyF32(row(0.5, -1));
    const Y = arena.copyF32([...row(1, 0.25), ...row(-0.5, 2)]);
    const biases = arena.copyF32([0.1, -0.2]);
    const tally = arena.zerosU32(2);
    core.runNow("bprSteps", 1, {
      ...{ X, Y, biases, tally, width, users: 1, items: 2, key: 3, learningRate: 0.1, regularization: 0.01 },
      pairs: arena.copyU32([0, 0]),
      pairCount: 1,
      pairOffsets: arena.copyU32([0, 1]),
      pool: arena.copyU32([1]),
      poolOffsets: arena.copyU32([0, 1]),
      blocks: 1,
      round: 0,
      known: undefined,
      offsets: arena.copyU32([0, 1]),
      columns: arena.copyU32([0]),
    });
    // margin 0.1 + 0.2 + 0.5 · 1.5 + (−1) · (−1.75) = 2.8
    const z = 0.1 * sigma(-2.8);
    const kept = 1 - 0.1 * 0.01;
    const expected = [kept * 0.5 + z * 1.5, kept * -1 + z * -1.75];
    expected.forEach((value, f) => void expect(X[f]).toBeCloseTo(value, 6));
    [kept * 1 + z * 0.5, kept * 0.25 - z].forEach((value, f) => void expect(Y[f]).toBeCloseTo(value, 6));
    [kept * -0.5 - z * 0.5, kept * 2 + z].forEach((value, f) => void expect(Y[width + f]).toBeCloseTo(value, 6));
    [kept * 0.1 + z, kept * -0.2 - z].forEach((value, i) => void expect(biases[i]).toBeCloseTo(value, 6));
    expect(X.subarray(2)).toEqual(new Float32Array(width - 2));
    expect([...tally]).toEqual([1, 1]);
  });

  test("stay within the block of users and the block of items of the round", () => {
    using arena = core.arena();
    const pairs = [...[0, 0], ...[0, 2], ...[1, 1], ...[1, 3]]; // users 0 | 1, items 0 1 | 2 3
    const moved = [0, 1].map((round) => {
      const biases = arena.zerosF32(4);
      core.runNow("bprSteps", 2, {
        ...{
          X: arena.zerosF32(32),
          Y: arena.zerosF32(64),
          biases,
          tally: arena.zerosU32(4),
          width: 16,
          users: 2,
          items: 4,
        },
        ...{ key: 7, learningRate: 1, regularization: 0, known: undefined, blocks: 2, round },
        pairs: arena.copyU32(pairs),
        pairCount: 4,
        pairOffsets: arena.copyU32([...[0, 1, 2], ...[2, 3, 4]]),
        pool: arena.copyU32([0, 1, 2, 3]),
        poolOffsets: arena.copyU32([0, 2, 4]),
        offsets: arena.copyU32([0, 2, 4]),
        columns: arena.copyU32([0, 2, 1, 3]),
      });
      return [...biases].map(Math.sign);
    });
    // round 0: user 0 with items 0 1, user 1 with items 2 3; round 1 the other way round
    expect(moved).toEqual([
      [1, -1, -1, 1],
      [-1, 1, 1, -1],
    ]);
  });

  test("never push down a course the learner has, looked up by bits or by search", () => {
    using arena = core.arena();
    // a rate of 1 and no pull: biases count how often a course stood on either side, as far as zero vectors go
    const { userItems } = goldenDataset();
    const { rowCount: users, columnCount: items, offsets, columns, size } = userItems;
    const outcome = (known: Uint32Array | undefined, only: number): number[] => {
      const biases = arena.zerosF32(items);
      const tally = arena.zerosU32(2);
      const { columns: own } = userItems.row(only);
      core.runNow("bprSteps", 1, {
        ...{ X: arena.zerosF32(users * 16), Y: arena.zerosF32(items * 16), biases, tally, width: 16, users, items },
        ...{ key: 11, learningRate: 1, regularization: 0, known },
        pairs: arena.copyU32(Array.from({ length: 200 }, (_, p) => [only, own[p % own.length]!]).flat()),
        pairCount: 200,
        pairOffsets: arena.copyU32([0, 200]),
        pool: arena.copyU32(columns),
        poolOffsets: arena.copyU32([0, size]),
        blocks: 1,
        round: 0,
        offsets: arena.copyU32(offsets),
        columns: arena.copyU32(columns),
      });
      expect(tally[0]).toBe(200);
      return [...biases];
    };
    for (const user of [0, 5, 38]) {
      const own = new Set(userItems.row(user).columns);
      const searched = outcome(undefined, user);
      searched.forEach((bias, item) => void expect(bias > 0).toBe(own.has(item)));
      expect(outcome(arena.copyU32(bitsOf(userItems)), user)).toEqual(searched);
    }
  });
});

describeVariants("pairs shared out over blocks", (core: Core) => {
  test("stand by block of users, then block of items, in their order", () => {
    using arena = core.arena();
    const sorted = arena.u32(10);
    const pairOffsets = arena.u32(6);
    core.runNow("sharePairs", 2, {
      pairs: arena.copyU32([...[0, 3], ...[0, 0], ...[1, 2], ...[2, 1], ...[2, 0]]),
      starts: arena.copyU32([0, 3, 5]),
      blockOf: u8(arena.u8(4), [0, 1, 0, 1]),
      ...{ sorted, pairOffsets, blocks: 2, items: 4, pairCount: 5 },
    });
    expect([...sorted]).toEqual([...[0, 0], ...[1, 2], ...[0, 3], ...[2, 0], ...[2, 1]]);
    expect([...pairOffsets]).toEqual([...[0, 2, 3], ...[3, 4, 5]]);
  });
});

function u8(array: Uint8Array, values: readonly number[]): Uint8Array {
  array.set(values);
  return array;
}

/** One bit a user and item, in order. */
function bitsOf(matrix: CsrMatrix): Uint32Array {
  const bits = new Uint32Array(Math.ceil((matrix.rowCount * matrix.columnCount) / 32));
  for (let user = 0; user < matrix.rowCount; user++)
    for (const item of matrix.row(user).columns) {
      const bit = user * matrix.columnCount + item;
      bits[bit >> 5]! |= 1 << (bit % 32);
    }
  return bits;
}
