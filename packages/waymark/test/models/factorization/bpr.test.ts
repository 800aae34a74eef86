import { describe, expect, test } from "vitest";
import { pairHash } from "../../../src/compute/hash.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { blockCount } from "../../../src/models/factorization/bpr/blocked-pairs.ts";
import { negativePool, trainBpr } from "../../../src/models/factorization/bpr/train-bpr.ts";
import { bpr } from "../../../src/models/factorization/bpr.ts";
import { type Progress, queryOf } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { goldenDataset } from "../../golden/implicit-feedback/matrix.ts";
import { twoFaculties } from "../../two-faculties.ts";

describeModel(bpr, { params: { factors: 8, epochs: 300, learningRate: 0.05 } });

const settings = { factors: 8, epochs: 30, learningRate: 0.05, regularization: 0.01, negatives: "uniform" } as const;

describe("training bpr", () => {
  const data = goldenDataset();

  test("puts ever more drawn pairs into the right order, and counts them", async () => {
    const seen: Progress[] = [];
    await trainBpr(data.userItems, settings, { onProgress: (progress) => seen.push(progress) });
    expect(seen).toHaveLength(settings.epochs);
    expect(seen.at(-1)).toMatchObject({ stage: "epoch", done: 30, of: 30, metrics: { steps: data.userItems.size } });
    expect(seen.at(-1)!.metrics!.rightOrder).toBeGreaterThan(seen[0]!.metrics!.rightOrder! + 0.1);
    expect(seen.at(-1)!.metrics!.rightOrder).toBeLessThanOrEqual(1);
  });

  test("gives the same bits for the same seed on any number of threads, others for another seed", async () => {
    const train = (seed: number, threads: number) => trainBpr(data.userItems, settings, { seed, threads });
    const one = await train(4, 1);
    expect(await train(4, 2)).toEqual(one);
    expect((await train(5, 1)).items).not.toEqual(one.items);
  });

  test("gives the same bits on any number of threads where blocks share the work, and learns as well", async () => {
    const { userItems } = manyPairs();
    expect(blockCount(userItems.size, userItems.columnCount)).toBe(8);
    const rightOrder: number[] = [];
    const train = (threads: number, epochs: number) =>
      trainBpr(
        userItems,
        { ...settings, epochs },
        { threads, onProgress: ({ metrics }) => rightOrder.push(metrics!.rightOrder!) },
      );
    const one = await train(1, 3);
    expect(await train(2, 3)).toEqual(one);
    expect(rightOrder[2]).toBeGreaterThan(rightOrder[0]! + 0.1);
    for (const negatives of ["uniform", "popular"] as const) {
      let steps = 0;
      await trainBpr(
        userItems,
        { ...settings, epochs: 1, negatives },
        { onProgress: ({ metrics }) => void (steps = metrics!.steps!) },
      );
      expect(steps).toBe(userItems.size);
    }
  });

  test("cuts large data only, and never into blocks of few courses", () => {
    expect(blockCount(100_000, 10_000)).toBe(1);
    expect(blockCount(1_000_000, 10_000)).toBe(8);
    expect(blockCount(20_000_000, 10_000)).toBe(35);
    expect(blockCount(20_000_000, 700)).toBe(10);
    expect(blockCount(20_000_000, 50)).toBe(1);
  });

  test("draws anew in every epoch", async () => {
    // no learning from vectors: with one factor near 0 and a tiny rate, biases are sums of half a rate a draw
    const slow = { ...settings, factors: 1, learningRate: 1e-3, regularization: 0 };
    const [one, two] = await Promise.all([1, 2].map((epochs) => trainBpr(data.userItems, { ...slow, epochs })));
    const unlike = one!.biases.filter((bias, item) => Math.abs(two!.biases[item]! - 2 * bias) > 4e-4);
    expect(unlike.length).toBeGreaterThan(3);
  });

  test("a learner who has every course is left as drawn, and training ends", async () => {
    const rows = ["a", "b", "c"].flatMap((item) => [{ user: "all", item }]);
    const whole = Dataset.fromRows(rows);
    const steps: (number | undefined)[] = [];
    const learned = await trainBpr(whole.userItems, settings, {
      onProgress: ({ metrics }) => steps.push(metrics?.steps),
    });
    expect(steps).toEqual(new Array(30).fill(undefined));
    expect([...learned.biases]).toEqual([0, 0, 0]);
    // beside one who has a alone: only a ever stands above, b and c below
    const mixed = Dataset.fromRows([{ user: "a-beginner", item: "a" }, ...rows]);
    let made = 0;
    const options = { onProgress: ({ metrics }: Progress) => void (made += metrics?.steps ?? 0) };
    const [a, b, c] = (await trainBpr(mixed.userItems, settings, options)).biases;
    expect(made).toBeLessThan((30 * 4) / 2); // a quarter of the draws is the beginner's
    expect(a).toBeGreaterThan(0);
    expect(b).toBeLessThan(0);
    expect(c).toBeLessThan(0);
  });

  test("popular negatives come as often as they were taken, uniform ones once each", () => {
    expect([...negativePool(data.userItems, "popular")].sort()).toEqual([...data.userItems.columns].sort());
    expect(negativePool(data.userItems, "uniform")).toEqual(Uint32Array.from(data.items.ids, (_, item) => item));
  });

  test("courses nobody has taken are not negatives and have no vector", async () => {
    const only = twoFaculties().replaceInteractions({ users: Uint32Array.of(0, 1), items: Uint32Array.of(2, 4) });
    const learned = await trainBpr(only.userItems, settings);
    for (let item = 0; item < only.items.size; item++) {
      const row = learned.items.subarray(item * 8, (item + 1) * 8);
      expect(row.some((part) => part !== 0)).toBe(item === 2 || item === 4);
    }
    const model = await bpr({ factors: 8, epochs: 5 }).fit(only);
    expect([...model.score(queryOf(only, 0))].map(Number.isNaN).filter((nan) => !nan)).toHaveLength(2);
  });

  test("a far too large learning rate is named as what diverged", async () => {
    await expect(bpr({ learningRate: 1e5 }).fit(data)).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringMatching(/bpr diverged.*learningRate/),
    });
  });
});

/** 600 learners of two groups and 600 courses: 135,000 enrolments, enough for blocks. */
function manyPairs(): Dataset {
  const users: number[] = [];
  const items: number[] = [];
  for (let user = 0; user < 600; user++)
    for (let item = 0; item < 600; item++)
      if (pairHash(user, item, 1) / 2 ** 32 < (user % 2 === item % 2 ? 0.65 : 0.1)) {
        users.push(user);
        items.push(item);
      }
  const ids = (letter: string): string[] => Array.from({ length: 600 }, (_, n) => `${letter}${n}`);
  return new Dataset({
    name: "many",
    users: new Vocabulary("learner", ids("u")),
    items: new Vocabulary("course", ids("i")),
    interactions: { users: Uint32Array.from(users), items: Uint32Array.from(items) },
  });
}
