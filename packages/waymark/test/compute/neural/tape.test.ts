import { expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { add, multiply } from "../../../src/compute/neural/ops/arithmetic.ts";
import { batchNorm, batchNormLayer } from "../../../src/compute/neural/ops/batch-norm.ts";
import { concat } from "../../../src/compute/neural/ops/concat.ts";
import { dropout } from "../../../src/compute/neural/ops/dropout.ts";
import { linear, linearLayer } from "../../../src/compute/neural/ops/linear.ts";
import { matmul } from "../../../src/compute/neural/ops/matmul.ts";
import { Tape, type TapeOptions } from "../../../src/compute/neural/tape.ts";
import type { Tensor } from "../../../src/compute/neural/tensor.ts";
import { describeVariants, randomFloats } from "../linear-algebra/variants.ts";

describeVariants("a tape", (core) => {
  const ones = (tape: Tape, rows: number, columns: number): Tensor => {
    const x = tape.input(rows, columns);
    x.values.fill(1);
    return x;
  };
  const zerosOf = (y: Tensor): number => y.values.subarray(0, y.rows * y.columns).filter((value) => value === 0).length;

  test.each([0.1, 0.5, 0.9])("drops the share %f in training, the rest scaled so that the mean stays", (rate) => {
    using tape = new Tape(core, { training: true, seed: 2 });
    const y = dropout(tape, ones(tape, 100, 101), rate);
    tape.runNow();
    const error = Math.sqrt((rate * (1 - rate)) / 10_100);
    expect(Math.abs(zerosOf(y) / 10_100 - rate)).toBeLessThan(4 * error);
    const kept = y.values.subarray(0, 10_100).find((value) => value !== 0);
    expect(kept).toBeCloseTo(1 / (1 - rate), 4);
  });

  test("drops other numbers in each run and each op, the same when seed and run are the same", () => {
    const masks = (seed: number): number[][] => {
      using tape = new Tape(core, { training: true, seed });
      const x = ones(tape, 5, 20);
      const [y, z] = [dropout(tape, x, 0.5), dropout(tape, x, 0.5)];
      const seen: number[][] = [];
      for (let run = 0; run < 2; run++) {
        tape.runNow();
        seen.push([...y.values], [...z.values]);
      }
      tape.runs[0] = 0;
      tape.runNow();
      return [...seen, [...y.values]];
    };
    const [y1, z1, y2, z2, again] = masks(1);
    for (const other of [z1, y2, z2]) expect(other).not.toEqual(y1);
    expect(again).toEqual(y1);
    expect(masks(1)).toEqual([y1, z1, y2, z2, again]);
    expect(masks(2)[0]).not.toEqual(y1);
  });

  test("drops nothing outside training, and hands x itself on", () => {
    using tape = new Tape(core);
    const x = ones(tape, 3, 4);
    expect(dropout(tape, x, 0.5)).toBe(x);
    using training = new Tape(core, { training: true });
    expect(dropout(training, x, 0)).toBe(x);
    for (const rate of [1, -0.1, Number.NaN]) expect(() => dropout(training, x, rate)).toThrow(/dropout rate.*below 1/);
  });

  test("looks at the batch in training, and at the running statistics it leaves behind outside", () => {
    using network = new Network(core, { seed: 1 });
    const layer = batchNormLayer(network, "norm", 8);
    const values = randomFloats(8 * 40, 3).map((value) => 5 + 2 * value);
    const record = (options: TapeOptions) => {
      const tape = new Tape(core, options);
      const x = tape.input(40, 8);
      x.values.set(values);
      return { tape, y: batchNorm(tape, x, layer) };
    };
    const [training, evaluation] = [record({ training: true }), record({})];
    evaluation.tape.runNow();
    const before = evaluation.y.values.slice();
    expect(before[0]).toBeCloseTo(values[0]!, 3); // statistics 0 and 1 so far
    for (let run = 0; run < 200; run++) training.tape.runNow();
    const mean = training.y.values.subarray(0, 320).reduce((sum, value) => sum + value, 0) / 320;
    expect(mean).toBeCloseTo(0, 4);
    const statistics = [...layer.mean, ...layer.variance];
    evaluation.tape.runNow();
    // the running variance is the unbiased one: 40/39 of the batch's
    evaluation.y.values.subarray(0, 320).forEach((value, p) => {
      expect(value).toBeCloseTo(training.y.values[p]! * Math.sqrt(39 / 40), 3);
    });
    expect([...layer.mean, ...layer.variance]).toEqual(statistics);
    for (const { tape } of [training, evaluation]) tape.dispose();
  });

  test("takes no gradient outside training, nor by inputs", () => {
    using network = new Network(core);
    const w = network.parameter("w", 2, 2, normal(1));
    using tape = new Tape(core);
    expect(multiply(tape, w, w).gradient).toBeUndefined();
    using training = new Tape(core, { training: true });
    const x = training.input(2, 2);
    expect(add(training, x, x).gradient).toBeUndefined();
    expect(add(training, x, w).gradient).toBeDefined();
    using apart = new Tape(core, { training: true });
    const y = apart.input(2, 2);
    meanSquaredError(apart, add(apart, y, y), apart.zerosF32(4));
    expect(apart.backward()).toEqual({ parameters: [], tables: [] });
  });

  test("a gradient that comes together from several ways is their sum, in every run anew", () => {
    using network = new Network(core);
    const w = network.parameter("w", 1, 3, normal(1));
    using tape = new Tape(core, { training: true });
    const twice = concat(tape, [w, add(tape, w, w), multiply(tape, w, w)]);
    meanSquaredError(tape, twice, tape.zerosF32(9));
    tape.backward();
    for (let run = 0; run < 2; run++) {
      tape.runNow();
      for (let c = 0; c < 3; c++) {
        const v = w.values[c]!;
        expect(w.gradient![c]).toBeCloseTo((2 * (v + 2 * 2 * v + 2 * v ** 3)) / 9, 4);
      }
      w.values.fill(0.7, 0, 3);
    }
  });

  test("frees all it took", () => {
    const used = [1, 2].map(() => {
      const tape = new Tape(core, { training: true });
      matmul(tape, ones(tape, 9, 9), ones(tape, 9, 9));
      tape.runNow();
      tape.dispose();
      return core.used; // scratch of the first run is kept
    });
    expect(used[1]).toBe(used[0]);
  });
});

test("a run shared among threads gives the bits of a run on one", async () => {
  const core = new Core({ checked: true, pages: 8192 });
  using network = new Network(core, { seed: 4 });
  const layers = [linearLayer(network, "a", 256, 300), linearLayer(network, "b", 300, 9)];
  using tape = new Tape(core, { training: true, seed: 1 });
  const x = tape.input(1000, 256);
  x.values.set(randomFloats(1000 * 256, 1));
  const hidden = dropout(tape, linear(tape, x, layers[0]!, { relu: true }), 0.3);
  const y = linear(tape, hidden, layers[1]!);
  meanSquaredError(tape, y, tape.zerosF32(1000 * 9).fill(1));
  tape.backward();
  const outcome = () => [
    y.values.slice(),
    ...layers.flatMap((l) => [l.weight.gradient!.slice(), l.bias!.gradient!.slice()]),
    tape.loss[0],
  ];
  tape.runNow();
  const now = outcome();
  for (const threads of [1, 2]) {
    tape.runs[0] = 0;
    await tape.run({ threads });
    expect(outcome()).toEqual(now);
  }
  expect(core.kernelSeconds.has("product")).toBe(true); // long enough to be shared at all
  await expect(tape.run({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
});

test("shapes that do not go together are refused", () => {
  const core = new Core({ checked: true, pages: 256 });
  using tape = new Tape(core);
  const [a, b] = [tape.input(2, 3), tape.input(3, 2)];
  expect(() => add(tape, a, b)).toThrow(/\(2, 3\) and \(3, 2\)/);
  expect(() => concat(tape, [a, b])).toThrow(/2 and 3/);
  expect(() => matmul(tape, a, a)).toThrow(/3 and 2/);
  using network = new Network(core);
  expect(() => linear(tape, b, linearLayer(network, "l", 3, 1))).toThrow(/3 inputs was given 2 columns/);
  expect(() => batchNormLayer(network, "n", 9)).toThrow(/multiple of 8/);
});
