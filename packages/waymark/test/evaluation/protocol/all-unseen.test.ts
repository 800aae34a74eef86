import { expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { answering, optionsOf, tinyWorld } from "./tiny.ts";

/** u0 has i0 and should find i1 and i2; u1 has i1 and should find i3; u2 has i0 and i1 and should find i4. */
const world = tinyWorld({ users: 4, items: 5 }, [
  {
    train: [
      [0, 0],
      [1, 1],
      [2, 0],
      [2, 1],
    ],
    test: [
      [1, 3],
      [0, 2],
      [0, 1],
      [2, 4],
    ],
  },
]);
const descending = answering("descending", { score: () => [5, 4, 3, 2, 1] });

test("every item without a training row is ranked, and every figure can be worked out by hand", async () => {
  const { results, protocol } = await evaluate(world.data, [descending], optionsOf(world));
  const { metrics } = results[0]!;
  // Candidates in order: u0 i1 i2 | i3 i4, u1 i0 i2 | i3 i4, u2 i2 i3 | i4. Hits: u0 both, u1 none, u2 none.
  expect(metrics["precision@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics["recall@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics["recall-capped@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics["f1@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics["ndcg@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics["map@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics["hit@2"]).toBeCloseTo((1 + 0 + 0) / 3, 14);
  expect(metrics.mrr).toBeCloseTo((1 + 1 / 3 + 1 / 3) / 3, 14);
  // u0: 4 of 4 pairs; u1: i3 above i4 alone of i0 i2 i4; u2: i4 above neither i2 nor i3
  expect(metrics.auc).toBeCloseTo((1 + 1 / 3 + 0) / 3, 14);
  expect(metrics["coverage@2"]).toBe(4 / 5); // i0 i1 i2 i3
  expect(metrics["gini@2"]).toBeCloseTo((-4 * 0 - 2 * 1 + 0 * 1 + 2 * 1 + 4 * 3) / (5 * 6), 14); // exposure 0 1 1 1 3
  expect(metrics["popularity@2"]).toBeCloseTo((2 / 2 + 2 / 2 + 0) / 3, 14); // i0 and i1 have two takers, others none
  const [taken, untaken] = [Math.log2(3 / 2), Math.log2(3)]; // of three users with training rows
  expect(metrics["novelty@2"]).toBeCloseTo(((taken + untaken) / 2 + (taken + untaken) / 2 + untaken) / 3, 14);
  expect(protocol).toMatchObject({
    name: "by-hand, all unseen items, k = 2, positives: every test row, seed 0",
    candidates: "all-unseen",
    testRows: 4,
    testUsers: 3,
    usersLeftOut: 0,
    folds: 1,
  });
});

test("equal scores stand in item order", async () => {
  const level = answering("level", { score: () => [7, 7, 7, 7, 7] });
  const { metrics } = (await evaluate(world.data, [level], optionsOf(world))).results[0]!;
  expect(metrics["precision@2"]).toBeCloseTo(1 / 3, 14); // the same lists as `descending`
  expect(metrics.mrr).toBeCloseTo((1 + 1 / 3 + 1 / 3) / 3, 14);
  expect(metrics.auc).toBe(1 / 2);
});

test("an item that cannot be scored is in no list, and last for the AUC; short lists are noted", async () => {
  const silent = Number.NaN;
  const model = answering("partly", { score: () => [silent, silent, 3, silent, 1] });
  const { metrics, notes } = (await evaluate(world.data, [model], optionsOf(world))).results[0]!;
  // Lists: u0 i2 i4, u1 i2 i4, u2 i2 i4
  expect(metrics["precision@2"]).toBeCloseTo((1 / 2 + 0 + 1 / 2) / 3, 14);
  expect(metrics.mrr).toBeCloseTo((1 + 0 + 1 / 2) / 3, 14);
  // u0: i1 (NaN) level with i3, below i4; i2 above both: (½ + 0 + 1 + 1) / 4. u1: i3 level with i0: ½ of 3.
  // u2: i4 above i3 (NaN), below i2: 1 of 2.
  expect(metrics.auc).toBeCloseTo((2.5 / 4 + 0.5 / 3 + 1 / 2) / 3, 14);
  expect(notes!.join(" ")).not.toContain("shorter");
  const fewer = answering("fewer", { score: () => [silent, silent, 3, silent, silent] });
  const short = (await evaluate(world.data, [fewer], optionsOf(world))).results[0]!;
  expect(short.notes!.join(" ")).toContain("3 of 3 lists are shorter than asked");
  expect(short.metrics["precision@2"]).toBeCloseTo((1 / 2 + 0 + 0) / 3, 14); // the places left empty are misses
});

test("a model that can score nothing has no list metrics, and says why", async () => {
  const mute = answering("mute", { score: () => new Array<number>(5).fill(Number.NaN) });
  const [{ metrics, notes }] = (await evaluate(world.data, [mute], optionsOf(world))).results as [never];
  expect(metrics).toEqual({});
  expect(notes).toEqual(["It could not score any course: no list metrics."]);
});

test("a user without training rows is a new user to the model: an empty history and no user row", async () => {
  const cold = tinyWorld({ users: 2, items: 3 }, [{ train: [[0, 0]], test: [[1, 2]] }]);
  const asked: unknown[] = [];
  const model = answering("curious", {
    score: (query) => {
      asked.push({ history: [...query.history], user: query.user });
      return [1, 2, 3];
    },
  });
  await evaluate(cold.data, [model], optionsOf(cold));
  expect(asked).toEqual([{ history: [], user: undefined }]);
});

test("a test row whose pair is in the training part is not looked for, and is counted", async () => {
  const twice = tinyWorld({ users: 2, items: 3 }, [
    {
      train: [
        [0, 0],
        [1, 0],
      ],
      test: [
        [0, 0],
        [0, 1],
        [1, 0],
      ],
    },
  ]);
  const { results, protocol } = await evaluate(
    twice.data,
    [answering("descending", { score: () => [3, 2, 1] })],
    optionsOf(twice, { k: [1] }),
  );
  expect(results[0]!.metrics["recall@1"]).toBe(1);
  expect(protocol.usersLeftOut).toBe(1); // u1 has nothing else
  expect(protocol.notes!.join(" ")).toContain("2 test rows repeat a training row");
});

test("several cutoffs are measured on one list, and metrics of folds are averaged", async () => {
  const folds = tinyWorld({ users: 2, items: 4 }, [
    { train: [[0, 0]], test: [[0, 1]] },
    {
      train: [[0, 0]],
      test: [
        [0, 3],
        [1, 3],
      ],
    },
  ]);
  const model = answering("descending", { score: () => [4, 3, 2, 1] });
  const { results, protocol } = await evaluate(folds.data, [model], optionsOf(folds, { k: [3, 1] }));
  const { metrics } = results[0]!;
  expect(metrics["hit@1"]).toBe((1 + 0) / 2);
  expect(metrics["hit@3"]).toBe((1 + (1 + 0) / 2) / 2); // fold 1: u0 finds i3 third, u1 has four candidates
  expect(metrics["coverage@3"]).toBe((3 / 4 + 4 / 4) / 2); // i1 i2 i3; and i0 i1 i2 of u1 with them
  expect(protocol).toMatchObject({ folds: 2, k: [1, 3], testUsers: 3, testRows: 3 });
});

test("diversity compares topics where there are any, else who took the courses, and says which", async () => {
  const topics = CsrMatrix.fromCoordinates(3, 2, Uint32Array.of(0, 1, 2), Uint32Array.of(0, 0, 1));
  const none = [undefined, undefined, undefined];
  const fold = {
    train: [
      [0, 0],
      [0, 1],
      [1, 1],
      [1, 2],
    ] as const,
    test: [[2, 0]] as const,
  };
  const size = { users: 3, items: 3 };
  const itemFeatures = { titles: none, texts: none, topics: { names: ["x", "y"], matrix: topics } };
  const model = answering("descending", { score: () => [3, 2, 1] });

  const withTopics = tinyWorld(size, [fold], { itemFeatures });
  const first = await evaluate(withTopics.data, [model], optionsOf(withTopics));
  expect(first.results[0]!.metrics["diversity@2"]).toBeCloseTo(0, 14); // i0 and i1 share their topic
  expect(first.protocol.notes!.join(" ")).toContain("by their topics");

  const without = tinyWorld(size, [fold]);
  const second = await evaluate(without.data, [model], optionsOf(without));
  expect(second.results[0]!.metrics["diversity@2"]).toBeCloseTo(1 - 1 / Math.sqrt(1 * 2), 14); // takers {u0}, {u0, u1}
  expect(second.protocol.notes!.join(" ")).toContain("by who took them");
});

test("a list of one cannot be diverse: the metric is absent, with the reason", async () => {
  const { metrics, notes } = (await evaluate(world.data, [descending], optionsOf(world, { k: [1] }))).results[0]!;
  expect(metrics).not.toHaveProperty("diversity@1");
  expect(notes!.join(" ")).toContain("diversity@1 is absent");
});

test("a model that can score nothing for one user of three keeps its list metrics", async () => {
  const model = answering("shy", {
    score: ({ user }) => (user === 0 ? new Array<number>(5).fill(Number.NaN) : [5, 4, 3, 2, 1]),
  });
  const { metrics, notes } = (await evaluate(world.data, [model], optionsOf(world, { k: [3] }))).results[0]!;
  expect(metrics["hit@3"]).toBeCloseTo((0 + 1 + 1) / 3, 14); // u1: i0 i2 i3, u2: i2 i3 i4
  expect(notes).toContain("1 of 3 lists are shorter than asked: it could not score more courses.");
});

test("a list is short where a relevant course, too, could have filled it", async () => {
  const silent = Number.NaN;
  const model = answering("partly", { score: () => [silent, 1, 1, 1, silent] });
  const { notes } = (await evaluate(world.data, [model], optionsOf(world, { k: [4] }))).results[0]!;
  expect(notes!.join(" ")).toContain("3 of 3 lists are shorter"); // u0 3 of 4 places, u1 2 of 4, u2 2 of its 3 candidates
});

test("what a fold has to say of itself stands among the notes of the protocol", async () => {
  const [fold] = await world.split.apply(world.data, 0);
  const split = { ...world.split, apply: async () => [{ ...fold!, notes: ["f0: 3 test rows left out in cleaning"] }] };
  const { protocol } = await evaluate(world.data, [descending], { ...optionsOf(world), split });
  expect(protocol.notes).toContain("f0: 3 test rows left out in cleaning");
});
