import { describe, expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { constant } from "../../../src/compute/neural/initializers.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import { normalizedGraph } from "../../../src/models/graph/lightgcn/graph.ts";
import { propagate } from "../../../src/models/graph/lightgcn/propagate.ts";
import { trainLightGcn } from "../../../src/models/graph/lightgcn/train-lightgcn.ts";
import { lightgcn } from "../../../src/models/graph/lightgcn.ts";
import { appendHistory, type Query, queryOf, recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { goldenDataset } from "../../golden/implicit-feedback/matrix.ts";
import { twoFaculties } from "../../two-faculties.ts";

const rows = (...pairs: readonly string[]): Dataset =>
  Dataset.fromRows(pairs.map((pair): Row => ({ user: pair[0]!, item: pair[1]! })));
const settings = {
  factors: 8,
  layers: 2,
  epochs: 4,
  batchSize: 64,
  learningRate: 0.02,
  regularization: 1e-3,
  negatives: 2,
  patience: 0,
  validation: 0.1,
};

describe("the graph", () => {
  // a–x, a–y, b–y: d(a) = 2, d(b) = 1, d(x) = 1, d(y) = 2; a fourth node z nobody has
  const userItems = new CsrMatrix(3, Uint32Array.of(0, 2, 3), Uint32Array.of(0, 1, 1), Float64Array.of(1, 1, 1));

  test("weighs an edge by one over the root of both degrees, and is symmetric", () => {
    const graph = normalizedGraph(userItems);
    expect(graph.rowCount).toBe(5);
    expect(graph.find(0, 2)).toBeCloseTo(1 / Math.sqrt(2), 12); // a–x
    expect(graph.find(0, 3)).toBeCloseTo(1 / 2, 12); // a–y
    expect(graph.find(1, 3)).toBeCloseTo(1 / Math.sqrt(2), 12); // b–y
    expect(graph.size).toBe(6);
    expect(graph.transpose()).toEqual(graph);
  });

  test("hands embeddings on as written by hand", async () => {
    using network = new Network(sharedCore());
    const embeddings = network.parameter("e", 5, 16, constant(0));
    [1, 2, 3, 4, 5].forEach((value, row) => void (embeddings.values[row * 16] = value)); // a b x y z
    const learned = await propagate(sharedCore(), embeddings, userItems, { factors: 1, layers: 2 }, {});
    const r = Math.SQRT1_2;
    const layer1 = [r * 3 + 4 / 2, r * 4, r * 1, 1 / 2 + r * 2, 0];
    const layer2 = [
      r * layer1[2]! + layer1[3]! / 2,
      r * layer1[3]!,
      r * layer1[0]!,
      layer1[0]! / 2 + r * layer1[1]!,
      0,
    ];
    const close = (found: Float32Array, expected: readonly number[]) => {
      expect(found).toHaveLength(expected.length);
      expected.forEach((value, p) => void expect(found[p]).toBeCloseTo(value, 6));
    };
    close(learned.users, [1 / 3, 2 / 3]);
    close(learned.items, [(3 + layer1[2]! + layer2[2]!) / 3, (4 + layer1[3]! + layer2[3]!) / 3, 5 / 3]);
    // what a user receives over both layers, times the root of its degree
    close(learned.messages, [(3 + layer1[2]!) / 3, (r * (4 + layer1[3]!)) / 3, 5 / 3]);
    // so a user's mean over layers comes together from its own part and its history
    const a = learned.users[0]! + (learned.messages[0]! + learned.messages[1]!) / Math.sqrt(2);
    expect(a).toBeCloseTo((1 + layer1[0]! + layer2[0]!) / 3, 6);
  });
});

describe("lightgcn", () => {
  test("tells both losses, falling, and ends where held-out enrolments are ranked no better", async () => {
    const seen: { readonly trainLoss: number; readonly validLoss: number }[] = [];
    const onProgress = ({ metrics }: { readonly metrics?: object }) => void seen.push(metrics as (typeof seen)[number]);
    await trainLightGcn(twoFaculties().userItems, { ...settings, epochs: 500, patience: 2 }, { onProgress });
    expect(seen.length).toBeLessThan(500);
    const best = Math.min(...seen.map(({ validLoss }) => validLoss));
    expect(seen.at(-3)!.validLoss).toBe(best);
    expect(best).toBeLessThan(seen[0]!.validLoss);
    expect(seen.at(-1)!.trainLoss).toBeLessThan(seen[0]!.trainLoss);
  });

  test("gives the same bits for the same seed on any number of threads, others for another seed", async () => {
    const train = (seed: number, threads: number) =>
      trainLightGcn(goldenDataset().userItems, settings, { seed, threads });
    const one = await train(4, 1);
    expect(await train(4, 2)).toEqual(one);
    expect((await train(5, 1)).items).not.toEqual(one.items);
  });

  test("courses taken since training move courses like them up at once", async () => {
    const data = twoFaculties();
    const model = await lightgcn({ ...settings, epochs: 60 }).fit(data);
    const query = queryOf(data, data.users.index("arts-learner-2"));
    const ranked = (asked: Query): readonly string[] =>
      recommend(model, asked, data.items.size).map(({ item }) => data.items.id(item));
    const before = ranked(query);
    const last = before.findLast((item) => item.startsWith("science"))!;
    const taken = before.filter((item) => item.startsWith("science") && item !== last);
    const after = ranked(
      appendHistory(
        query,
        Uint32Array.from(taken, (item) => data.items.index(item)),
      ),
    );
    expect(before[0]).toBe("arts-2");
    expect(before.indexOf(last)).toBeGreaterThan(2);
    expect(after.slice(0, 3)).toContain(last);
  });

  test("a new user lacks nothing but the part that is a learner's own", async () => {
    const data = twoFaculties();
    const model = await lightgcn({ ...settings, epochs: 60 }).fit(data);
    const user = data.users.index("science-learner-4");
    const { userFactors, itemFactors } = model.state().tensors;
    const own = [...userFactors!.data.subarray(user * 8, user * 8 + 8)];
    const query = queryOf(data, user);
    const newUser = model.score({ history: query.history });
    model.score(query).forEach((score, item) => {
      const product = own.reduce((sum: number, part, f) => sum + part * itemFactors!.data[item * 8 + f]!, 0);
      expect(newUser[item]! + product).toBeCloseTo(score, 5);
    });
  });

  test("leaves the kernels' memory as it was", async () => {
    const data = goldenDataset();
    await trainLightGcn(data.userItems, { ...settings, patience: 1 }, { threads: 1 });
    const before = sharedCore().used;
    await trainLightGcn(data.userItems, { ...settings, patience: 1 }, { threads: 1 });
    expect(sharedCore().used).toBe(before);
  });
});

describe("bad input to lightgcn", () => {
  const quick = lightgcn({ ...settings, patience: 1 });

  test("one learner: every course is theirs, nothing stands against it, and scores are numbers", async () => {
    const model = await quick.fit(rows("ax", "ay"));
    expect(model.score({ history: Uint32Array.of(0) }).every(Number.isFinite)).toBe(true);
  });

  test("one course: trains, and has nothing left to offer", async () => {
    const data = rows("ax", "bx");
    expect(recommend(await quick.fit(data), queryOf(data, 0), 5)).toEqual([]);
  });

  test("a learner with every course stands against nothing; the others are ranked as ever", async () => {
    const data = rows("ax", "ay", "az", "bx", "by", "cx", "cy", "dx");
    const model = await lightgcn({ ...settings, epochs: 100 }).fit(data);
    expect(recommend(model, queryOf(data, 0), 5)).toEqual([]);
    const [best] = recommend(model, queryOf(data, data.users.index("d")), 1);
    expect(data.items.id(best!.item)).toBe("y");
  });

  test("a batch larger than the data is the whole data", async () => {
    const data = twoFaculties();
    const whole = { ...settings, batchSize: data.size };
    const [large, exact] = await Promise.all(
      [{ ...whole, batchSize: 1_000_000 }, whole].map((each) => trainLightGcn(data.userItems, each, {})),
    );
    expect(large).toEqual(exact);
  });

  test("a learning rate of 10 is named as what diverged, with the epoch and the loss", async () => {
    await expect(lightgcn({ learningRate: 10 }).fit(goldenDataset())).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringMatching(/lightgcn diverged in epoch \d+: its loss is \d.*learningRate/),
    });
  });

  test("stops before its first step when asked then, and frees what it took", async () => {
    const core = sharedCore();
    const before = core.used;
    const stop = new AbortController();
    const fitting = lightgcn({ ...settings, epochs: 1000 }).fit(goldenDataset(), { signal: stop.signal });
    stop.abort(new Error("enough"));
    await expect(fitting).rejects.toThrow("enough");
    expect(core.used).toBe(before);
  });

  test("what does not fit into memory is named before anything is taken", async () => {
    const bare = new CsrMatrix(20_000, new Uint32Array(20_001), new Uint32Array(0), new Float64Array(0));
    const before = sharedCore().used;
    await expect(trainLightGcn(bare, { ...settings, factors: 100_000 }, {})).rejects.toMatchObject({
      code: "memory_limit",
      message: expect.stringMatching(/lightgcn with 100000 factors in 2 layers for 20000 learners and 20000 courses/),
    });
    expect(sharedCore().used).toBe(before);
  });
});

// last: what its models leave to the garbage collector must not be freed while memory is counted above
describeModel(lightgcn, { params: { factors: 8, epochs: 30, batchSize: 64, learningRate: 0.02, patience: 0 } });
