import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Dataset } from "../../../src/data/dataset.ts";
import { userKnn } from "../../../src/models/knn/user-knn.ts";
import { canPredict, type Model, type Predictor, queryOf } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { golden, goldenData, largestGap } from "../../golden/neighbours/surprise.ts";

describeModel(userKnn);

/** Learner a took x and y, b all three, c y and z, d z. */
const lists = Dataset.fromRows(
  ["ax", "ay", "bx", "by", "bz", "cy", "cz", "dz"].map((pair) => ({ user: pair[0]!, item: pair[1]! })),
);
const [x, y, z] = [0, 1, 2];

describe("user-knn without ratings", () => {
  test("adds up the cosines of the learners who took the course", async () => {
    const model = await userKnn({ damping: 0 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x) });
    expect(scores[y]).toBeCloseTo(1 / Math.sqrt(2) + 1 / Math.sqrt(3), 12); // a and b
    expect(scores[z]).toBeCloseTo(1 / Math.sqrt(3), 12); // b alone: c and d share nothing with x
  });

  test("lets popular courses count less", async () => {
    // courses x, y, z count 1/2, 1/3, 1/3, so lists weigh a 5/6, b 7/6, c 2/3, d 1/3
    const model = await userKnn({ damping: 1 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x, y) });
    const b = 5 / 6 / Math.sqrt((5 / 6) * (7 / 6));
    const c = 1 / 3 / Math.sqrt((5 / 6) * (2 / 3));
    expect(scores[z]).toBeCloseTo(b + c, 12);
  });

  test("shrinks similarities that rest on few shared courses", async () => {
    const model = await userKnn({ damping: 0, shrinkage: 4 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x, y) });
    expect(scores[z]).toBeCloseTo((2 / Math.sqrt(6)) * (2 / 6) + (1 / 2) * (1 / 5), 12); // b shares two, c one
  });

  test("listens to the nearest learners only", async () => {
    const model = await userKnn({ damping: 0, neighbours: 1 }).fit(lists);
    const scores = model.score({ history: Uint32Array.of(x) });
    expect(scores[y]).toBeCloseTo(1 / Math.sqrt(2), 12);
    expect(scores[z]).toBeNaN();
  });

  test("says nothing where fewer neighbours than asked for took the course", async () => {
    const model = await userKnn({ damping: 0, minNeighbours: 2 }).fit(lists);
    expect(model.score({ history: Uint32Array.of(x) })[z]).toBeNaN();
    expect(model.explain({ history: Uint32Array.of(x) }, z)).toEqual([]);
    expect(model.score({ history: Uint32Array.of(x) })[y]).toBeGreaterThan(0);
  });

  test("never takes a learner for their own neighbour", async () => {
    const model = await userKnn({ damping: 0 }).fit(lists);
    const b = queryOf(lists, 1);
    expect(model.score(b)[z]).toBeCloseTo(2 / Math.sqrt(6) + 1 / Math.sqrt(3), 12); // c and d
    expect(model.score({ history: b.history })[z]).toBeCloseTo(1 + 2 / Math.sqrt(6) + 1 / Math.sqrt(3), 12); // a twin
  });

  test("explains by the shared courses that make learners neighbours", async () => {
    const model = await userKnn({ damping: 1 }).fit(lists);
    const b = 5 / 6 / Math.sqrt((5 / 6) * (7 / 6)); // of which 1/2 by x and 1/3 by y
    const c = 1 / 3 / Math.sqrt((5 / 6) * (2 / 3)); // all by y
    const shares = new Map(
      model.explain({ history: Uint32Array.of(x, y) }, z).map(({ item, share }) => [item, share] as const),
    );
    expect(shares.get(x)).toBeCloseTo((b * (1 / 2)) / (5 / 6) / (b + c), 12);
    expect(shares.get(y)).toBeCloseTo(((b * (1 / 3)) / (5 / 6) + c) / (b + c), 12);
  });

  test("promises no ratings", async () => {
    expect(canPredict(await userKnn().fit(lists))).toBe(false);
    expect(canPredict(await userKnn().fit(goldenData))).toBe(true);
  });

  test("refuses a similarity that needs ratings", async () => {
    await expect(userKnn({ similarity: "pearson" }).fit(lists)).rejects.toMatchObject({ code: "unsuited_data" });
  });
});

describe("user-knn with ratings", () => {
  const small = Dataset.fromRows(
    [
      { user: "u1", item: "a", value: 5 },
      { user: "u1", item: "b", value: 3 },
      { user: "u2", item: "a", value: 4 },
      { user: "u2", item: "b", value: 2 },
      { user: "u2", item: "c", value: 1 },
      { user: "u3", item: "b", value: 5 },
      { user: "u3", item: "c", value: 2 },
    ],
    { scale: { min: 1, max: 5 } },
  );
  const u1 = queryOf(small, 0);
  const plain = { similarity: "msd", centring: "none" } as const;
  const [s2, s3] = [1 / (1 + 1), 1 / (4 + 1)]; // differences from u2: 1 and 1; from u3: 2

  test("averages what similar learners rated, weighted by similarity", async () => {
    const model = (await userKnn(plain).fit(small)) as Model & Predictor;
    expect(model.predict(u1, Uint32Array.of(2))[0]).toBeCloseTo((s2 * 1 + s3 * 2) / (s2 + s3), 12);
  });

  test("lets the expected rating weigh beside the neighbours", async () => {
    const model = (await userKnn({ similarity: "msd", centring: "mean", prior: 0.7 }).fit(small)) as Model & Predictor;
    // means: u1 4, u2 7/3, u3 7/2
    const weighted = s2 * (1 - 7 / 3) + s3 * (2 - 7 / 2);
    expect(model.predict(u1, Uint32Array.of(2))[0]).toBeCloseTo(4 + weighted / (s2 + s3 + 0.7), 12);
  });

  test("counts what few ratings say for less in lists, never in predictions", async () => {
    // c has 2 raters; the learner's mean is 4
    const bold = await userKnn({ ...plain, scoreShrinkage: 0 }).fit(small);
    const wary = await userKnn({ ...plain, scoreShrinkage: 6 }).fit(small);
    expect(wary.score(u1)[2]).toBeCloseTo(4 + ((bold.score(u1)[2]! - 4) * 2) / (2 + 6), 12);
    expect(wary.predict!(u1, Uint32Array.of(2))).toEqual(bold.predict!(u1, Uint32Array.of(2)));
  });

  test("passes each neighbour's part on to the courses rated alike", async () => {
    const model = await userKnn(plain).fit(small);
    const parts = model.explain(u1, 2);
    const total = s2 * 1 + s3 * 2;
    expect(parts.map(({ item }) => item)).toEqual([1, 0]);
    expect(parts[0]!.share).toBeCloseTo(((s2 * 1) / 2 + s3 * 2) / total, 12); // b: half of u2, all of u3
    expect(parts[1]!.share).toBeCloseTo((s2 * 1) / 2 / total, 12);
  });

  test.each(golden.neighbours.filter(({ model }) => model === "user-knn"))(
    "predicts what Surprise predicts, $params",
    async ({ params, predictions }) => {
      const model = (await userKnn({ ...params, prior: 0 }).fit(goldenData)) as Model & Predictor;
      expect(largestGap(model, predictions)).toBeLessThan(1e-10);
    },
  );

  const settings = fc.record({
    similarity: fc.constantFrom("cosine", "msd", "pearson", "pearson-baseline"),
    centring: fc.constantFrom("none", "mean", "z-score", "baseline"),
    shrinkage: fc.constantFrom(0, 3),
    neighbours: fc.integer({ min: 1, max: 6 }),
    minNeighbours: fc.integer({ min: 1, max: 2 }),
    scoreShrinkage: fc.constant(0),
  });

  test("scores as it predicts where no shrinkage is asked for, whatever the settings", async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.nat(7), async (params, user) => {
        const model = (await userKnn(params).fit(goldenData)) as Model & Predictor;
        const query = queryOf(goldenData, user);
        const predicted = model.predict(
          query,
          Uint32Array.from({ length: 7 }, (_, item) => item),
        );
        model.score(query).forEach((score, item) => {
          if (Number.isNaN(score)) expect(predicted[item]).toBeNaN();
          else expect(predicted[item]).toBeCloseTo(Math.max(1, Math.min(5, score)), 12);
        });
      }),
      { numRuns: 60 },
    );
  });

  test("explains with positive shares of the history that sum to 1, or not at all, whatever the settings", async () => {
    await fc.assert(
      fc.asyncProperty(settings, fc.nat(7), fc.nat(6), async (params, user, item) => {
        const model = await userKnn(params).fit(goldenData);
        const query = queryOf(goldenData, user);
        const parts = model.explain(query, item);
        for (const part of parts) {
          expect(query.history).toContain(part.item);
          expect(part.share).toBeGreaterThan(0);
        }
        if (parts.length > 0) expect(parts.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 60 },
    );
  });

  test("leaves no trace of one question in the next", async () => {
    const model = await userKnn(plain).fit(small);
    const before = model.score(u1);
    (model as Model & Predictor).predict(queryOf(small, 2), Uint32Array.of(0));
    model.explain(queryOf(small, 1), 0);
    expect(model.score(u1)).toEqual(before);
  });
});
