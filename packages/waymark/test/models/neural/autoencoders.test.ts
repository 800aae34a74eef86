import { describe, expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { sparseRows } from "../../../src/compute/neural/sparse-rows.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import type { RegisteredModel } from "../../../src/models/define-model.ts";
import {
  appendHistory,
  canPredict,
  type ModelState,
  type Progress,
  queryOf,
  recommend,
} from "../../../src/models/model.ts";
import { autoencoder } from "../../../src/models/neural/autoencoder.ts";
import { deviationRows } from "../../../src/models/neural/autoencoders/explicit-history-model.ts";
import { unitRows } from "../../../src/models/neural/autoencoders/implicit-history-model.ts";
import { denoisingNet } from "../../../src/models/neural/autoencoders/multinomial-networks.ts";
import { multVae } from "../../../src/models/neural/mult-vae.ts";
import { measureRatings } from "../../../src/models/shared/rating-statistics.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { twoFaculties } from "../../two-faculties.ts";

describeModel(autoencoder, {
  params: { factors: 8, epochs: 80, batchSize: 8, learningRate: 0.02, dropout: 0.2, patience: 0 },
});
describeModel(multVae, {
  params: { factors: 4, hidden: 8, epochs: 80, batchSize: 8, learningRate: 0.02, warmUp: 100, patience: 0 },
});

const f32 = (...numbers: number[]) => Float32Array.from(numbers);
const tensors = (
  given: Readonly<Record<string, readonly [shape: number[], data: Float32Array]>>,
): ModelState["tensors"] =>
  Object.fromEntries(Object.entries(given).map(([name, [shape, data]]) => [name, { shape, data }]));

/** Items a, b, c; nobody took d. */
const taken = Dataset.fromRows([
  { user: "u", item: "a" },
  { user: "u", item: "b" },
  { user: "v", item: "b" },
  { user: "v", item: "c" },
  { user: "w", item: "d" },
]).replaceInteractions({ users: Uint32Array.of(0, 0, 1, 1), items: Uint32Array.of(0, 1, 1, 2) });

describe("by hand", () => {
  const output = {
    "output.weight": [[2, 4], f32(1, 2, 3, 4, -1, 0, 1, 2)],
    "output.bias": [[1, 4], f32(0.1, 0.2, 0.3, 0.4)],
  } as const;
  const first = {
    "encoder.weight": [[4, 2], f32(0.5, -0.5, 1, 0, 0, 2, 9, 9)],
    "encoder.bias": [[1, 2], f32(0.25, -0.25)],
  } as const;

  test("a history of n courses weighs each 1/√n, unknown ones left out, through tanh and the last layer", () => {
    const params = { ...autoencoder.create({ factors: 2 }).params } as never;
    const model = autoencoder.restore(
      { numbers: {}, tensors: tensors({ ...first, ...output } as never) },
      taken,
      params,
    );
    const scores = model.score({ history: Uint32Array.of(0, 1, 3) }); // d is unknown
    const h = [Math.tanh(0.25 + 1.5 / Math.SQRT2), Math.tanh(-0.25 - 0.5 / Math.SQRT2)] as const;
    [1, 2, 3].forEach((weight, item) => {
      expect(scores[item]).toBeCloseTo([0.1, 0.2, 0.3][item]! + weight * h[0] + [-1, 0, 1][item]! * h[1], 6);
    });
    expect(scores[3]).toBeNaN();
    expect(model.score({ history: Uint32Array.of(3) }).every(Number.isNaN)).toBe(true);
  });

  test("mult-vae goes through the means of the distribution, not its variances", () => {
    const layers = {
      ...first,
      "latent.weight": [[2, 2], f32(2, 99, 1, 99)],
      "latent.bias": [[1, 2], f32(0.5, 99)],
      "decoder.weight": [[1, 2], f32(1, -1)],
      "decoder.bias": [[1, 2], f32(0, 0.5)],
      ...output,
    };
    const params = { ...multVae.create({ factors: 1, hidden: 2 }).params } as never;
    const model = multVae.restore({ numbers: {}, tensors: tensors(layers as never) }, taken, params);
    const mean = 0.5 + 2 * Math.tanh(0.25 + 1) + Math.tanh(-0.25);
    const h = [Math.tanh(mean), Math.tanh(0.5 - mean)] as const;
    expect(model.score({ history: Uint32Array.of(1) })[2]).toBeCloseTo(0.3 + 3 * h[0] + h[1], 5);
  });

  test("a rating is mean, biases of learner and course, and what the network adds, in steps of the scale", () => {
    const rated = Dataset.fromRows(
      [
        { user: "u", item: "a", value: 100 },
        { user: "u", item: "b", value: 50 },
        { user: "v", item: "b", value: 0 },
      ],
      { scale: { min: 0, max: 100 } },
    );
    const weights = tensors({
      "encoder.weight": [[2, 1], f32(1, 2)],
      "encoder.bias": [[1, 1], f32(0.5)],
      "output.weight": [[2, 1], f32(0.3, -0.2)],
      "output.bias": [[1, 2], f32(0.1, 0.2)],
      expected: [[1, 2], f32(10, -10)],
    });
    const numbers = { mean: 50, deviation: 40, min: 0, max: 100 };
    const params = { ...autoencoder.create({ factors: 1 }).params } as never;
    const model = autoencoder.restore({ numbers, tensors: weights }, rated, params);
    if (!canPredict(model)) throw new Error("predicts nothing");
    const bias = (100 - 60 + (50 - 40)) / (15 + 2);
    const h = 1 / (1 + Math.exp(-(0.5 + (40 - bias) / 25 + 2 * ((10 - bias) / 25))));
    const query = { history: Uint32Array.of(0, 1), weights: Float64Array.of(100, 50) };
    expect(model.predict(query, Uint32Array.of(1, 0))[0]).toBeCloseTo(50 + bias - 10 + 25 * (0.2 - 0.2 * h), 4);
    expect(model.score(query)[0]).toBeCloseTo(50 + bias + 10 + 25 * (0.1 + 0.3 * h), 4);
    // without ratings each counts as one deviation above what is expected; empty histories go by the biases
    const liked = 1 / (1 + Math.exp(-(0.5 + 40 / 25)));
    expect(model.score({ history: Uint32Array.of(0) })[1]).toBeCloseTo(40 + 25 * (0.2 - 0.2 * liked), 4);
    const nothing = 1 / (1 + Math.exp(-0.5));
    expect(model.score({ history: new Uint32Array(0) })[0]).toBeCloseTo(60 + 25 * (0.1 + 0.3 * nothing), 4);
  });

  test("rows of ones are brought to length 1", () => {
    expect([...unitRows(taken.userItems).values]).toEqual(new Array(4).fill(1 / Math.sqrt(2)));
  });

  test("held-out ratings are off by the bias of the rows to train on", () => {
    const rows = [
      { user: "u", item: "a", value: 5 },
      { user: "u", item: "b", value: 2 },
    ];
    const data = Dataset.fromRows(rows, { scale: { min: 1, max: 5 } });
    const [train, held] = [0, 1].map(
      (row) =>
        data.replaceInteractions({
          users: Uint32Array.of(0),
          items: Uint32Array.of(row),
          values: Float64Array.of(rows[row]!.value),
        }).userItems,
    );
    const centre = { ...measureRatings(data), mean: 3 };
    const off = deviationRows({ train: train!, held: held! }, f32(0.5, -0.5), centre);
    expect(off.targets.values[0]).toBeCloseTo(1.5 - 1.5 / 16, 12);
    expect(off.held.values[0]).toBeCloseTo(-0.5 - 1.5 / 16, 12);
    // a scale 25 times as wide: the same numbers are learned
    const wide = (of: CsrMatrix) =>
      new CsrMatrix(
        of.columnCount,
        of.offsets,
        of.columns,
        of.values.map((value) => 25 * (value - 1)),
      );
    const wideCentre = { ...centre, mean: 50, min: 0, max: 100 };
    const same = deviationRows({ train: wide(train!), held: wide(held!) }, f32(12.5, -12.5), wideCentre);
    expect(same.targets.values[0]).toBeCloseTo(off.targets.values[0]!, 12);
    expect(same.held.values[0]).toBeCloseTo(off.held.values[0]!, 12);
  });

  test("a predicted rating stays on the scale, however far off the network is", () => {
    const row = { user: "u", item: "a", value: 5 };
    const data = Dataset.fromRows([row], { scale: { min: 1, max: 5 } });
    const weights = tensors({
      "encoder.weight": [[1, 1], f32(0)],
      "encoder.bias": [[1, 1], f32(0)],
      "output.weight": [[1, 1], f32(0)],
      "output.bias": [[1, 1], f32(9)],
      expected: [[1, 1], f32(0)],
    });
    const params = { ...autoencoder.create({ factors: 1 }).params } as never;
    const state = { numbers: { mean: 3, deviation: 1, min: 1, max: 5 }, tensors: weights };
    const model = autoencoder.restore(state, data, params);
    if (!canPredict(model)) throw new Error("predicts nothing");
    expect(model.predict({ history: new Uint32Array(0) }, Uint32Array.of(0))).toEqual(Float64Array.of(5));
    expect(model.score({ history: new Uint32Array(0) })[0]).toBeCloseTo(12, 5);
  });

  test.each([
    [true, Math.log(3 + Math.exp(5))],
    [false, Math.log(3)],
  ])("training: %s: the likelihood is over all courses, in validation without those of the input", (training, loss) => {
    const core = sharedCore();
    using network = new Network(core);
    const net = denoisingNet(4, { factors: 2, dropout: 0 }).open(network);
    const weights = network.weights();
    for (const { data } of weights.values()) data.fill(0);
    weights.get("output.bias")!.data[0] = 5;
    const [input, target] = [0, 1].map((item) => {
      const of = new CsrMatrix(4, Uint32Array.of(0, 1), Uint32Array.of(item), Float64Array.of(1));
      return sparseRows(network.arena, of, 1);
    });
    using tape = new Tape(core, { training });
    for (const { rows } of [input!, target!]) rows[0] = 0;
    net.record(tape, 1, input!, target!);
    tape.runNow();
    expect(tape.loss[0]).toBeCloseTo(loss, 5);
  });
});

const kinds: readonly (readonly [string, RegisteredModel, boolean])[] = [
  ["autoencoder of enrolments", autoencoder, false],
  ["autoencoder of ratings", autoencoder, true],
  ["mult-vae", multVae, false],
].map(([name, kind, rated]) => [name as string, kind as RegisteredModel, rated as boolean]);

describe.each(kinds)("%s", (_, kind, rated) => {
  const small = {
    factors: 4,
    epochs: 6,
    batchSize: 4,
    patience: 0,
    ...("hidden" in kind.params && { hidden: 8 }),
  };
  const of = (rows: readonly (readonly [user: string, item: string])[]): Dataset =>
    Dataset.fromRows(
      rows.map(([user, item], r): Row => ({ user, item, ...(rated && { value: 1 + (r % 5) }) })),
      rated ? { scale: { min: 1, max: 5 } } : {},
    );
  const world = twoFaculties({ ratings: rated });
  const fit = (data: Dataset, params = {}, options = {}) => kind.create({ ...small, ...params }).fit(data, options);
  const finite = (scores: Float64Array) => scores.every((score) => Number.isFinite(score));

  test("one learner is enough", async () => {
    const model = await fit(
      of([
        ["u", "a"],
        ["u", "b"],
        ["u", "c"],
      ]),
    );
    expect(finite(model.score({ history: Uint32Array.of(1) }))).toBe(true);
  });

  test("one course is enough, and nothing is left to offer to who has it", async () => {
    const data = of([
      ["u", "a"],
      ["v", "a"],
    ]);
    const model = await fit(data);
    expect(recommend(model, queryOf(data, 0), 3)).toEqual([]);
    expect(finite(model.score({ history: Uint32Array.of(0) }))).toBe(true);
  });

  test("a learner with every course trains like any other", async () => {
    const data = of(
      ["a", "b", "c", "d"].flatMap(
        (item) => [["all", item], ...(item < "c" ? [["some", item]] : [])] as [string, string][],
      ),
    );
    expect(finite((await fit(data)).score(queryOf(data, data.users.index("some"))))).toBe(true);
  });

  test("a batch larger than the data is the data", async () => {
    const query = queryOf(world, 3);
    const whole = await fit(world, { batchSize: world.users.size });
    expect((await fit(world, { batchSize: 1_000_000 })).score(query)).toEqual(whole.score(query));
  });

  test.each([10, 1e6])(
    "a learning rate of %d diverges, with the epoch and a remedy, and gives all memory back",
    async (learningRate) => {
      await fit(world); // the core takes what it keeps
      const before = sharedCore().used;
      await expect(fit(world, { learningRate })).rejects.toMatchObject({
        code: "fit_diverged",
        message: expect.stringMatching(/epoch.*learningRate/s),
      });
      expect(sharedCore().used).toBe(before);
    },
  );

  test("stops in the first batch when asked", async () => {
    const stop = new AbortController();
    const fitted = fit(world, { epochs: 10_000 }, { signal: stop.signal });
    stop.abort();
    await expect(fitted).rejects.toThrow(/abort/i);
  });

  test("gives the same bits on any number of threads, others for another seed", async () => {
    const query = queryOf(world, 2);
    const one = (await fit(world, {}, { seed: 3, threads: 1 })).score(query);
    expect((await fit(world, {}, { seed: 3, threads: 2 })).score(query)).toEqual(one);
    expect((await fit(world, {}, { seed: 4, threads: 1 })).score(query)).not.toEqual(one);
  });

  test("reports both losses and stops when the held-out one no longer falls", async () => {
    const seen: Progress[] = [];
    const params = { epochs: 400, patience: 3, validation: 0.3, learningRate: 0.03 };
    await fit(world, params, { onProgress: (progress: Progress) => seen.push(progress) });
    expect(seen.length).toBeLessThan(400);
    expect(
      seen.every(({ metrics }) => Number.isFinite(metrics!.trainLoss) && Number.isFinite(metrics!.validLoss)),
    ).toBe(true);
    const valid = seen.map(({ metrics }) => metrics!.validLoss!);
    expect(seen.length - 1 - valid.indexOf(Math.min(...valid))).toBe(3);
  });

  test("dropout and regularization take part in training", async () => {
    const query = queryOf(world, 2);
    const plain = { dropout: 0, regularization: 0 };
    const base = (await fit(world, plain)).score(query);
    expect((await fit(world, { ...plain, dropout: 0.5 })).score(query)).not.toEqual(base);
    expect((await fit(world, { ...plain, regularization: 0.1 })).score(query)).not.toEqual(base);
  });

  test("what a learner did since counts at once: another history, another list", async () => {
    const params = { epochs: 120, learningRate: 0.02, dropout: 0.2 };
    const model = await fit(world, params);
    const query = queryOf(world, world.users.index("arts-visitor"));
    const item = world.items.index("science-4");
    const others = Uint32Array.from(["science-0", "science-2", "science-3", "science-5"], (id) =>
      world.items.index(id),
    );
    const later = appendHistory(query, others, query.weights && new Float64Array(4).fill(rated ? 5 : 1));
    const placeIn = (scores: Float64Array) => scores.filter((score) => score > scores[item]!).length;
    expect(placeIn(model.score(later))).toBeLessThan(placeIn(model.score(query)));
  });

  test("too wide a network is refused before anything is taken", async () => {
    const before = sharedCore().used;
    const many = of(Array.from({ length: 40_000 }, (_, n) => [`u${n}`, `i${n}`] as const));
    await expect(
      fit(many, { factors: 10_000, ...("hidden" in kind.params && { hidden: 10_000 }) }),
    ).rejects.toMatchObject({
      code: "memory_limit",
      message: expect.stringMatching(/for 40000 courses.*fewer factors/s),
    });
    expect(sharedCore().used).toBe(before);
  });

  test("a state of another shape is refused", async () => {
    const estimator = kind.create(small);
    const state = (await estimator.fit(world)).state();
    const { "encoder.weight": weight, ...rest } = state.tensors;
    const turned = { ...weight!, shape: [...weight!.shape].reverse() };
    for (const tensors of [rest, { ...rest, "encoder.weight": turned }])
      expect(() => kind.restore({ ...state, tensors }, world, estimator.params as never)).toThrow(
        expect.objectContaining({ code: "shape_mismatch" }),
      );
  });
});

test("ratings that are all alike are learned, not taken for divergence", async () => {
  const pairs = Array.from({ length: 120 }, (_, n) => ({
    user: `u${n % 30}`,
    item: `i${(Math.floor(n / 30) * 3 + (n % 30)) % 12}`,
    value: 4,
  }));
  const data = Dataset.fromRows(pairs, { scale: { min: 1, max: 5 } });
  for (const batchSize of [1, 8, 100]) {
    const model = await autoencoder({ batchSize, epochs: 20 }).fit(data);
    if (!canPredict(model)) throw new Error("no predictor");
    for (const rating of model.predict(queryOf(data, 3), Uint32Array.of(0, 5, 9)))
      expect(Math.abs(rating - 4)).toBeLessThan(0.7);
  }
});

test("the divergence of mult-vae has the weight beta, after the steps of the warm-up", async () => {
  const world = twoFaculties();
  const scores = async (params: { readonly beta: number; readonly warmUp: number }) => {
    const model = await multVae({ factors: 4, hidden: 8, epochs: 6, batchSize: 4, patience: 0, ...params }).fit(world);
    return model.score(queryOf(world, 2));
  };
  const without = await scores({ beta: 0, warmUp: 0 });
  expect(await scores({ beta: 0, warmUp: 9 })).toEqual(without);
  const largest = (a: Float64Array, b: Float64Array) => Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
  expect(largest(await scores({ beta: 1, warmUp: 1_000_000 }), without)).toBeLessThan(0.001);
  expect(largest(await scores({ beta: 1, warmUp: 0 }), without)).toBeGreaterThan(0.01);
});

test("ratings train the ratings' kind, ratings read as enrolments the other", async () => {
  const world = twoFaculties({ ratings: true });
  const estimator = autoencoder({ factors: 4, epochs: 2 });
  expect(canPredict(await estimator.fit(world))).toBe(true);
  expect(canPredict(await estimator.fit(world.asImplicit()))).toBe(false);
});

test("mult-vae reads high ratings as taken: low ones say nothing", async () => {
  const world = twoFaculties({ ratings: true });
  const model = await multVae({ factors: 4, hidden: 8, epochs: 5 }).fit(world);
  const [own, other] = ["arts-1", "science-1"].map((id) => world.items.index(id)) as [number, number];
  const query = (rating: number) => ({ history: Uint32Array.of(own, other), weights: Float64Array.of(5, rating) });
  expect(model.score(query(1))).toEqual(model.score({ history: Uint32Array.of(own) }));
  expect(model.score(query(5))).not.toEqual(model.score(query(1)));
});
