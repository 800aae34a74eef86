import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { paddedWidth, padRows, takeRows } from "../../src/compute/linear-algebra/padded-rows.ts";
import { Random } from "../../src/compute/random.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { largestGap } from "../golden/ratings/factorizations.ts";
import { randomSparse } from "./sparse-twin.ts";
import { slowAllCells, slowObserved } from "./twins/nmf.ts";

/** Users, items, share of the cells rated, factors. */
const shapes = [
  [1, 1, 1, 1],
  [2, 5, 0.6, 3],
  [9, 4, 0.5, 4],
  [8, 13, 0.4, 15],
  [5, 70, 0.3, 33],
] as const;

function world([users, items, share, factors]: readonly [number, number, number, number]) {
  const random = new Random(users + 10 * items + factors);
  const cells = randomSparse(users, items, share, 3);
  const values = Float64Array.from(cells.columns, () => random.below(9) / 2);
  const rows = (count: number) =>
    Float64Array.from({ length: count * factors }, () => (random.below(5) === 0 ? 0 : random.uniform()));
  const split = (flat: Float64Array) =>
    Array.from({ length: flat.length / factors }, (_, r) => [...flat.subarray(r * factors, (r + 1) * factors)]);
  const [x, q] = [rows(users), rows(items)];
  return {
    ratings: new CsrMatrix(items, cells.offsets, cells.columns, values),
    x,
    q,
    slowX: split(x),
    slowQ: split(q),
  };
}

describeVariants("non-negative factors", (core: Core) => {
  test.each(shapes)("%i users, %i items, %d rated, %i factors: three epochs on the ratings given", (...shape) => {
    const [users, items, , factors] = shape;
    for (const biased of [false, true]) {
      using arena = core.arena();
      const { ratings, x, q, slowX, slowQ } = world(shape);
      const width = paddedWidth(factors);
      const step = { mean: biased ? 2 : 0, biasLearningRate: biased ? 0.05 : 0, biasRegularization: 0.1 };
      const twin = {
        x: slowX,
        q: slowQ,
        userBiases: new Array<number>(users).fill(0),
        itemBiases: new Array<number>(items).fill(0),
      };
      const counted = ratings.transpose();
      const penalties = ({ rowCount, offsets }: CsrMatrix) =>
        arena.copyF64(Array.from({ length: rowCount }, (_, r) => 0.2 * (offsets[r + 1]! - offsets[r]!)));
      const [X, Y] = [padRows(arena, x, factors), padRows(arena, q, factors)];
      const [over, under] = [arena.f64(items * width).fill(0), arena.f64(items * width).fill(0)];
      const args = {
        ...{ X, Y, width, over, under, users, items, ...step },
        offsets: arena.copyU32(ratings.offsets),
        columns: arena.copyU32(ratings.columns),
        values: arena.copyF64(ratings.values),
        userBiases: arena.f64(users).fill(0),
        itemBiases: arena.f64(items).fill(0),
        userRegularization: penalties(ratings),
        squares: arena.f64(1).fill(0),
      };
      const itemRegularization = penalties(counted);
      let squares = 0;
      for (let epoch = 0; epoch < 3; epoch++) {
        squares += slowObserved(ratings, twin, { ...step, regularization: 0.2 });
        core.runNow("nmfUsers", users, args);
        core.runNow("nmfItems", items, { Y, width, itemRegularization, over, under, items });
      }
      expect(Math.abs(args.squares[0]! - squares)).toBeLessThan(1e-10 * (1 + squares));
      expect(largestGap(takeRows(X, factors), twin.x.flat())).toBeLessThan(1e-9);
      expect(largestGap(takeRows(Y, factors), twin.q.flat())).toBeLessThan(1e-9);
      expect(largestGap(args.userBiases, twin.userBiases)).toBeLessThan(1e-10);
      expect(largestGap(args.itemBiases, twin.itemBiases)).toBeLessThan(1e-10);
    }
  });

  test.each(shapes)("%i users, %i items, %d rated, %i factors: users, then items, on all cells", async (...shape) => {
    const [users, items, , factors] = shape;
    using arena = core.arena();
    const { ratings, x, q, slowX, slowQ } = world(shape);
    const width = paddedWidth(factors);
    const [X, Y] = [padRows(arena, x, factors), padRows(arena, q, factors)];
    const G = arena.f64(width * width).fill(7);
    const half = async (cells: CsrMatrix, own: Float64Array, other: Float64Array) => {
      const { rowCount: rows, columnCount } = cells;
      await core.run("gram64", width / 4, { Y: other, rows: columnCount, width, G }, { threads: 2, cost: 1e9 });
      const args = {
        X: own,
        Y: other,
        G,
        width,
        regularization: 0.3,
        rows,
        columnCount,
        values: arena.copyF64(cells.values),
      };
      const places = { offsets: arena.copyU32(cells.offsets), columns: arena.copyU32(cells.columns) };
      core.runNow("nmfRows", rows, { ...args, ...places });
    };
    await half(ratings, X, Y);
    slowAllCells(ratings, slowX, slowQ, 0.3);
    expect(G.length).toBe(width ** 2);
    for (let f = 0; f < factors; f++)
      for (let g = 0; g < factors; g++)
        expect(G[f * width + g]).toBeCloseTo(
          slowQ.reduce((sum, row) => sum + row[f]! * row[g]!, 0),
          10,
        );
    await half(ratings.transpose(), Y, X);
    slowAllCells(ratings.transpose(), slowQ, slowX, 0.3);
    expect(largestGap(takeRows(X, factors), slowX.flat())).toBeLessThan(1e-10);
    expect(largestGap(takeRows(Y, factors), slowQ.flat())).toBeLessThan(1e-10);
    expect(users + items).toBe(slowX.length + slowQ.length);
  });
});
