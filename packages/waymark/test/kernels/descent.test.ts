import { expect, test } from "vitest";
import type { Arena } from "../../src/compute/core/arena.ts";
import type { Core } from "../../src/compute/core/core.ts";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { paddedWidth, padRows, takeRows } from "../../src/compute/linear-algebra/padded-rows.ts";
import { Random } from "../../src/compute/random.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { largestGap } from "../golden/ratings/factorizations.ts";
import { randomSparse } from "./sparse-twin.ts";
import { slowDescent, slowImplicit } from "./twins/descent.ts";

/** Users, items, share of the cells rated, factors. */
const shapes = [
  [1, 1, 1, 1],
  [1, 2, 1, 3],
  [2, 3, 1, 4],
  [4, 1, 0.5, 7],
  [9, 14, 0.4, 5],
  [12, 31, 0.3, 16],
  [7, 40, 0.5, 101],
  [3, 5, 0.8, 2000],
] as const;

const step = { mean: 0.3, learningRate: 0.05, regularization: 0.1 };

/** A kernel's arguments with random factors, and the same numbers as rows of arrays. */
function layOut(
  arena: Arena,
  [users, items, share, factors]: readonly [number, number, number, number],
  biased: boolean,
) {
  const random = new Random(users + 10 * items + factors);
  const cells = randomSparse(users, items, share, 3);
  const values = Float64Array.from(cells.columns, () => random.below(9) / 2);
  const ratings = new CsrMatrix(items, cells.offsets, cells.columns, values);
  const rows = (count: number) => Float64Array.from({ length: count * factors }, () => random.normal(0, 1 / factors));
  const start = { x: rows(users), q: rows(items), y: rows(items) };
  const split = (flat: Float64Array) =>
    Array.from({ length: flat.length / factors }, (_, r) => [...flat.subarray(r * factors, (r + 1) * factors)]);
  return {
    ratings,
    start,
    args: {
      ...step,
      offsets: arena.copyU32(ratings.offsets),
      columns: arena.copyU32(ratings.columns),
      values: arena.copyF64(values),
      userBiases: arena.f64(users).fill(0.2),
      itemBiases: arena.f64(items).fill(-0.1),
      X: padRows(arena, start.x, factors),
      Y: padRows(arena, start.q, factors),
      width: paddedWidth(factors),
      biased: Number(biased),
      squares: arena.f64(1).fill(0),
      users,
      items,
    },
    twin: {
      x: split(start.x),
      q: split(start.q),
      y: split(start.y),
      userBiases: new Array<number>(users).fill(0.2),
      itemBiases: new Array<number>(items).fill(-0.1),
    },
  };
}

describeVariants("descent on ratings", (core: Core) => {
  test.each(shapes)("%i users, %i items, %d rated, %i factors: steps as one after the other", (...shape) => {
    for (const biased of [true, false]) {
      using arena = core.arena();
      const { ratings, args, twin } = layOut(arena, shape, biased);
      let squares = 0;
      for (let epoch = 0; epoch < 3; epoch++) {
        squares += slowDescent(ratings, twin, { ...step, biased });
        core.runNow("descendUsers", args.users, args);
      }
      expect(Math.abs(args.squares[0]! - squares)).toBeLessThan(1e-10 * (1 + squares));
      expect(largestGap(takeRows(args.X, shape[3]), twin.x.flat())).toBeLessThan(1e-11);
      expect(largestGap(takeRows(args.Y, shape[3]), twin.q.flat())).toBeLessThan(1e-11);
      expect(largestGap(args.userBiases, twin.userBiases)).toBeLessThan(1e-11);
      expect(largestGap(args.itemBiases, twin.itemBiases)).toBeLessThan(1e-11);
    }
  });

  test.each(shapes.slice(0, -1))(
    "%i users, %i items, %d rated, %i factors, svd++: as if every y moved at every rating",
    (...shape) => {
      using arena = core.arena();
      const factors = shape[3];
      const { ratings, args, twin, start } = layOut(arena, shape, true);
      const implicit = padRows(arena, start.y, factors);
      const decay = arena.copyF64(
        Array.from(
          { length: args.users },
          (_, u) => (1 - step.learningRate * step.regularization) ** ratings.row(u).columns.length,
        ),
      );
      for (let epoch = 0; epoch < 2; epoch++) {
        slowImplicit(ratings, twin, { ...step, biased: true });
        core.runNow("descendImplicit", args.users, { ...args, implicit, decay });
      }
      expect(largestGap(takeRows(args.X, factors), twin.x.flat())).toBeLessThan(1e-11);
      expect(largestGap(takeRows(args.Y, factors), twin.q.flat())).toBeLessThan(1e-11);
      expect(largestGap(takeRows(implicit, factors), twin.y.flat())).toBeLessThan(1e-11);
      const { offsets, columns, X, width, users, items } = args;
      core.runNow("addImplicit", users, { offsets, columns, X, implicit, width, users, items });
      const userVectors = twin.x.map((own, u) => {
        const rated = ratings.row(u).columns;
        const sum = (f: number) => rated.reduce((total, j) => total + twin.y[j]![f]!, 0);
        return rated.length === 0 ? own : own.map((part, f) => part + sum(f) / Math.sqrt(rated.length));
      });
      expect(largestGap(takeRows(X, factors), userVectors.flat())).toBeLessThan(1e-11);
    },
  );

  test("gives the same bits in chunks of any size", async () => {
    using arena = core.arena();
    const bitsAt = async (chunk: number) => {
      const { args } = layOut(arena, [12, 31, 0.3, 16], true);
      await core.run("descendUsers", args.users, args, { threads: 1, chunk });
      return [...args.X, ...args.Y, ...args.squares];
    };
    expect(await bitsAt(5)).toEqual(await bitsAt(12));
    expect(await bitsAt(1)).toEqual(await bitsAt(12));
  });

  test("leaves zeros in the padding, and lets what is no number through to the sum of squares", () => {
    using arena = core.arena();
    const { args } = layOut(arena, [9, 14, 0.4, 5], true);
    core.runNow("descendUsers", args.users, args);
    for (let r = 0; r < args.items; r++) expect([...args.Y.subarray(r * 8 + 5, r * 8 + 8)]).toEqual([0, 0, 0]);
    for (const strange of [Number.NaN, Number.POSITIVE_INFINITY]) {
      args.squares[0] = 0;
      args.values[3] = strange;
      core.runNow("descendUsers", args.users, args);
      expect(Number.isFinite(args.squares[0])).toBe(false);
    }
  });
});
