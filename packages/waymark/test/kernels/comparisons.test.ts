import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import type { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { describeVariants, randomFloats } from "../compute/linear-algebra/variants.ts";
import { randomSparse } from "./sparse-twin.ts";

/** Comparisons of a whole epoch and `extra` places beyond it. */
function draw(core: Core, userItems: CsrMatrix, key: number, { each = 1, extra = 0, from = 0 } = {}) {
  const { rowCount: userCount, columnCount: items, offsets, columns, size } = userItems;
  const arena = core.arena();
  const pairs = Array.from({ length: userCount }, (_, user) =>
    Array.from(userItems.row(user).columns, (c) => [user, c]),
  );
  const count = size + extra - from;
  const out = {
    users: arena.u32(count),
    drawn: arena.u32(count),
    others: arena.u32(count * each),
    weights: arena.f32(count),
  };
  core.runNow("drawComparisons", count, {
    ...out,
    pairs: arena.copyU32(pairs.flat(2)),
    offsets: arena.copyU32(offsets),
    columns: arena.copyU32(columns),
    known: undefined,
    ...{ key, first: from, pairCount: size, items, userCount, each, base: userCount, none: userCount + items },
    bits: Math.max(2, Math.ceil(Math.log2(size + 1))),
  });
  const copy = {
    ...out,
    users: [...out.users],
    items: [...out.drawn],
    others: [...out.others],
    weights: [...out.weights],
  };
  arena.dispose();
  return copy;
}

describeVariants("comparisons", (core) => {
  const userItems = randomSparse(9, 12, 0.4, 3);
  const pairOf = (user: number, item: number): string => `${user} ${item}`;

  test.each([1, 4])("name each pair once an epoch, beside %i items the user does not have", (each) => {
    const { users, items, others, weights } = draw(core, userItems, 7, { each });
    const pairs = users.map((user, b) => pairOf(user, items[b]! - 9));
    const all = Array.from({ length: 9 }, (_, user) =>
      [...userItems.row(user).columns].map((item) => pairOf(user, item)),
    );
    expect([...pairs].sort()).toEqual(all.flat().sort());
    expect(pairs).not.toEqual(all.flat());
    others.forEach((other, b) => {
      expect(other).toBeGreaterThanOrEqual(9);
      expect(userItems.find(users[Math.floor(b / each)]!, other - 9)).toBeUndefined();
    });
    expect(weights).toEqual(new Array(userItems.size).fill(1));
  });

  test("come in another order, beside other items, with another key, and in pieces as in one go", () => {
    const one = draw(core, userItems, 7);
    expect(draw(core, userItems, 7)).toEqual(one);
    const other = draw(core, userItems, 8);
    expect(other.users).not.toEqual(one.users);
    expect(other.others).not.toEqual(one.others);
    expect(draw(core, userItems, 7, { from: 5 }).others).toEqual(one.others.slice(5));
  });

  test("draw every item a user lacks, each about as often", () => {
    const lonely = randomSparse(1, 8, 0.3, 5);
    const counts = new Map<number, number>();
    for (let key = 0; key < 400; key++)
      for (const other of draw(core, lonely, key).others) counts.set(other, (counts.get(other) ?? 0) + 1);
    const drawn = [...counts.values()];
    const expected = (400 * lonely.size) / (8 - lonely.size);
    expect(counts.size).toBe(8 - lonely.size);
    for (const count of drawn) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected));
  });

  test("weigh nothing where a user has every item, and past the last pair", () => {
    const full = randomSparse(2, 3, 1.1, 1);
    const { users, items, others, weights } = draw(core, full, 3, { extra: 2, each: 2 });
    expect(weights).toEqual(new Array(8).fill(0));
    for (const rows of [users, items, others]) expect(new Set(rows)).toEqual(new Set([5]));
  });

  test.each([
    [0, 1, 8],
    [5, 1, 8],
    [6, 4, 24],
  ])("pickHardest of %i users takes the largest of %i products of rows of %i", (count, each, width) => {
    using arena = core.arena();
    const rows = 10;
    const X = arena.copyF32(randomFloats(rows * width, 2));
    const users = arena.copyU32(Array.from({ length: count }, (_, b) => b % 3));
    const drawn = arena.copyU32(Array.from({ length: count * each }, (_, p) => 3 + ((p * 5) % 7)));
    if (count > 2) drawn.fill(rows, each, 2 * each); // none
    const out = arena.u32(count);
    core.runNow("pickHardest", count, { X, users, drawn, out, width, each, rows, bound: rows + 1 });
    const product = (a: number, b: number): number => {
      let sum = 0;
      for (let f = 0; f < width; f++) sum += X[a * width + f]! * X[b * width + f]!;
      return sum;
    };
    out.forEach((found, b) => {
      const own = [...drawn.subarray(b * each, (b + 1) * each)];
      const best = own.reduce((a, c) => (product(users[b]!, c) > product(users[b]!, a) ? c : a));
      expect(found).toBe(b === 1 ? rows : best);
    });
  });
});
