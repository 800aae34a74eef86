import { expect, test } from "vitest";
import type { Core } from "../../../src/compute/core/core.ts";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { entrySquaredError } from "../../../src/compute/neural/losses/entry-squared-error.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { add } from "../../../src/compute/neural/ops/arithmetic.ts";
import { bag } from "../../../src/compute/neural/ops/bag.ts";
import { embed } from "../../../src/compute/neural/ops/embed.ts";
import { latent } from "../../../src/compute/neural/ops/latent.ts";
import { overwriteEntries } from "../../../src/compute/neural/ops/overwrite-entries.ts";
import { sparseRows } from "../../../src/compute/neural/sparse-rows.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import type { Tensor } from "../../../src/compute/neural/tensor.ts";
import { describeVariants, randomFloats } from "../linear-algebra/variants.ts";
import { gradientError } from "./finite-differences.ts";

/** Rows 0: {1, 4, 5}, 1: nothing, 2: {0, 4}. */
const matrix = {
  offsets: Uint32Array.of(0, 3, 3, 5),
  columns: Uint32Array.of(1, 4, 5, 0, 4),
  values: [2, 0.5, -1, 3, 1],
};
const batch = [2, 0, 3, 1, 0]; // 3 is none
const once = [2, 3, 0, 1, 3];

const open = (tape: Tape, valued = true, of = batch) => {
  const rows = sparseRows(tape.arena, matrix, batch.length, valued);
  rows.rows.set(of);
  return rows;
};

function someLoss(tape: Tape, y: Tensor): void {
  const targets = tape.zerosF32(y.rows * y.columns);
  targets.set(randomFloats(y.rows * y.columns, 99));
  meanSquaredError(tape, y, targets);
}

describeVariants("layers on sparse rows", (core: Core) => {
  test.each([1, 3, 8, 19, 70])("a bag of width %i is the product with the dense rows", (width) => {
    using network = new Network(core, { seed: width });
    const weight = network.parameter("weight", 6, width, normal(1));
    const bias = network.parameter("bias", 1, width, normal(1));
    using tape = new Tape(core);
    const y = bag(tape, batch.length, open(tape), weight, { bias, dropout: 0.5 });
    tape.runNow();
    batch.forEach((row, b) => {
      for (let c = 0; c < width; c++) {
        let expected = bias.values[c]!;
        const end = matrix.offsets[row + 1] ?? 0;
        for (let e = matrix.offsets[row]!; e < end; e++)
          expected += matrix.values[e]! * weight.values[matrix.columns[e]! * width + c]!;
        expect(y.values[b * width + c]).toBeCloseTo(expected, 4);
      }
    });
  });

  test.each([
    [3, 0],
    [19, 0.4],
  ])("gradients of bags of width %i with dropout %f: dense, sparse, and beside lookups", (width, dropout) => {
    using network = new Network(core, { seed: 2 });
    const weight = network.parameter("weight", 6, width, normal(1));
    const table = network.table("table", 6, width, normal(1));
    const bias = network.parameter("bias", 1, width, normal(1));
    const build = (tape: Tape): void => {
      const index = tape.zerosU32(batch.length);
      index.set([3, 4, 6, 0, 3]);
      const dense = bag(tape, batch.length, open(tape), weight, { bias, dropout });
      const sparse = bag(tape, batch.length, open(tape, false), table, { dropout });
      const again = bag(tape, batch.length, open(tape), weight);
      someLoss(
        tape,
        add(tape, add(tape, dense, sparse), add(tape, again, embed(tape, batch.length, [{ from: table, index }]))),
      );
    };
    expect(gradientError(core, [weight, table, bias], build)).toBeLessThan(0.01);
  });

  test("dropout leaves about its share of the entries out, others in another run, and keeps their sum", () => {
    using network = new Network(core);
    const weight = network.parameter("weight", 1, 1, () => ({ kind: "constant", value: 1 }));
    const entries = 20_000;
    using tape = new Tape(core, { training: true });
    const many = { offsets: Uint32Array.of(0, entries), columns: new Uint32Array(entries), values: [] };
    const input = sparseRows(tape.arena, many, 1, false);
    input.rows[0] = 0;
    const y = bag(tape, 1, input, weight, { dropout: 0.3 });
    const sums = [1, 2, 3].map(() => {
      tape.runNow();
      return y.values[0]! / entries;
    });
    for (const sum of sums) expect(Math.abs(sum - 1)).toBeLessThan(0.02);
    expect(new Set(sums).size).toBe(3);
  });

  test.each([1, 5, 33])("gradients of the error at entries, width %i", (width) => {
    using network = new Network(core, { seed: 4 });
    const h = network.parameter("h", batch.length, width, normal(0.5));
    const weight = network.parameter("weight", 6, width, normal(0.5));
    const bias = network.parameter("bias", 1, 6, normal(1));
    const build = (tape: Tape): void => {
      entrySquaredError(tape, h, { weight, bias }, open(tape, true, once));
      someLoss(tape, h);
      entrySquaredError(tape, h, { weight, bias }, open(tape, true, once));
    };
    expect(gradientError(core, [h, weight, bias], build)).toBeLessThan(0.01);
  });

  test("the error at entries is the mean over the entries there are, and 0 without any", () => {
    using network = new Network(core);
    const zero = () => ({ kind: "constant", value: 0 }) as const;
    const layer = { weight: network.parameter("weight", 6, 2, zero), bias: network.parameter("bias", 1, 6, zero) };
    using tape = new Tape(core);
    const targets = open(tape, true, once);
    entrySquaredError(tape, tape.input(batch.length, 2), layer, targets);
    tape.runNow();
    expect(tape.loss[0]).toBeCloseTo((3 ** 2 + 1 + 2 ** 2 + 0.5 ** 2 + 1) / 5, 5);
    targets.rows.fill(1);
    tape.runNow();
    expect(tape.loss[0]).toBe(0);
  });

  test("entries are overwritten, all else is left, and not in training", () => {
    using tape = new Tape(core);
    const x = tape.input(batch.length, 6);
    x.values.fill(1);
    overwriteEntries(tape, x, open(tape), -2);
    tape.runNow();
    const rows = batch.map((_, b) => [...x.values.subarray(6 * b, 6 * b + 6)]);
    const third = [-2, 1, 1, 1, -2, 1];
    const first = [1, -2, 1, 1, -2, -2];
    const none = [1, 1, 1, 1, 1, 1];
    expect(rows).toEqual([third, first, none, none, first]);
    using training = new Tape(core, { training: true });
    expect(() => overwriteEntries(training, x, open(training), 0)).toThrow(RangeError);
  });

  test.each([1, 4, 9])("gradients through drawn latent numbers and their divergence, width %i", (width) => {
    using network = new Network(core, { seed: 5 });
    const stats = network.parameter("stats", 7, 2 * width, normal(0.7));
    const build = (tape: Tape): void => {
      const beta = tape.zerosF32(1);
      beta[0] = 0.3;
      someLoss(tape, latent(tape, stats, beta));
      someLoss(tape, latent(tape, stats, beta));
    };
    expect(gradientError(core, [stats], build)).toBeLessThan(0.01);
  });

  test("latent numbers have the mean and deviation asked for; outside training they are the means", () => {
    const [rows, width] = [100, 101];
    using tape = new Tape(core, { training: true });
    using still = new Tape(core);
    const stats = tape.input(rows, 2 * width);
    for (let b = 0; b < rows; b++) {
      stats.values.fill(3, b * 2 * width, b * 2 * width + width);
      stats.values.fill(Math.log(0.25), b * 2 * width + width, (b + 1) * 2 * width);
    }
    const beta = tape.zerosF32(1).fill(2);
    const drawn = latent(tape, stats, beta).values.subarray(0, rows * width);
    const means = latent(still, stats, beta).values.subarray(0, rows * width);
    tape.runNow();
    still.runNow();
    const average = drawn.reduce((sum, z) => sum + z, 0) / drawn.length;
    const variance = drawn.reduce((sum, z) => sum + (z - average) ** 2, 0) / drawn.length;
    expect(Math.abs(average - 3)).toBeLessThan(0.02);
    expect(Math.abs(variance - 0.25)).toBeLessThan(0.01);
    expect(tape.loss[0]).toBeCloseTo(2 * -0.5 * width * (1 + Math.log(0.25) - 9 - 0.25), 1);
    expect(means.every((z) => z === 3)).toBe(true);
  });
});
