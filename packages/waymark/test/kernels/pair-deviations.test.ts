import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Random } from "../../src/compute/random.ts";
import { measureDeviations } from "../../src/models/knn/pair-deviations.ts";
import { PairPlaces } from "../../src/models/knn/pair-places.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { randomSparse } from "./sparse-twin.ts";

/** Users, items, share of the cells rated. */
const shapes = [
  [1, 1, 1],
  [4, 2, 0.5],
  [3, 7, 0.6],
  [20, 33, 0.2],
  [30, 64, 0.05],
] as const;

function ratingsOf(users: number, items: number, share: number): CsrMatrix {
  const random = new Random(users + items);
  const cells = randomSparse(users, items, share, 5);
  const values = Float64Array.from(cells.columns, () => random.normal(3, 1));
  return new CsrMatrix(items, cells.offsets, cells.columns, values);
}

/** For each pair of items the differences of their ratings, in order of users. */
const differencesOf = (ratings: CsrMatrix, i: number, j: number): number[] =>
  Array.from({ length: ratings.rowCount }, (_, u) => [ratings.find(u, i), ratings.find(u, j)] as const).flatMap(
    ([a, b]) => (a === undefined || b === undefined || i === j ? [] : [a - b]),
  );

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describeVariants("deviations between items", (core: Core) => {
  test.each(shapes)("%i users, %i items, %d rated: pairs, counts and means of plain loops", (users, items, share) => {
    using arena = core.arena();
    const ratings = ratingsOf(users, items, share);
    const turned = ratings.transpose();
    for (const [first, rows] of [
      [0, items],
      [Math.floor(items / 2), items - Math.floor(items / 2)],
    ] as const) {
      const out = {
        pairColumns: arena.u32(rows * items),
        means: arena.f64(rows * items),
        counts: arena.u32(rows * items),
        lengths: arena.u32(rows),
      };
      core.runNow("pairDeviations", rows, {
        ...{ ...out, first, rows, items, userCount: users },
        itemOffsets: arena.copyU32(turned.offsets),
        users: arena.copyU32(turned.columns),
        ratings: arena.copyF64(turned.values),
        userOffsets: arena.copyU32(ratings.offsets),
        columns: arena.copyU32(ratings.columns),
        values: arena.copyF64(ratings.values),
      });
      for (let r = 0; r < rows; r++) {
        const all = Array.from({ length: items }, (_, j) => differencesOf(ratings, first + r, j));
        const met = [...all.keys()].filter((j) => all[j]!.length > 0);
        const [from, to] = [r * items, r * items + met.length];
        expect(out.lengths[r]).toBe(met.length);
        expect([...out.pairColumns.subarray(from, to)]).toEqual(met);
        expect([...out.counts.subarray(from, to)]).toEqual(met.map((j) => all[j]!.length));
        out.means.subarray(from, to).forEach((mean, k) => {
          expect(mean).toBeCloseTo(meanOf(all[met[k]!]!), 12);
        });
      }
    }
  });
});

test.each([1, 500, 1e6])("rows pass through a window of %i bytes and come out as if it were whole", async (bytes) => {
  const ratings = ratingsOf(20, 33, 0.2);
  const [whole, some] = await Promise.all(
    [2 ** 22, bytes].map((window) => measureDeviations(ratings, ratings.transpose(), { threads: 1 }, 1e6, window)),
  );
  expect(some).toEqual(whole);
});

test.each([...shapes, [5, 900, 0.004]] as const)(
  "%i users, %i items, %d rated: finds in a row what a binary search finds",
  (users, items, share) => {
    const matrix = ratingsOf(users, items, share);
    const places = new PairPlaces(matrix);
    const columns = Uint32Array.from({ length: items }, (_, column) => items - 1 - column);
    const [found, which] = [new Uint32Array(items), new Uint32Array(items)];
    for (let row = 0; row < users; row++) {
      const count = places.find(row, columns, found, which);
      const met = columns.filter((column) => matrix.find(row, column) !== undefined);
      expect([...which.subarray(0, count)].map((k) => columns[k])).toEqual([...met]);
      expect([...found.subarray(0, count)].map((p) => matrix.values[p])).toEqual(
        [...met].map((column) => matrix.find(row, column)),
      );
    }
  },
);
