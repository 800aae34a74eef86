import { expect, test } from "vitest";
import type { Core } from "../../../src/compute/core/core.ts";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { softmaxCrossEntropy, type Targets } from "../../../src/compute/neural/losses/softmax-cross-entropy.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { add } from "../../../src/compute/neural/ops/arithmetic.ts";
import { mean, rowDots, rowSums, sum } from "../../../src/compute/neural/ops/reduce.ts";
import { logSoftmax, softmax } from "../../../src/compute/neural/ops/softmax.ts";
import { sparseRows } from "../../../src/compute/neural/sparse-rows.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import type { Parameter, Tensor } from "../../../src/compute/neural/tensor.ts";
import { describeVariants, randomFloats } from "../linear-algebra/variants.ts";
import { gradientError } from "./finite-differences.ts";

const shapes = [
  [1, 1],
  [3, 5],
  [4, 8],
  [9, 37],
] as const;

/** Rows 0: {1, 4}, 1: nothing, 2: {0}; numbers 2, 0.5, 3. */
const matrix = { offsets: Uint32Array.of(0, 2, 2, 3), columns: Uint32Array.of(1, 4, 0), values: [2, 0.5, 3] };

function someLoss(tape: Tape, y: Tensor): void {
  const targets = tape.zerosF32(y.rows * y.columns);
  targets.set(randomFloats(y.rows * y.columns, 99));
  meanSquaredError(tape, y, targets);
}

describeVariants("softmax, its losses and sums by rows", (core: Core) => {
  const check = (build: (tape: Tape, a: Parameter, b: Parameter) => void, rows: number, columns: number) => {
    using network = new Network(core, { seed: rows });
    const a = network.parameter("a", rows, columns, normal(1));
    const b = network.parameter("b", rows, columns, normal(1));
    return gradientError(core, [a, b], (tape) => build(tape, a, b));
  };

  /** The values of an op on given numbers. */
  const valuesOf = (op: (tape: Tape, x: Tensor) => Tensor, rows: number, numbers: readonly number[]): number[] => {
    using tape = new Tape(core);
    const x = tape.input(rows, numbers.length / rows);
    x.values.set(numbers);
    const y = op(tape, x);
    tape.runNow();
    return [...y.values.subarray(0, y.rows * y.columns)];
  };

  test("softmax of 0, ln 2, ln 3 is 1/6, 2/6, 3/6, wherever the row lies", () => {
    for (const far of [0, 500, -500]) {
      const row = [far, far + Math.log(2), far + Math.log(3)];
      const found = valuesOf(softmax, 2, [...row, ...row]);
      for (const [c, value] of found.entries()) expect(value).toBeCloseTo(((c % 3) + 1) / 6, 4);
    }
  });

  test("log-softmax is its logarithm, also where softmax vanishes", () => {
    const row = Array.from({ length: 19 }, (_, c) => c / 3);
    const logs = valuesOf(logSoftmax, 1, row);
    valuesOf(softmax, 1, row).forEach((share, c) => {
      expect(logs[c]).toBeCloseTo(Math.log(share), 4);
    });
    expect(valuesOf(logSoftmax, 1, [0, 300])).toEqual([-300, 0]);
  });

  test("NaN stays NaN", () => {
    expect(valuesOf(softmax, 1, [0, Number.NaN, 1]).every(Number.isNaN)).toBe(true);
  });

  test.each(shapes)("gradients of softmax and log-softmax, %i × %i", (rows, columns) => {
    const build = (tape: Tape, a: Parameter, b: Parameter): void =>
      someLoss(tape, add(tape, add(tape, softmax(tape, a), logSoftmax(tape, b)), a));
    expect(check(build, rows, columns)).toBeLessThan(0.02);
  });

  test.each(shapes)("gradients of sums, means and products by rows, %i × %i", (rows, columns) => {
    const build = (tape: Tape, a: Parameter, b: Parameter): void => {
      someLoss(tape, add(tape, rowDots(tape, a, b), add(tape, rowSums(tape, a), rowDots(tape, b, b))));
      someLoss(tape, add(tape, mean(tape, a), sum(tape, b)));
    };
    expect(check(build, rows, columns)).toBeLessThan(0.01);
  });

  const targets: Readonly<Record<string, (tape: Tape, rows: number, columns: number) => Targets>> = {
    "one column a row, one of them none": (tape, rows, columns) => {
      const index = tape.zerosU32(rows);
      index.set(Array.from({ length: rows }, (_, r) => (r === 1 ? columns : (3 * r) % columns)));
      return { index };
    },
    "weights for all columns": (tape, rows, columns) => {
      const dense = tape.zerosF32(rows * columns);
      dense.set(randomFloats(rows * columns, 4).map(Math.abs));
      return { dense };
    },
    "rows of a sparse matrix, with none": (tape, rows) => {
      const sparse = sparseRows(tape.arena, matrix, rows);
      sparse.rows.set(Array.from({ length: rows }, (_, r) => [2, 0, 3, 1][r % 4]!));
      return { sparse };
    },
  };

  for (const [name, make] of Object.entries(targets))
    test.each([
      [2, 5],
      [9, 37],
    ])(`gradients of the cross-entropy, ${name}, %i × %i`, (rows, columns) => {
      const build = (tape: Tape, a: Parameter, b: Parameter): void => {
        const weights = tape.zerosF32(rows);
        weights.set(randomFloats(rows, 8).map(Math.abs));
        softmaxCrossEntropy(tape, a, make(tape, rows, columns), { weights, weight: 0.7 });
        softmaxCrossEntropy(tape, add(tape, a, b), make(tape, rows, columns));
        softmaxCrossEntropy(tape, a, make(tape, rows, columns));
      };
      expect(check(build, rows, columns)).toBeLessThan(0.01);
    });

  test("the loss is the mean over the rows that have a target", () => {
    using tape = new Tape(core);
    const x = tape.input(3, 4);
    x.values.fill(1);
    const index = tape.zerosU32(3);
    index.set([2, 4, 0]);
    softmaxCrossEntropy(tape, x, { index });
    tape.runNow();
    expect(tape.loss[0]).toBeCloseTo(Math.log(4), 5);
  });

  test("a multinomial loss counts every entry, with its weight", () => {
    using tape = new Tape(core);
    const x = tape.input(2, 5);
    const sparse = sparseRows(tape.arena, matrix, 2);
    sparse.rows.set([0, 2]);
    softmaxCrossEntropy(tape, x, { sparse });
    tape.runNow();
    expect(tape.loss[0]).toBeCloseTo(((2 + 0.5 + 3) / 2) * Math.log(5), 4);
  });

  test("a batch without targets costs nothing and moves nothing", () => {
    using network = new Network(core, { seed: 1 });
    const a = network.parameter("a", 2, 5, normal(1));
    using tape = new Tape(core, { training: true });
    const index = tape.zerosU32(2).fill(5);
    softmaxCrossEntropy(tape, a, { index });
    tape.backward();
    a.gradient!.fill(9);
    tape.runNow();
    expect(tape.loss[0]).toBe(0);
    expect([...a.gradient!.subarray(0, 10)]).toEqual(Array.from({ length: 10 }, () => 0));
  });
});
