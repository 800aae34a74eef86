import { expect, test } from "vitest";
import type { Core } from "../../../src/compute/core/core.ts";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { embed } from "../../../src/compute/neural/ops/embed.ts";
import { Adam, type AdamOptions } from "../../../src/compute/neural/optimizers/adam.ts";
import type { Optimizer } from "../../../src/compute/neural/optimizers/optimizer.ts";
import { cosineDecay, stepDecay, warmUp } from "../../../src/compute/neural/optimizers/schedule.ts";
import { Sgd, type SgdOptions } from "../../../src/compute/neural/optimizers/sgd.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import { describeVariants, randomFloats } from "../linear-algebra/variants.ts";

/** One step of an optimizer written out in float64; `touched` are the numbers it moves. */
type Twin = (w: Float64Array, g: Float64Array, step: number, touched: readonly number[]) => void;

function adamTwin({
  learningRate,
  beta1 = 0.9,
  beta2 = 0.999,
  epsilon = 1e-8,
  weightDecay = 0,
  l2 = 0,
  ...o
}: AdamOptions): Twin {
  const [m, v] = [new Map<number, number>(), new Map<number, number>()];
  return (w, g, step, touched) => {
    const rate = learningRate * (o.schedule?.(step) ?? 1);
    for (const i of touched) {
      const slope = g[i]! + l2 * w[i]!;
      m.set(i, beta1 * (m.get(i) ?? 0) + (1 - beta1) * slope);
      v.set(i, beta2 * (v.get(i) ?? 0) + (1 - beta2) * slope * slope);
      const [first, second] = [m.get(i)! / (1 - beta1 ** step), v.get(i)! / (1 - beta2 ** step)];
      w[i] = w[i]! * (1 - rate * weightDecay) - (rate * first) / (Math.sqrt(second) + epsilon);
    }
  };
}

function sgdTwin({ learningRate, momentum = 0, l2 = 0, ...o }: SgdOptions): Twin {
  const m = new Map<number, number>();
  return (w, g, step, touched) => {
    for (const i of touched) {
      m.set(i, momentum * (m.get(i) ?? 0) + g[i]! + l2 * w[i]!);
      w[i]! -= learningRate * (o.schedule?.(step) ?? 1) * m.get(i)!;
    }
  };
}

const COLUMNS = 11;
/** Rows each step looks up: 5 is none, some repeat, row 3 comes late. */
const steps = [
  [0, 2, 2, 5],
  [1, 2, 5, 5],
  [4, 4, 4, 0],
  [3, 0, 1, 2],
  [3, 3, 5, 0],
];

describeVariants("optimizers", (core: Core) => {
  /** Trains a table and a parameter by looked-up rows, beside the twin; the largest difference at the end. */
  function compare(
    make: (network: Network) => Optimizer,
    twins: readonly Twin[],
    clipNorm = Number.POSITIVE_INFINITY,
  ): number {
    using network = new Network(core, { seed: 1 });
    const weights = [network.table("table", 5, COLUMNS, normal(1)), network.parameter("dense", 5, COLUMNS, normal(1))];
    const slow = weights.map(({ values }) => Float64Array.from(values.subarray(0, 5 * COLUMNS)));
    using tape = new Tape(core, { training: true });
    const index = tape.zerosU32(4);
    const targets = tape.zerosF32(4 * 2 * COLUMNS);
    targets.set(randomFloats(targets.length, 8).subarray(0, 8 * COLUMNS));
    const rows = embed(
      tape,
      4,
      weights.map((from) => ({ from, index })),
    );
    meanSquaredError(tape, rows, targets);
    make(network).record(tape);
    steps.forEach((wanted, n) => {
      index.set(wanted);
      const gradients = slow.map(() => new Float64Array(5 * COLUMNS));
      wanted.forEach((row, b) => {
        for (let c = 0; row < 5 && c < COLUMNS; c++)
          for (const [k, g] of gradients.entries())
            g[row * COLUMNS + c]! +=
              (2 * (slow[k]![row * COLUMNS + c]! - targets[b * 2 * COLUMNS + k * COLUMNS + c]!)) / (8 * COLUMNS);
      });
      const norm = Math.sqrt(gradients.flatMap((g) => [...g]).reduce((sum, value) => sum + value * value, 0));
      const scale = norm > clipNorm ? clipNorm / norm : 1;
      const every = Array.from({ length: 5 * COLUMNS }, (_, i) => i);
      const touched = every.filter((i) => wanted.includes(Math.floor(i / COLUMNS)));
      for (const [k, g] of gradients.entries())
        twins[k]!(
          slow[k]!,
          g.map((value) => value * scale),
          n + 1,
          k === 0 ? touched : every,
        );
      tape.runNow();
    });
    let worst = 0;
    for (const [k, { values }] of weights.entries())
      slow[k]!.forEach((value, i) => void (worst = Math.max(worst, Math.abs(value - values[i]!))));
    return worst;
  }

  const adams: readonly (readonly [string, AdamOptions])[] = [
    ["plain", { learningRate: 0.05 }],
    ["other constants", { learningRate: 0.1, beta1: 0.5, beta2: 0.9, epsilon: 1e-2 }],
    ["weight decay off the weights (AdamW)", { learningRate: 0.05, weightDecay: 0.3 }],
    ["L2 within the gradient", { learningRate: 0.05, l2: 0.2 }],
    ["a schedule", { learningRate: 0.1, schedule: stepDecay(2, 0.5) }],
    ["clipped gradients", { learningRate: 0.05, epsilon: 1e-2, clipNorm: 0.05 }],
  ];
  test.each(adams)(
    "Adam, %s, moves every weight of a parameter and the touched rows of a table as written out",
    (_, options) => {
      const twins = [adamTwin(options), adamTwin(options)];
      expect(compare((network) => new Adam(network, options), twins, options.clipNorm)).toBeLessThan(2e-5);
    },
  );

  const sgds: readonly (readonly [string, SgdOptions])[] = [
    ["plain", { learningRate: 2 }],
    ["momentum", { learningRate: 1, momentum: 0.9 }],
    ["momentum and L2", { learningRate: 1, momentum: 0.5, l2: 0.1 }],
    ["a schedule", { learningRate: 3, schedule: warmUp(4) }],
    ["clipped gradients", { learningRate: 5, clipNorm: 0.1 }],
  ];
  test.each(sgds)("stochastic gradient descent, %s, as written out", (_, options) => {
    const twins = [sgdTwin(options), sgdTwin(options)];
    expect(compare((network) => new Sgd(network, options), twins, options.clipNorm)).toBeLessThan(2e-5);
  });

  test("one optimizer over two tapes counts the steps of both, and starts anew when reset", () => {
    using network = new Network(core, { seed: 2 });
    const w = network.parameter("w", 1, 3, normal(1));
    const optimizer = new Adam(network, { learningRate: 0.1 });
    using first = new Tape(core, { training: true });
    using second = new Tape(core, { training: true });
    for (const tape of [first, second]) {
      meanSquaredError(tape, w, tape.zerosF32(3));
      optimizer.record(tape);
    }
    const begin = network.snapshot();
    first.runNow();
    const once = network.snapshot();
    second.runNow();
    expect(optimizer.steps).toBe(2);
    network.load(begin);
    optimizer.reset();
    second.runNow();
    expect(network.snapshot()).toEqual(once);
    expect(optimizer.steps).toBe(1);
  });
});

test("schedules go as described", () => {
  expect([1, 5, 10, 50].map(warmUp(10))).toEqual([0.1, 0.5, 1, 1]);
  expect([1, 3, 4, 7].map(stepDecay(3, 0.1))).toEqual([1, 1, 0.1, 0.1 ** 2]);
  const cosine = cosineDecay(10);
  expect(cosine(1)).toBe(1);
  expect(cosine(6)).toBeCloseTo(0.5, 12);
  expect(cosine(11)).toBeCloseTo(0, 12);
  expect(cosine(100)).toBeCloseTo(0, 12);
});
