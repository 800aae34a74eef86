import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import { loadModel } from "../../../src/models/artifact/load-model.ts";
import { saveModel } from "../../../src/models/artifact/save-model.ts";
import { appendHistory, type Progress, type Query, queryOf, recommend } from "../../../src/models/model.ts";
import { gru4rec } from "../../../src/models/sequential/gru4rec.ts";
import { sasrec } from "../../../src/models/sequential/sasrec.ts";
import { pack } from "../../../src/models/sequential/sequence-batch.ts";
import { steps, trainingHistories } from "../../../src/models/sequential/train-sequences.ts";
import { historyOrder } from "../../../src/models/shared/history-order.ts";
import { describeModel } from "../../contract/estimator-contract.ts";

describeModel(gru4rec, { params: { factors: 8, width: 8, epochs: 25, batchSize: 4, learningRate: 0.01, patience: 0 } });
describeModel(sasrec, {
  params: { factors: 16, blocks: 1, dropout: 0.5, epochs: 20, batchSize: 4, learningRate: 0.01, patience: 0 },
});

const COURSES = 12;

/** Everybody goes round a circle of courses, from another start: after course n comes n + 1. */
function circle(learners = 24, taken = 6): Dataset {
  const rows: Row[] = [];
  for (let learner = 0; learner < learners; learner++)
    for (let step = taken - 1; step >= 0; step--)
      rows.push({ user: `learner-${learner}`, item: `course-${(learner + step) % COURSES}`, time: step });
  return Dataset.fromRows(rows);
}

const small = { patience: 0, epochs: 60, batchSize: 4, learningRate: 0.01, dropout: 0 };
const kinds = [
  ["sasrec", sasrec({ ...small, factors: 16, blocks: 1, heads: 2 })],
  ["sasrec by yes and no", sasrec({ ...small, factors: 16, blocks: 1, loss: "gbce", negatives: 8 })],
  ["sasrec as in its paper", sasrec({ ...small, factors: 16, blocks: 1, loss: "bce", negatives: 1 })],
  ["gru4rec", gru4rec({ ...small, factors: 16, width: 16 })],
  ["gru4rec with an LSTM", gru4rec({ ...small, factors: 16, width: 16, cell: "lstm", layers: 2 })],
] as const;

describe.each(kinds)("%s", (_, estimator) => {
  test("foresees the next course from the order of a history, not from what is in it", async () => {
    const data = circle();
    const model = await estimator.fit(data);
    const course = (n: number): number => data.items.index(`course-${n}`);
    const next = (query: Query): string => data.items.id(recommend(model, query, 1)[0]!.item);
    // by index this learner's courses end with course-9
    const known = queryOf(data, data.users.index("learner-8"));
    expect(next(known)).toBe("course-2");
    expect(next({ history: Uint32Array.of(course(10), course(11), course(0)) })).toBe("course-1");
    // a known learner goes on: what is new comes last
    expect(next(appendHistory(known, Uint32Array.of(course(2))))).toBe("course-3");
  });
});

describe("sequence models", () => {
  const quick = { patience: 0, factors: 8, blocks: 1, epochs: 2, batchSize: 4 };

  test("give the same bits for the same seed on any number of threads, others for another seed", async () => {
    const data = circle();
    const fit = async (seed: number, threads: number) =>
      (await sasrec(quick).fit(data, { seed, threads })).state().tensors;
    const one = await fit(4, 1);
    expect(await fit(4, 2)).toEqual(one);
    expect((await fit(5, 1)).items).not.toEqual(one.items);
  });

  test("a saved model knows the order of known learners, though times stay behind", async () => {
    const folder = await mkdtemp(join(tmpdir(), "waymark-"));
    try {
      const data = circle();
      const estimator = gru4rec({ factors: 4, width: 4, epochs: 2 });
      const model = await estimator.fit(data);
      await saveModel(join(folder, "m.waymark"), { estimator, seed: 0, model, data });
      const loaded = await loadModel(join(folder, "m.waymark"));
      expect(loaded.data.interactions.times).toBeUndefined();
      for (const user of ["learner-8", "learner-9"].map((id) => data.users.index(id))) {
        const score = model.score(queryOf(data, user));
        expect(loaded.model.score(queryOf(loaded.data, user))).toEqual(score);
        expect(model.score({ history: queryOf(data, user).history })).not.toEqual(score);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("an order that does not fit the histories is refused", async () => {
    const data = circle();
    const estimator = gru4rec({ factors: 4, width: 4, epochs: 1 });
    const { numbers, tensors } = (await estimator.fit(data)).state();
    const offsets = (tensors["order.offsets"]!.data as Uint32Array).slice();
    offsets[1]! += 1;
    const edited = { ...tensors, "order.offsets": { shape: [offsets.length], data: offsets } };
    expect(() => gru4rec.restore({ numbers, tensors: edited }, data, estimator.params as never)).toThrow(
      /order.offsets/,
    );
    const items = new Uint32Array(data.size).fill(COURSES);
    const outOfRange = { ...tensors, "order.items": { shape: [items.length], data: items } };
    expect(() => gru4rec.restore({ numbers, tensors: outOfRange }, data, estimator.params as never)).toThrow(
      /order.items/,
    );
  });

  test("refuse data without times and say what to do", async () => {
    const { users, items } = circle().interactions;
    const data = circle().replaceInteractions({ users, items });
    await expect(sasrec(quick).fit(data)).rejects.toMatchObject({
      code: "unsuited_data",
      remedy: { kind: "either", remedies: expect.arrayContaining([{ kind: "nameColumns", columns: ["time"] }]) },
    });
  });

  test("refuse data in which nobody has two courses", async () => {
    const data = Dataset.fromRows([
      { user: "a", item: "x", time: 1 },
      { user: "b", item: "y", time: 2 },
    ]);
    await expect(gru4rec({ factors: 4, width: 4 }).fit(data)).rejects.toMatchObject({ code: "unsuited_data" });
  });

  test("one learner, two courses and more negatives than courses are enough to train", async () => {
    const data = Dataset.fromRows([
      { user: "a", item: "x", time: 1 },
      { user: "a", item: "y", time: 2 },
    ]);
    const model = await sasrec({ ...quick, epochs: 30 }).fit(data);
    expect(recommend(model, { history: Uint32Array.of(0) }, 5).map(({ item }) => item)).toEqual([1]);
    const paper = await sasrec({ ...quick, loss: "bce", negatives: 2 }).fit(data);
    expect(paper.score({ history: Uint32Array.of(0) }).every(Number.isFinite)).toBe(true);
  });

  test("heads that do not divide the factors are refused by name", async () => {
    await expect(sasrec({ factors: 10, heads: 4 }).fit(circle())).rejects.toThrow(
      /sasrec.heads.*divides factors \(10\)/,
    );
  });

  test("a far too large learning rate is named as what diverged", async () => {
    const wild = sasrec({ ...quick, epochs: 20, learningRate: 10 });
    await expect(wild.fit(circle())).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringMatching(/sasrec diverged.*learningRate/),
    });
  });

  test("read no more than the latest courses of a long history", async () => {
    const data = circle(24, 10);
    const model = await gru4rec({ factors: 4, width: 4, length: 3, epochs: 1 }).fit(data);
    const history = Uint32Array.of(0, 1, 2, 3, 4, 5);
    expect(model.score({ history })).toEqual(model.score({ history: history.subarray(3) }));
  });

  test("stop early by the latest courses of learners held out, and tell both losses", async () => {
    const seen: Progress[] = [];
    const patient = sasrec({ ...quick, epochs: 200, patience: 2, validation: 0.4, learningRate: 0.05 });
    await patient.fit(circle(), { onProgress: (progress) => seen.push(progress) });
    expect(seen.length).toBeLessThan(200);
    expect(Object.keys(seen[0]!.metrics!)).toEqual(["trainLoss", "validLoss", "secondsLeft"]);
    expect(seen.at(-1)!.metrics!.trainLoss).toBeLessThan(seen[0]!.metrics!.trainLoss!);
  });

  test("a signal ends the training between batches", async () => {
    const controller = new AbortController();
    const fitting = sasrec({ ...quick, epochs: 10_000 }).fit(circle(), {
      signal: controller.signal,
      onProgress: ({ done }) => done === 3 && controller.abort(),
    });
    await expect(fitting).rejects.toThrow(/abort/i);
  });
});

describe("batches of histories", () => {
  test("each history stands in one batch, none is over-full, long ones first", () => {
    const lengths = [3, 9, 1, 4, 4, 10, 2, 6];
    const batches = pack([...lengths.keys()], (n) => lengths[n]!, { rows: 10, maxHistories: 2 });
    expect(batches.flat().sort()).toEqual([...lengths.keys()]);
    for (const batch of batches) {
      const sizes = batch.map((n) => lengths[n]!);
      expect(sizes.length).toBeLessThanOrEqual(2);
      expect(sizes.reduce((a, b) => a + b)).toBeLessThanOrEqual(10);
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    }
  });

  test("learning never sees the item that is held out", () => {
    const order = { offsets: Uint32Array.of(0, 5, 7, 8), items: Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8) };
    const all = trainingHistories(order, { length: 3, share: 0, seed: 1 });
    expect(all).toEqual({ train: [Uint32Array.of(2, 3, 4, 5), Uint32Array.of(6, 7)], held: [] });
    const { train, held } = trainingHistories(order, { length: 3, share: 1, seed: 1 });
    expect(held).toEqual([Uint32Array.of(2, 3, 4, 5)]);
    expect(train).toEqual([Uint32Array.of(1, 2, 3, 4), Uint32Array.of(6, 7)]);
    expect(train.map(steps)).toEqual([3, 1]);
  });

  test("a query in the order of item indexes is read in the order of training, new items last", () => {
    const order = { offsets: Uint32Array.of(0, 0, 3), items: Uint32Array.of(8, 2, 5) };
    expect([...historyOrder({ history: Uint32Array.of(2, 5, 8), user: 1 }, order)]).toEqual([8, 2, 5]);
    expect([...historyOrder({ history: Uint32Array.of(2, 8, 9, 1), user: 1 }, order)]).toEqual([8, 2, 9, 1]);
    expect([...historyOrder({ history: Uint32Array.of(5, 2) }, order)]).toEqual([5, 2]);
    expect([...historyOrder({ history: Uint32Array.of(5, 2), user: 0 }, order)]).toEqual([5, 2]);
    expect([...historyOrder({ history: Uint32Array.of(5, 2), user: 7 }, order)]).toEqual([5, 2]);
  });
});
