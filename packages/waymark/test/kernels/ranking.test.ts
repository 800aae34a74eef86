import { expect, test } from "vitest";
import { packRight } from "../../src/compute/linear-algebra/gemm.ts";
import { Random } from "../../src/compute/random.ts";
import type { Query } from "../../src/models/model.ts";
import { jobArgs, noItem } from "../../src/models/scoring/rank-job.ts";
import { describeVariants, randomFloats, slowProduct } from "../compute/linear-algebra/variants.ts";
import { inMemory, randomSparse } from "./sparse-twin.ts";

interface Asked {
  readonly history: Uint32Array;
  readonly relevant: Uint32Array;
}

/** What every ranking kernel is to do with one row of scores. */
function slowRank(
  scores: ArrayLike<number>,
  { history, relevant }: Asked,
  scorable: Uint8Array | undefined,
  k: number,
) {
  const seen = Array.from(scores, (score, item) =>
    history.includes(item) || scorable?.[item] === 0 || Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score,
  );
  const order = seen.map((_, item) => item).sort((a, b) => seen[b]! - seen[a]! || a - b);
  const best = order.filter((item) => seen[item]! > Number.NEGATIVE_INFINITY).slice(0, k);
  const others = order.filter((item) => !relevant.includes(item));
  return {
    best,
    places: Array.from(relevant, (item) => ({
      score: seen[item]!,
      better: others.filter((other) => seen[other]! > seen[item]!).length,
      level: others.filter((other) => seen[other] === seen[item] && !history.includes(other)).length,
      ahead: order.indexOf(item),
    })),
  };
}

/** Queries with histories and relevant items that are not in them; the first has neither. */
function queriesFor(items: number, count: number, seed: number): Asked[] {
  const random = new Random(seed);
  return Array.from({ length: count }, (_, q) => {
    const history: number[] = [];
    const relevant: number[] = [];
    for (let item = 0; item < items && q > 0; item++) {
      const draw = random.uniform();
      if (draw < 0.2) history.push(item);
      else if (draw < 0.35) relevant.push(item);
    }
    return { history: Uint32Array.from(history), relevant: Uint32Array.from(relevant) };
  });
}

describeVariants("ranking", (core) => {
  const shapes = [
    [1, 1, 1],
    [3, 15, 4],
    [17, 16, 10],
    [33, 70, 100],
    [5, 33, 0],
  ] as const;

  const compare = (
    asked: readonly Asked[],
    scores: ArrayLike<number>,
    items: number,
    args: ReturnType<typeof jobArgs>,
    scorable?: Uint8Array,
  ) => {
    let place = 0;
    asked.forEach((one, q) => {
      const row = Array.from({ length: items }, (_, item) => scores[q * items + item]!);
      const { best, places } = slowRank(row, one, scorable, args.k);
      const list = Array.from(args.best.subarray(q * args.k, (q + 1) * args.k)).filter((item) => item !== noItem);
      expect(list).toEqual(best);
      for (const { score, better, level, ahead } of places) {
        expect(args.relevantScores![place]! + 0).toBe(Math.fround(score) + 0); // 0 is −0
        expect(args.better![place]).toBe(better);
        if (score > Number.NEGATIVE_INFINITY) {
          expect(args.level![place]).toBe(level);
          expect(args.ahead![place]).toBe(ahead);
        }
        place++;
      }
    });
  };
  const jobOf = (
    asked: readonly Asked[],
    limit: number,
    items: number,
    arena: ReturnType<typeof core.arena>,
    scorable?: Uint8Array,
  ) =>
    jobArgs(
      {
        queries: asked.map(({ history }): Query => ({ history })),
        limit,
        relevant: asked.map(({ relevant }) => relevant),
        items,
        scorable: scorable && arena.u8(items),
      },
      arena,
    );

  test.each(shapes)("rankScores: %i queries, %i items, lists of %i, with ties, NaN and −∞", (count, items, limit) => {
    const arena = core.arena();
    const random = new Random(count);
    const asked = queriesFor(items, count, items);
    const scorable = Uint8Array.from({ length: items }, (_, item) => Number(item % 7 !== 3));
    const scores = Float32Array.from({ length: count * items }, () => {
      const draw = random.below(12);
      return draw === 0 ? Number.NaN : draw === 1 ? Number.NEGATIVE_INFINITY : draw - 6; // many are level
    });
    const ld = Math.ceil(items / 16) * 16;
    const args = jobOf(asked, limit, items, arena, scorable);
    args.scorable!.set(scorable);
    core.runNow("rankScores", count, { ...args, scores: arena.padded(scores, items, ld), ld });
    compare(asked, scores, items, args, scorable);
    arena.dispose();
  });

  test.each([
    [3, 20, 5],
    [17, 33, 1],
    [20, 40, 300],
  ])("rankFactors: %i queries, %i items, %i factors, with and without shifts", (count, items, factors) => {
    const arena = core.arena();
    const asked = queriesFor(items, count, 8);
    // whole numbers, so that sums are exact and ties are ties
    const whole = (length: number, seed: number) => randomFloats(length, seed).map((value) => Math.round(value * 2));
    const [U, V, itemBias] = [whole(count * factors, 1), whole(items * factors, 2), whole(items, 3)];
    const packed = packRight(core, arena, V, { rows: factors, columns: items, transposed: true });
    const products = slowProduct(
      U,
      Float64Array.from({ length: factors * items }, (_, p) => V[(p % items) * factors + Math.floor(p / items)]!),
      count,
      factors,
      items,
    );
    for (const shifts of [undefined, itemBias]) {
      const args = jobOf(asked, 6, items, arena);
      core.runNow("rankFactors", Math.ceil(count / 16), {
        ...args,
        U: arena.copyF32(U),
        packed,
        factors,
        itemBias: shifts && arena.copyF32(shifts),
      });
      compare(
        asked,
        products.map((value, p) => value + (shifts?.[p % items] ?? 0)),
        items,
        args,
      );
    }
    arena.dispose();
  });

  test.each([1, 16, 37])("rankDense and rankSparse score %i items by the rows of the history", (items) => {
    const arena = core.arena();
    const asked = queriesFor(items, 9, 4);
    const matrix = randomSparse(items, items, 0.3, 6);
    const whole = matrix.values.map((value) => Math.round(value * 4) / 4); // sums are exact
    const dense = new Float64Array(items * items);
    for (let i = 0; i < items; i++)
      for (let p = matrix.offsets[i]!; p < matrix.offsets[i + 1]!; p++)
        dense[i * items + matrix.columns[p]!] = whole[p]!;
    const ld = Math.ceil(items / 16) * 16;
    for (const weighted of [false, true]) {
      const weights = asked.flatMap(({ history }) => Array.from(history, (_, h) => (weighted ? (h % 3) + 1 : 1)));
      const expected = new Float64Array(asked.length * items);
      let entry = 0;
      asked.forEach(({ history }, q) => {
        for (const taken of history) {
          const weight = weights[entry++]!;
          for (let item = 0; item < items; item++) expected[q * items + item]! += weight * dense[taken * items + item]!;
        }
      });
      const given = weighted ? arena.copyF32(weights) : undefined;
      const args = jobOf(asked, 5, items, arena);
      core.runNow("rankDense", asked.length, { ...args, W: arena.padded(dense, items, ld), ld, weights: given });
      const withoutZeros = expected.map((score) => (score === 0 ? Number.NaN : score));
      compare(asked, withoutZeros, items, args);
      const { offsets, columns } = inMemory(arena, matrix);
      const sparse = { rows: offsets, columns, values: arena.copyF32(whole), weights: given };
      for (const zeroIsUnknown of [0, 1]) {
        const other = jobOf(asked, 5, items, arena);
        core.runNow("rankSparse", asked.length, { ...other, ...sparse, zeroIsUnknown });
        compare(asked, zeroIsUnknown ? withoutZeros : expected, items, other);
      }
    }
    arena.dispose();
  });

  test("scores alone are copied out as they are, those of the history too", () => {
    const arena = core.arena();
    const queries = [{ history: Uint32Array.of(1) }];
    const args = jobArgs(
      { queries, limit: 0, relevant: [Uint32Array.of(2, 1, 0)], scoresOnly: true, items: 3, scorable: undefined },
      arena,
    );
    core.runNow("rankScores", 1, { ...args, scores: arena.padded([5, 6, Number.NaN], 3, 16), ld: 16 });
    expect(Array.from(args.relevantScores!)).toEqual([Number.NaN, 6, 5]);
    arena.dispose();
  });
});
