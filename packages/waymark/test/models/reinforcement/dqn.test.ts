import { describe, expect, test } from "vitest";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import { appendHistory, type Progress, type Query, queryOf, usesLiveHistory } from "../../../src/models/model.ts";
import { dqn } from "../../../src/models/reinforcement/dqn.ts";
import { describeModel } from "../../contract/estimator-contract.ts";

describeModel(dqn, {
  params: { factors: 8, epochs: 60, batchSize: 32, learningRate: 0.02, cqlAlpha: 0.3, patience: 0 },
});

/**
 * A world whose best values are known. Half of the learners take `hard` first (0.3) and then `proof` (1), the others `easy` (0.7) and then
 * `quiz` (0.2). With γ = 0.9: Q(∅, hard) = 0.3 + 0.9 · 1 = 1.2, Q(∅, easy) = 0.7 + 0.9 · 0.2 = 0.88.
 */
function twoWays(learners = 100): Dataset {
  const rows = Array.from({ length: learners }, (_, n): Row[] => {
    const user = `learner-${n}`;
    return n % 2 === 0
      ? [
          { user, item: "proof", value: 1, time: 2 }, // later, though it stands first
          { user, item: "hard", value: 0.3, time: 1 },
        ]
      : [
          { user, item: "easy", value: 0.7, time: 1 },
          { user, item: "quiz", value: 0.2, time: 2 },
        ];
  });
  return Dataset.fromRows(rows.flat(), { scale: { min: 0, max: 1 } });
}

const small = { factors: 8, batchSize: 50, learningRate: 0.01, patience: 0, targetUpdateInterval: 10 };
const start: Query = { history: new Uint32Array(0) };

/** Q of every course by its name. */
const valuesOf = (model: { score(query: Query): Float64Array }, data: Dataset, query: Query = start) =>
  Object.fromEntries(data.items.ids.map((id, item) => [id, model.score(query)[item]!]));
const having = (data: Dataset, item: string, value: number): Query => ({
  history: Uint32Array.of(data.items.index(item)),
  weights: Float64Array.of(value),
});

describe("dqn in a world with known values", () => {
  const data = twoWays();
  const far = { ...small, epochs: 200, discount: 0.9, cqlAlpha: 0.03 };

  test("finds the values of what the log supports, and so the better way", async () => {
    const model = await dqn(far).fit(data);
    const first = valuesOf(model, data);
    expect(first.hard).toBeCloseTo(1.2, 1);
    expect(first.easy).toBeCloseTo(0.88, 1);
    expect(valuesOf(model, data, having(data, "hard", 0.3)).proof).toBeCloseTo(1, 1);
    expect(valuesOf(model, data, having(data, "easy", 0.7)).quiz).toBeCloseTo(0.2, 1);
  });

  test("looking no step ahead, it takes the easy way", async () => {
    const first = valuesOf(await dqn({ ...far, discount: 0 }).fit(data), data);
    expect(first.easy).toBeCloseTo(0.7, 1);
    expect(first.hard).toBeCloseTo(0.3, 1);
  });

  test("the conservative term holds what the log does not support below what it does", async () => {
    const model = await dqn(far).fit(data);
    const first = valuesOf(model, data);
    expect(Math.max(first.proof!, first.quiz!)).toBeLessThan(Math.min(first.hard!, first.easy!) - 0.5);
    const next = valuesOf(model, data, having(data, "hard", 0.3));
    expect(Math.max(next.quiz!, next.easy!)).toBeLessThan(next.proof! - 0.5);
    const careless = valuesOf(await dqn({ ...far, cqlAlpha: 0 }).fit(data), data);
    expect(careless.proof! + careless.quiz!).toBeGreaterThan(first.proof! + first.quiz!);
  });

  test("with few actions drawn at each step it finds the same way", async () => {
    const first = valuesOf(await dqn({ ...far, actions: 2, cqlAlpha: 0.1 }).fit(data), data);
    expect(first.hard).toBeGreaterThan(first.easy!);
    expect(first.easy).toBeGreaterThan(Math.max(first.proof!, first.quiz!));
  });
});

describe("a history that grows", () => {
  test("moves a learner's ranks at once, by what was taken and by how it went", async () => {
    // whoever does well in `test` goes on with `advanced`, the others with `revision`
    const rows = Array.from({ length: 60 }, (_, n): Row[] => [
      { user: `u${n}`, item: "test", value: n % 2, time: 1 },
      { user: `u${n}`, item: n % 2 ? "advanced" : "revision", value: 1, time: 2 },
    ]).flat();
    const data = Dataset.fromRows(rows, { scale: { min: 0, max: 1 } });
    const model = await dqn({ ...small, epochs: 60 }).fit(data);
    expect(usesLiveHistory(model)).toBe(true);
    const empty: Query = { history: new Uint32Array(0), weights: new Float64Array(0), user: 0 };
    const [taken, advanced] = [Uint32Array.of(data.items.index("test")), data.items.index("advanced")];
    const revision = data.items.index("revision");
    const well = model.score(appendHistory(empty, taken, Float64Array.of(1)));
    const badly = model.score(appendHistory(empty, taken, Float64Array.of(0)));
    expect(well[advanced]).toBeGreaterThan(well[revision]! + 1);
    expect(badly[revision]).toBeGreaterThan(badly[advanced]! + 1);
    expect(model.score(empty)[data.items.index("test")]).toBeGreaterThan(model.score(empty)[advanced]!);
  });
});

test("a learner it was trained on is read in the order of time, from a saved state too", async () => {
  const orders = [
    ["z", "a", "m"],
    ["a", "z", "n"],
    ["z", "a", "m"],
    ["a", "z", "n"],
  ];
  const rows = orders.flatMap((items, n) => items.map((item, time): Row => ({ user: `u${n}`, item, time })));
  const data = Dataset.fromRows(rows.filter(({ user, time }) => user !== "u0" || time! < 2));
  const estimator = dqn({ ...small, epochs: 400 });
  const model = await estimator.fit(data);
  const [a, z] = [data.items.index("a"), data.items.index("z")];
  const [forward, backward] = [
    [z, a],
    [a, z],
  ].map((history) => model.score({ history: Uint32Array.from(history) }));
  const query = queryOf(data, data.users.index("u0")); // a before z, as indexes go
  expect([...query.history]).toEqual([a, z]);
  expect(model.score(query)).toEqual(forward);
  expect(forward![data.items.index("m")]).toBeGreaterThan(forward![data.items.index("n")]!);
  expect(backward![data.items.index("n")]).toBeGreaterThan(backward![data.items.index("m")]!);
  const restored = dqn.restore(structuredClone(model.state()), data, estimator.params as never);
  expect(restored.score(query)).toEqual(forward);
});

describe("training of dqn", () => {
  const data = twoWays(40);

  test("gives the same bits for the same seed on any number of threads, others for another seed", async () => {
    const fit = async (seed: number, threads: number) =>
      (await dqn({ ...small, epochs: 3 }).fit(data, { seed, threads })).score(start);
    const one = await fit(4, 1);
    expect(await fit(4, 2)).toEqual(one);
    expect(await fit(5, 1)).not.toEqual(one);
  });

  test("reports both losses, and stops when the held-out one no longer falls", async () => {
    const seen: Progress[] = [];
    const settings = { ...small, epochs: 400, learningRate: 0.05, patience: 2, validation: 0.3 };
    await dqn(settings).fit(data, { onProgress: (progress) => seen.push(progress) });
    expect(seen[0]!.metrics).toMatchObject({ trainLoss: expect.any(Number), validLoss: expect.any(Number) });
    expect(seen.length).toBeLessThan(400);
    expect(seen.at(-1)!.metrics!.trainLoss).toBeLessThan(seen[0]!.metrics!.trainLoss!);
  });

  test("held-out decisions are measured against the same drawn actions in every epoch", async () => {
    const losses = async (epochs: number) => {
      const seen: number[] = [];
      const frozen = { ...small, epochs, actions: 2, learningRate: 1e-8, patience: 100, validation: 0.3 };
      await dqn(frozen).fit(data, { onProgress: ({ metrics }) => seen.push(metrics!.validLoss!) });
      return seen;
    };
    const [first, ...others] = await losses(4);
    for (const loss of others) expect(loss).toBeCloseTo(first!, 4); // nothing is learned in between
  });

  test("courses nobody took have no score", async () => {
    const only = data.replaceInteractions({
      users: Uint32Array.of(0, 0),
      items: Uint32Array.of(0, 1),
      values: Float64Array.of(1, 0),
    });
    const scores = (await dqn({ ...small, epochs: 2 }).fit(only)).score(start);
    expect([...scores].map(Number.isNaN)).toEqual([false, false, true, true]);
  });
});

describe("dqn meets odd data", () => {
  const fit = (rows: readonly Row[], params = {}) =>
    dqn({ ...small, epochs: 5, ...params }).fit(Dataset.fromRows(rows));
  const row = (user: string, item: string, rest: Partial<Row> = {}): Row => ({ user, item, ...rest });

  test.each([
    ["no times", [row("u", "a"), row("u", "b"), row("v", "b"), row("v", "c")]],
    ["times in some rows only", [row("u", "a", { time: 3 }), row("u", "b"), row("v", "b", { time: 1 })]],
    ["results all equal", [row("u", "a", { value: 3, time: 1 }), row("u", "b", { value: 3, time: 2 })]],
    ["one course", [row("u", "a"), row("v", "a")]],
    ["one learner", [row("u", "a", { time: 1 }), row("u", "b", { time: 2 }), row("u", "c", { time: 3 })]],
    ["one row", [row("u", "a")]],
  ])("%s: a finite value for every course", async (_, rows) => {
    const model = await fit(rows);
    for (const query of [start, { history: Uint32Array.of(0) }])
      expect([...model.score(query)].every(Number.isFinite)).toBe(true);
  });

  test("batches larger than the data are one batch of all", async () => {
    const rows = [row("u", "a"), row("u", "b"), row("v", "b")];
    const large = await fit(rows, { batchSize: 1_000_000 });
    expect(large.score(start)).toEqual((await fit(rows, { batchSize: 3 })).score(start));
  });

  test("a learning rate of 10 is named as what diverged, with epoch and loss", async () => {
    await expect(dqn({ ...small, learningRate: 10, epochs: 50 }).fit(twoWays(40))).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringMatching(/dqn diverged in epoch \d+: its loss is .*learningRate/),
    });
  });

  test("asked to stop in the first batch, it stops and frees its memory", async () => {
    const { sharedCore } = await import("../../../src/compute/core/core.ts");
    await dqn({ ...small, epochs: 1 }).fit(twoWays(40));
    const before = sharedCore().used;
    const control = new AbortController();
    const fitting = dqn({ ...small, epochs: 10_000 }).fit(twoWays(400), { signal: control.signal });
    setImmediate(() => control.abort());
    await expect(fitting).rejects.toThrow(/abort/i);
    expect(sharedCore().used).toBe(before);
  });

  test("what cannot fit is refused before anything is allocated", async () => {
    await expect(dqn({ factors: 4096, batchSize: 1_000_000, window: 1000 }).fit(twoWays(20_000))).rejects.toMatchObject(
      {
        code: "memory_limit",
        message: expect.stringContaining("Training dqn with 4096 factors"),
      },
    );
  });
});
