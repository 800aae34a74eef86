import { describe, expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { constant, normal } from "../../../src/compute/neural/initializers.ts";
import { binaryCrossEntropy } from "../../../src/compute/neural/losses/pointwise.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { dropout } from "../../../src/compute/neural/ops/dropout.ts";
import { embed } from "../../../src/compute/neural/ops/embed.ts";
import { linear, linearLayer } from "../../../src/compute/neural/ops/linear.ts";
import { Adam } from "../../../src/compute/neural/optimizers/adam.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import { type EpochReport, type TrainingTask, train } from "../../../src/compute/neural/train.ts";
import { Random } from "../../../src/compute/random.ts";

const core = new Core({ checked: true, pages: 4096 });

/** A training task whose one weight counts its epochs and whose losses are given; two batches of 1 and 3 examples. */
function scripted(network: Network, valid: readonly number[] | undefined, more: Partial<TrainingTask> = {}) {
  const { values } = network.parameter("epoch", 1, 1, constant(0));
  const task = {
    network,
    steps: 0,
    begin(epoch: number) {
      values[0] = epoch;
      return 2;
    },
    async step(batch: number) {
      task.steps++;
      return { loss: batch, examples: batch === 1 ? 1 : 3 };
    },
    ...(valid && { validation: { batches: 1, step: async () => ({ loss: valid[values[0]! - 1]!, examples: 1 }) } }),
    ...more,
  };
  return task;
}

const heldBy = (network: Network): number => network.weights().get("epoch")!.data[0]!;

describe("training", () => {
  test("ends when the held-out loss has not improved for as many epochs as patience, and holds the best weights", async () => {
    using network = new Network(core);
    const seen: EpochReport[] = [];
    const task = scripted(network, [5, 3, 4, 2, 2, 3, 1, 0]);
    const best = await train(task, {
      owner: "x",
      epochs: 8,
      patience: 2,
      onEpoch: (report) => void seen.push(report),
    });
    expect(best).toBe(4);
    expect(heldBy(network)).toBe(4);
    expect(seen.map(({ validLoss }) => validLoss)).toEqual([5, 3, 4, 2, 2, 3]);
    expect(seen[0]).toMatchObject({ epoch: 1, of: 8, trainLoss: (1 * 1 + 2 * 3) / 4 });
    expect(seen.every(({ secondsLeft }) => secondsLeft >= 0)).toBe(true);
  });

  test.each([
    ["without patience", [1, 2, 3, 4], 0],
    ["where nothing is held out", undefined, 1],
  ])("goes on to the end %s", async (_, valid, patience) => {
    using network = new Network(core);
    const seen: number[] = [];
    const onEpoch = ({ validLoss }: EpochReport) => void seen.push(validLoss);
    expect(await train(scripted(network, valid), { owner: "x", epochs: 4, patience, onEpoch })).toBe(4);
    expect(heldBy(network)).toBe(4);
    expect(seen).toEqual(valid ?? new Array(4).fill(Number.NaN));
  });

  test("restores the best weights also when the last epoch comes first", async () => {
    using network = new Network(core);
    expect(await train(scripted(network, [2, 1, 3]), { owner: "x", epochs: 3, patience: 5 })).toBe(2);
    expect(heldBy(network)).toBe(2);
  });

  test("stops between batches when asked, with the reason given", async () => {
    using network = new Network(core);
    const stop = new AbortController();
    let steps = 0;
    const step = async () => {
      if (++steps === 3) stop.abort(new Error("enough"));
      return { loss: 1, examples: 1 };
    };
    const task = scripted(network, undefined, { step });
    await expect(train(task, { owner: "x", epochs: 1e9, signal: stop.signal })).rejects.toThrow("enough");
    expect(steps).toBeGreaterThanOrEqual(3);
  });

  test("does not begin a batch when asked to stop before", async () => {
    using network = new Network(core);
    const task = scripted(network, []);
    const signal = AbortSignal.abort(new Error("never mind"));
    await expect(train(task, { owner: "x", epochs: 3, signal })).rejects.toThrow("never mind");
    expect(task.steps).toBe(0);
  });

  test.each([
    ["a batch", { step: async () => ({ loss: Number.NaN, examples: 1 }) }, /x diverged in epoch 1: its loss is NaN/],
    ["held-out rows", {}, /x diverged in epoch 2: its loss is Infinity/],
    ["a batch above the divergence factor", { divergenceFactor: 1.5 }, /x diverged in epoch 1: its loss is 2/],
  ])("names the epoch, the loss and what to try when %s shows that it diverged", async (_, more, message) => {
    using network = new Network(core);
    const task = scripted(network, [1, Number.POSITIVE_INFINITY], more);
    await expect(train(task, { owner: "x", epochs: 3 })).rejects.toMatchObject({
      code: "fit_diverged",
      message: expect.stringMatching(new RegExp(`${message.source}.*Lower learningRate.*raise regularization`)),
    });
  });

  test("an epoch without batches has no loss and does no harm", async () => {
    using network = new Network(core);
    const seen: number[] = [];
    const task = scripted(network, undefined, { begin: () => 0 });
    await train(task, { owner: "x", epochs: 2, onEpoch: ({ trainLoss }) => void seen.push(trainLoss) });
    expect(seen).toEqual([Number.NaN, Number.NaN]);
  });
});

describe("a real network", () => {
  const ROWS = 800;

  /** Embeddings and a layer wide enough that calls are shared among threads. */
  async function fit(seed: number, threads: number) {
    using network = new Network(core, { seed });
    const table = network.table("items", 50, 96, normal(0.1));
    const [first, last] = [linearLayer(network, "first", 192, 512), linearLayer(network, "last", 512, 1)];
    using tape = new Tape(core, { training: true, seed });
    const [left, right, labels] = [tape.zerosU32(ROWS), tape.zerosU32(ROWS), tape.zerosF32(ROWS)];
    const x = embed(
      tape,
      ROWS,
      [left, right].map((index) => ({ from: table, index })),
    );
    const hidden = dropout(tape, linear(tape, x, first, { relu: true }), 0.2);
    binaryCrossEntropy(tape, linear(tape, hidden, last), labels);
    new Adam(network, { learningRate: 0.01, clipNorm: 1 }).record(tape);
    const losses: number[] = [];
    const task: TrainingTask = {
      network,
      begin: () => 3,
      async step(batch) {
        const random = new Random(seed, batch);
        for (let row = 0; row < ROWS; row++) {
          left[row] = random.below(50);
          right[row] = random.below(50);
          labels[row] = left[row]! < right[row]! ? 1 : 0;
        }
        await tape.run({ threads });
        return { loss: tape.loss[0]!, examples: ROWS };
      },
    };
    await train(task, { owner: "x", epochs: 3, onEpoch: ({ trainLoss }) => void losses.push(trainLoss) });
    return { losses, weights: network.snapshot() };
  }

  test("learns, and gives the same bits for the same seed on one thread and on two, others for another seed", async () => {
    const one = await fit(1, 1);
    expect(one.losses.at(-1)).toBeLessThan(0.8 * one.losses[0]!);
    expect(await fit(1, 2)).toEqual(one);
    expect((await fit(2, 1)).losses).not.toEqual(one.losses);
  });
});
