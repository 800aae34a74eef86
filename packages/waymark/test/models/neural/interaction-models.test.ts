import { describe, expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import { canPredict, type Model, type Progress, queryOf, recommend } from "../../../src/models/model.ts";
import { gmf } from "../../../src/models/neural/gmf.ts";
import { ncf } from "../../../src/models/neural/ncf.ts";
import { neumf } from "../../../src/models/neural/neumf.ts";
import { recommenderNet } from "../../../src/models/neural/recommender-net.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { twoFaculties } from "../../two-faculties.ts";

const quick = { epochs: 2, factors: 4, batchSize: 8 };
const kinds = [recommenderNet, gmf, ncf, neumf];
const estimators = kinds.map((kind) => [kind.key, (more = {}) => kind.create({ ...quick, ...more })] as const);
const rows = (pairs: readonly (readonly [string, string, number?])[]): Dataset =>
  Dataset.fromRows(
    pairs.map(([user, item, value]): Row => (value === undefined ? { user, item } : { user, item, value })),
    { name: "small", ...(pairs[0]?.[2] !== undefined && { scale: { min: 1, max: 5 } }) },
  );
const finite = (model: Model, data: Dataset): boolean =>
  [...model.score(queryOf(data, 0))].every((score) => Number.isFinite(score));

describe.each(estimators)("%s on odd data", (_, create) => {
  test("learns from one learner, from one course, and where somebody has every course", async () => {
    for (const data of [
      rows([
        ["a", "x"],
        ["a", "y"],
      ]),
      rows([
        ["a", "x"],
        ["b", "x"],
      ]), // no negative exists at all
      rows([
        ["a", "x"],
        ["a", "y"],
        ["a", "z"],
        ["b", "y"],
      ]),
    ])
      expect(finite(await create().fit(data), data)).toBe(true);
  });

  test("takes a batch larger than the data", async () => {
    const data = twoFaculties();
    expect(finite(await create({ batchSize: 100_000 }).fit(data), data)).toBe(true);
  });

  test("a learning rate of 10 diverges: epoch, loss and remedy are named", async () => {
    await expect(create({ learningRate: 10, epochs: 30 }).fit(twoFaculties())).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringMatching(/diverged in epoch \d+: its loss is \S+\. Lower learningRate/),
    });
  });

  test("a table of learners that is missing, cut off or of another width is named when a state comes back", async () => {
    const data = twoFaculties();
    const estimator = create();
    const state = (await estimator.fit(data)).state();
    const kind = kinds.find(({ key }) => key === estimator.key)!;
    const [name, table] = Object.entries(state.tensors).find(([tensor]) => tensor.startsWith("users."))!;
    const [rowCount, width] = table.shape as [number, number];
    const { [name]: _, ...others } = state.tensors;
    const broken = [
      others,
      { ...others, [name]: { shape: [rowCount - 1, width], data: table.data.slice(width) } },
      { ...others, [name]: { shape: [rowCount, 2 * width], data: new Float32Array(2 * table.data.length) } },
    ];
    for (const tensors of broken)
      expect(() => kind.restore({ ...state, tensors }, data, estimator.params as never)).toThrow(name);
  });

  test("a batch that does not fit is refused by its size before anything is taken, also with few factors", async () => {
    const core = new Core({ pages: 400 }); // 25 MB
    const settings = { factors: 1, batchSize: 1_000_000, negatives: 200, epochs: 1 };
    const before = core.used;
    await expect(create(settings).fit(twoFaculties({ size: 30 }), { core, threads: 1 })).rejects.toMatchObject({
      code: "memory_limit",
      message: expect.stringContaining("in batches of 1000000"),
    });
    expect(core.used).toBe(before);
  });

  test("can be stopped in the first batch, and leaves nothing behind in the kernels' memory", async () => {
    const core = new Core({ pages: 1024 }); // of its own, so that nobody else takes or frees anything meanwhile
    (await create().fit(twoFaculties(), { core, threads: 1 }))[Symbol.dispose]?.(); // the thread's scratch room stays
    const before = core.used;
    const stop = new AbortController();
    const fit = create({ epochs: 10_000 }).fit(twoFaculties(), { signal: stop.signal, core, threads: 1 });
    setTimeout(() => stop.abort(), 5);
    await expect(fit).rejects.toThrow(/abort/i);
    expect(core.used).toBe(before);
  });

  test("reports losses and the time left, and ends early with the best weights", async () => {
    const reports: Progress[] = [];
    const settings = { epochs: 200, patience: 3, validation: 0.3, learningRate: 0.05 };
    await create(settings).fit(twoFaculties(), { onProgress: (progress) => reports.push(progress) });
    expect(reports.length).toBeLessThan(200);
    for (const { stage, metrics } of reports) {
      expect(stage).toBe("epoch");
      expect(metrics).toEqual({
        trainLoss: expect.any(Number),
        validLoss: expect.any(Number),
        secondsLeft: expect.any(Number),
      });
    }
    const losses = reports.map(({ metrics }) => metrics!.validLoss!);
    expect(losses.indexOf(Math.min(...losses))).toBe(losses.length - 4); // three epochs without a better one
  });

  test("gives the same bits on one thread and on two", async () => {
    const data = twoFaculties();
    const scores = await Promise.all(
      [1, 2].map(async (threads) =>
        (await create({ batchSize: 64 }).fit(data, { seed: 3, threads })).score(queryOf(data, 5)),
      ),
    );
    expect(scores[0]).toEqual(scores[1]);
  });

  test("names what it would need when it does not fit", async () => {
    await expect(
      create({ factors: 10_000, batchSize: 1_000_000 }).fit(twoFaculties({ size: 300 })),
    ).rejects.toMatchObject({
      code: "memory_limit",
    });
  });
});

test("recommender-net predicts ratings on their scale where it has learned from ratings, and only there", async () => {
  const data = twoFaculties({ ratings: true });
  const settings = { factors: 8, epochs: 40, batchSize: 16, learningRate: 0.01, regularization: 0.01 };
  const model = await recommenderNet(settings).fit(data);
  if (!canPredict(model)) throw new Error("no predictor");
  const index = (id: string): number => data.items.index(id);
  const query = queryOf(data, data.users.index("arts-learner-0"));
  const [own, other] = model.predict(query, Uint32Array.of(index("arts-0"), index("science-0")));
  expect(own).toBeGreaterThan(other! + 1);
  expect(own).toBeLessThanOrEqual(5);
  expect(other).toBeGreaterThanOrEqual(1);
  expect(canPredict(await recommenderNet(quick).fit(twoFaculties()))).toBe(false);
});

test("neumf with pre-training counts the epochs of all three trainings and learns", async () => {
  const data = twoFaculties();
  const done: number[] = [];
  const settings = { factors: 2, epochs: 6, batchSize: 16, learningRate: 0.01, pretrain: true };
  const onProgress = (progress: Progress): void => void done.push(progress.done);
  const model = await neumf(settings).fit(data, { onProgress });
  expect(done).toEqual(Array.from({ length: 14 }, (_, n) => n + 1)); // 6, 6 and a quarter of 6
  const [best] = recommend(model, queryOf(data, data.users.index("arts-learner-2")), 1);
  expect(data.items.id(best!.item)).toBe("arts-2");
});

test("all-equal ratings are learned as what they are", async () => {
  const data = rows([
    ["a", "x", 3],
    ["a", "y", 3],
    ["b", "x", 3],
    ["b", "z", 3],
  ]);
  const model = await recommenderNet({ ...quick, epochs: 200, learningRate: 0.05 }).fit(data);
  if (!canPredict(model)) throw new Error("no predictor");
  const [rating] = model.predict(queryOf(data, 0), Uint32Array.of(data.items.index("x")));
  expect(Math.abs(rating! - 3)).toBeLessThan(0.5);
});

test("recommender-net comes near the mean where nearly all ratings are the highest", async () => {
  const pairs = Array.from(
    { length: 240 },
    (_, n) => [`u${n % 40}`, `i${(Math.floor(n / 40) * 3 + (n % 40)) % 16}`, n === 5 ? 1 : 5] as const,
  );
  const model = await recommenderNet({ epochs: 10 }).fit(rows(pairs));
  const data = rows(pairs);
  if (!canPredict(model)) throw new Error("no predictor");
  const everyItem = Uint32Array.from(data.items.ids.keys());
  for (let user = 0; user < data.users.size; user++)
    for (const rating of model.predict(queryOf(data, user), everyItem)) expect(rating).toBeGreaterThan(4.5);
});

test.each([1, 2, 7])(
  "recommender-net learns in batches of %i, the first of which may hold no positive",
  async (batchSize) => {
    for (const seed of [0, 1, 2, 3])
      await recommenderNet({ epochs: 2, batchSize, negatives: 20 }).fit(twoFaculties(), { seed });
  },
);

// last: what its models leave to the garbage collector must not be freed while memory is counted above
describeModel(gmf, { params: { factors: 4, epochs: 20, batchSize: 16, learningRate: 0.01 } });
describeModel(ncf, { params: { factors: 8, epochs: 30, batchSize: 32, learningRate: 0.01 } });
describeModel(neumf, { params: { factors: 2, epochs: 15, batchSize: 16, learningRate: 0.01 } });
describeModel(recommenderNet, {
  params: { factors: 8, epochs: 30, batchSize: 16, learningRate: 0.01, regularization: 0.01 },
});
