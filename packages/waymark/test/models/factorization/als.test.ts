import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import type { ImplicitAlsModel } from "../../../src/models/factorization/als/implicit-als-model.ts";
import { trainAls } from "../../../src/models/factorization/als/train-als.ts";
import { als } from "../../../src/models/factorization/als.ts";
import { alsWr } from "../../../src/models/factorization/als-wr.ts";
import { queryOf, recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenDataset, goldenMatrix } from "../../golden/implicit-feedback/matrix.ts";
import { twoFaculties } from "../../two-faculties.ts";

describeModel(als, { params: { factors: 4, regularization: 0.5 } });
describeModel(alsWr, { params: { factors: 4, regularization: 0.1 } });

describe("als by hand", () => {
  // two learners, two courses, one factor: ada has both, bea the first
  const data = Dataset.fromRows([
    { user: "ada", item: "a" },
    { user: "ada", item: "b" },
    { user: "bea", item: "a" },
  ]);

  test("solves a learner's one number from the courses' numbers", async () => {
    // c = 1 + 3 = 4 on entries, ridge 0.5; items start at 1 and 2, so G = 1 + 4 = 5 and one epoch begins with
    //   ada: (5 + 0.5 + 3·(1 + 4)) x = 4·(1 + 2)  →  x = 12 / 20.5
    //   bea: (5 + 0.5 + 3·1) x = 4·1              →  x = 4 / 8.5
    const matrix = data.userItems;
    const confidences = new CsrMatrix(2, matrix.offsets, matrix.columns, Float64Array.of(4, 4, 4));
    const settings = {
      owner: "als",
      factors: 1,
      epochs: 1,
      ridge: () => 0.5,
      steps: 9,
      objective: "implicit",
    } as const;
    const start = { users: new Float32Array(2), items: Float32Array.of(1, 2) };
    for (const solver of ["exact", "cg"] as const) {
      const learned = await trainAls(confidences, confidences.transpose(), { ...settings, solver }, start, {}, false);
      const [ada, bea] = [12 / 20.5, 4 / 8.5];
      expect(learned.users[0]).toBeCloseTo(ada, 5);
      expect(learned.users[1]).toBeCloseTo(bea, 5);
      // then the courses: G = ada² + bea²; a is had by both, b by ada
      const squares = ada ** 2 + bea ** 2;
      expect(learned.items[0]).toBeCloseTo((4 * (ada + bea)) / (squares + 0.5 + 3 * squares), 5);
      expect(learned.items[1]).toBeCloseTo((4 * ada) / (squares + 0.5 + 3 * ada ** 2), 5);
    }
  });

  test("observed entries alone count where ratings are the targets", async () => {
    const matrix = data.userItems;
    const ratings = new CsrMatrix(2, matrix.offsets, matrix.columns, Float64Array.of(5, 1, 3));
    const start = { users: new Float32Array(2), items: Float32Array.of(1, 2) };
    const settings = {
      owner: "als-wr",
      factors: 1,
      epochs: 1,
      steps: 0,
      solver: "exact",
      objective: "observed",
    } as const;
    const ridge = (entries: number) => 0.1 * entries;
    const learned = await trainAls(ratings, ratings.transpose(), { ...settings, ridge }, start, {}, false);
    expect(learned.users[0]).toBeCloseTo((5 * 1 + 1 * 2) / (1 + 4 + 0.2), 5);
    expect(learned.users[1]).toBeCloseTo(3 / (1 + 0.1), 5);
  });
});

test("ends at the factors of a NumPy reference of ALS-WR from the same start", async () => {
  interface Expected {
    readonly factors: number;
    readonly regularization: number;
    readonly iterations: number;
    readonly startItems: readonly (readonly number[])[];
    readonly users: readonly (readonly number[])[];
    readonly items: readonly (readonly number[])[];
  }
  const { factors, regularization, iterations, startItems, users, items } = golden<Expected>("explicit-als");
  const ratings = goldenMatrix("ratings");
  const learned = await trainAls(
    ratings,
    ratings.transpose(),
    {
      owner: "als-wr",
      factors,
      epochs: iterations,
      ridge: (entries) => regularization * Math.max(1, entries),
      solver: "exact",
      steps: 0,
      objective: "observed",
    },
    { users: new Float32Array(users.length * factors), items: Float32Array.from(startItems.flat()) },
    {},
    false,
  );
  for (const [found, wanted] of [
    [learned.users, users.flat()],
    [learned.items, items.flat()],
  ] as const)
    found.forEach((value, p) => {
      expect(value).toBeCloseTo(wanted[p]!, 3); // float32; the equations of 4 ratings and 4 factors are ill conditioned
    });
});

describe("fitted als", () => {
  const data = goldenDataset();
  const params = { factors: 5, regularization: 0.3, alpha: 3, epochs: 4 };

  test.each([0, 1])("answers a new user as a trained learner with that history, scaling %d", async (scaling) => {
    const model = await als({ ...params, regularizationScaling: scaling }).fit(data);
    for (const user of [0, 7, 20]) {
      const { history } = queryOf(data, user);
      const own = model.score({ history, user });
      model.score({ history }).forEach((score, item) => {
        expect(score).toBeCloseTo(own[item]!, 4);
      });
    }
  });

  test("explains by the terms of the learner's own equation", async () => {
    const model = await als(params).fit(data);
    const { history } = queryOf(data, 3);
    const item = Array.from({ length: data.items.size }, (_, i) => i).find((i) => !history.includes(i))!;
    // score(i) = Σ c yᵢᵀ A⁻¹ yⱼ is linear in the right side of the equation: what remains of it when all other courses'
    // terms are taken away is j's part. Here by solving A x = c yⱼ with the twin below.
    const { data: Y, shape } = model.state().tensors.itemFactors!;
    const parts = Array.from(history, (taken) => ({
      item: taken,
      part: partOf(Array.from(Y), shape[1]!, history, taken, item),
    }));
    const positive = parts.filter(({ part }) => part > 0).sort((a, b) => b.part - a.part);
    const total = positive.reduce((sum, { part }) => sum + part, 0);
    const explained = model.explain({ history }, item);
    expect(explained.map((part) => part.item)).toEqual(positive.map((part) => part.item));
    explained.forEach(({ share }, n) => {
      expect(share).toBeCloseTo(positive[n]!.part / total, 6);
    });
    const score = parts.reduce((sum, { part }) => sum + part, 0);
    expect(model.score({ history })[item]).toBeCloseTo(score, 6);
  });

  test("folds in a course from those who took it near its trained place", async () => {
    const model = (await als({ ...params, epochs: 30 }).fit(data)) as ImplicitAlsModel;
    const takers = data.itemUsers.row(4).columns;
    const { data: Y, shape } = model.state().tensors.itemFactors!;
    const folded = model.foldInItem(takers)!;
    folded.forEach((value, f) => {
      expect(value).toBeCloseTo(Y[4 * shape[1]! + f]!, 1);
    });
    expect(model.foldInItem(Uint32Array.of(100_000))).toBeUndefined();
  });

  test("has the same bits on one thread and on all", async () => {
    const one = await als(params).fit(data, { seed: 2, threads: 1 });
    const all = await als(params).fit(data, { seed: 2 });
    expect(all.state()).toEqual(one.state());
  });

  test.each([0, 0.5, 1])(
    "with a scaling of %d pulls by that power of a history's length + courses / alpha",
    async (scaling) => {
      const model = await als({ ...params, regularizationScaling: scaling }).fit(data);
      const { data: Y, shape } = model.state().tensors.itemFactors!;
      const regularization = 0.3 * (8 + data.items.size / 3) ** scaling;
      const history = Uint32Array.of(0, 2, 3, 5, 8, 13, 14, 20);
      const score = history.reduce(
        (sum, taken) => sum + partOf(Array.from(Y), shape[1]!, history, taken, 7, regularization),
        0,
      );
      expect(model.score({ history })[7]).toBeCloseTo(score, 6);
    },
  );
});

test("without regularization and with fewer courses than factors it says what to raise", async () => {
  const data = twoFaculties({ size: 3 });
  await expect(als({ factors: 40, regularization: 0, solver: "exact" }).fit(data)).rejects.toMatchObject({
    code: "fit_diverged",
    message: expect.stringContaining("raise regularization"),
  });
});

/** c · yᵢᵀ A⁻¹ yⱼ with A = YᵀY + ridge I + 3 Σ y yᵀ over the history and c = 4, by Gauss–Jordan elimination. */
function partOf(
  Y: readonly number[],
  factors: number,
  history: Uint32Array,
  taken: number,
  item: number,
  ridge = 0.3,
): number {
  const row = (i: number) => Y.slice(i * factors, (i + 1) * factors);
  const A = Array.from({ length: factors }, (_, r) =>
    Array.from({ length: factors }, (_, c) => {
      let sum = r === c ? ridge : 0;
      for (let i = 0; i * factors < Y.length; i++) sum += row(i)[r]! * row(i)[c]!;
      for (const i of history) sum += 3 * row(i)[r]! * row(i)[c]!;
      return sum;
    }),
  );
  const x = row(taken).map((value) => 4 * value);
  for (let p = 0; p < factors; p++) {
    const pivot = A[p]![p]!;
    for (let r = 0; r < factors; r++) {
      if (r === p) continue;
      const times = A[r]![p]! / pivot;
      for (let c = 0; c < factors; c++) A[r]![c]! -= times * A[p]![c]!;
      x[r]! -= times * x[p]!;
    }
  }
  return row(item).reduce((sum, value, f) => sum + (value * x[f]!) / A[f]![f]!, 0);
}

test("factors that regularization draws to 0 list nothing", async () => {
  const data = twoFaculties({ size: 3 });
  const model = await als({ regularization: 1e6, epochs: 50 }).fit(data);
  expect(recommend(model, queryOf(data, 0), 5)).toEqual([]);
  expect(recommend(model, { history: Uint32Array.of(0) }, 5)).toEqual([]);
});
