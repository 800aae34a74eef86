import { describe, expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import type { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { itemKnn } from "../../../src/models/knn/item-knn.ts";
import { implicitNeighbours } from "../../../src/models/knn/nearest-rows.ts";
import { userKnn } from "../../../src/models/knn/user-knn.ts";
import { type Model, type Query, queryOf } from "../../../src/models/model.ts";
import { scoringFormOf } from "../../../src/models/scoring/scoring-form.ts";
import { randomSparse } from "../../kernels/sparse-twin.ts";

/** 70 learners, 45 courses, some of neither in any pair. */
const data = datasetOf(randomSparse(70, 45, 0.2, 8));

function datasetOf({ rowCount, columnCount, offsets, columns }: CsrMatrix): Dataset {
  const ids = (size: number, letter: string) =>
    Array.from({ length: size }, (_, n) => `${letter}${String(n).padStart(4, "0")}`);
  const users = Uint32Array.from(columns, (_, p) => offsets.findIndex((start) => start > p) - 1);
  return new Dataset({
    name: "random",
    users: new Vocabulary("learner", ids(rowCount, "u")),
    items: new Vocabulary("course", ids(columnCount, "i")),
    interactions: { users, items: columns },
  });
}

const queries: readonly Query[] = [
  ...Array.from({ length: 70 }, (_, user) => queryOf(data, user)),
  { history: new Uint32Array(0) },
  { history: Uint32Array.of(30, 2, 17) }, // a new user, in no order
];

/** One row of scores a query, by the block form. */
async function blockScores(model: Model, threads: number): Promise<Float32Array> {
  const form = scoringFormOf(model);
  if (form?.kind !== "block") throw new Error("no block form");
  const core = sharedCore();
  const arena = core.arena();
  try {
    const scorer = form.open(arena, core);
    const out = arena.f32(queries.length * 48);
    await scorer.score(queries, out, 48, { threads });
    return Float32Array.from(out);
  } finally {
    arena.dispose();
  }
}

describe("user-knn a block of learners at a time", () => {
  test.each([
    {},
    { neighbours: 3 },
    { damping: 0, shrinkage: 4, neighbours: 5 },
    { minNeighbours: 3 },
    { neighbours: 100_000, minNeighbours: 2 },
  ])("scores as one learner at a time, rounded to float32, %o", async (params) => {
    const model = await userKnn(params).fit(data);
    const out = await blockScores(model, 2);
    queries.forEach((query, q) => {
      const expected = Float32Array.from(model.score(query), (score) => Math.fround(score));
      expect(out.subarray(q * 48, q * 48 + 45)).toEqual(expected);
    });
  });

  test("gives memory back when its arena ends", async () => {
    const model = await userKnn().fit(data);
    await blockScores(model, 1);
    const before = sharedCore().used;
    for (let n = 0; n < 20; n++) await blockScores(model, 1);
    expect(sharedCore().used).toBe(before);
  });
});

describe("item-knn on the core", () => {
  test("weighs by the neighbours of the course offered, in rows of the course taken", async () => {
    const model = await itemKnn({ neighbours: 4 }).fit(data);
    const form = scoringFormOf(model);
    if (form?.kind !== "sparse") throw new Error("no sparse form");
    for (let taken = 0; taken < 45; taken++) {
      const scores = model.score({ history: Uint32Array.of(taken) });
      const row = new Float64Array(45).fill(Number.NaN);
      form.weights.row(taken).columns.forEach((item) => {
        row[item] = form.weights.find(taken, item)!;
      });
      expect(scores).toEqual(row);
    }
  });

  test("counts neighbours in float64 where several are needed", async () => {
    expect(scoringFormOf(await itemKnn({ minNeighbours: 2 }).fit(data))?.kind).toBe("exact");
  });

  test("reports every course once, whatever the threads", async () => {
    for (const threads of [1, 2]) {
      const seen: number[] = [];
      await itemKnn().fit(data, { threads, onProgress: ({ done, of }) => seen.push(done / of) });
      expect(seen.at(-1)).toBe(1);
      expect(seen.every((share, n) => share <= 1 && (n === 0 || share >= seen[n - 1]!))).toBe(true);
    }
  });

  test("stops comparing courses when aborted, and keeps no memory", async () => {
    const long = randomSparse(3000, 1500, 0.1, 2);
    const before = sharedCore().used;
    const abort = new AbortController();
    const settings = { damping: 0.5, shrinkage: 0, neighbours: 10 };
    const options = {
      signal: abort.signal,
      threads: 1,
      onProgress: () => abort.abort(), // in the midst: progress comes between slices of 10 ms
    };
    await expect(implicitNeighbours(long.transpose(), long, settings, options)).rejects.toThrow(/abort/i);
    expect(sharedCore().used).toBeLessThanOrEqual(before + 2 ** 20); // the threads' scratch stays
  });
});
