import { expect, test } from "vitest";
import type { Core } from "../../../src/compute/core/core.ts";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { bayesianRankingLoss } from "../../../src/compute/neural/losses/bayesian-ranking.ts";
import {
  binaryCrossEntropy,
  meanAbsoluteError,
  meanSquaredError,
} from "../../../src/compute/neural/losses/pointwise.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { leakyRelu, relu, sigmoid, tanh } from "../../../src/compute/neural/ops/activation.ts";
import { add, multiply, scale } from "../../../src/compute/neural/ops/arithmetic.ts";
import { batchNorm, batchNormLayer } from "../../../src/compute/neural/ops/batch-norm.ts";
import { concat } from "../../../src/compute/neural/ops/concat.ts";
import { dropout } from "../../../src/compute/neural/ops/dropout.ts";
import { embed } from "../../../src/compute/neural/ops/embed.ts";
import { linear, linearLayer } from "../../../src/compute/neural/ops/linear.ts";
import { matmul } from "../../../src/compute/neural/ops/matmul.ts";
import type { Tape } from "../../../src/compute/neural/tape.ts";
import type { Parameter, Tensor } from "../../../src/compute/neural/tensor.ts";
import { describeVariants, randomFloats } from "../linear-algebra/variants.ts";
import { gradientError } from "./finite-differences.ts";

/** Mean squared distance to random targets: a loss any op can end in. */
function someLoss(tape: Tape, y: Tensor): void {
  const targets = tape.zerosF32(y.rows * y.columns);
  targets.set(randomFloats(y.rows * y.columns, 99));
  meanSquaredError(tape, y, targets);
}

const shapes = [
  [1, 1],
  [3, 5],
  [7, 16],
  [70, 33],
] as const;

describeVariants("gradients agree with finite differences", (core: Core) => {
  const check = (
    build: (tape: Tape, a: Parameter, b: Parameter) => Tensor,
    [rows, columns]: readonly [number, number],
  ) => {
    using network = new Network(core, { seed: rows });
    const a = network.parameter("a", rows, columns, normal(1));
    const b = network.parameter("b", rows, columns, normal(1));
    return gradientError(core, [a, b], (tape) => someLoss(tape, build(tape, a, b)));
  };

  test.each(shapes)("add, multiply, scale, of %i × %i", (...shape) => {
    expect(check((tape, a, b) => add(tape, scale(tape, a, 0.5), multiply(tape, a, b)), shape)).toBeLessThan(0.01);
  });

  test.each(shapes)("concat, of %i × %i", (...shape) => {
    expect(check((tape, a, b) => concat(tape, [a, b, a]), shape)).toBeLessThan(0.01);
  });

  test.each(shapes)("sigmoid, tanh, leaky ReLU and ReLU, of %i × %i", (...shape) => {
    const build = (tape: Tape, a: Parameter, b: Parameter): Tensor =>
      add(tape, sigmoid(tape, a), add(tape, tanh(tape, b), add(tape, leakyRelu(tape, a, 0.2), relu(tape, b))));
    expect(check(build, shape)).toBeLessThan(0.03);
  });

  test.each(shapes)("dropout, of %i × %i", (...shape) => {
    expect(check((tape, a, b) => add(tape, dropout(tape, a, 0.4), b), shape)).toBeLessThan(0.01);
  });

  test.each([
    ["NN", 5, 7, 3, {}],
    ["NT", 5, 7, 3, { transposeB: true }],
    ["TN", 5, 7, 3, { transposeA: true }],
    ["TT", 66, 17, 35, { transposeA: true, transposeB: true }],
  ] as const)("matmul %s", (_, rows, inner, columns, options) => {
    using network = new Network(core, { seed: 1 });
    const flipA = "transposeA" in options;
    const flipB = "transposeB" in options;
    const a = network.parameter("a", flipA ? inner : rows, flipA ? rows : inner, normal(0.5));
    const b = network.parameter("b", flipB ? columns : inner, flipB ? inner : columns, normal(0.5));
    expect(gradientError(core, [a, b], (tape) => someLoss(tape, matmul(tape, a, b, options)))).toBeLessThan(0.01);
  });

  test.each([
    [1, 3, 1, false],
    [5, 9, 8, false],
    [70, 17, 33, true],
  ] as const)("a layer of %i × %i → %i, ReLU: %s", (rows, inputs, outputs, relu) => {
    using network = new Network(core, { seed: 2 });
    const x = network.parameter("x", rows, inputs, normal(1));
    const layer = linearLayer(network, "layer", inputs, outputs);
    const error = gradientError(core, [x, layer.weight, layer.bias!], (tape) =>
      someLoss(tape, linear(tape, x, layer, { relu })),
    );
    expect(error).toBeLessThan(0.03);
  });

  test.each([
    [2, 8, 0],
    [33, 24, 0],
    [40, 16, 0.3],
  ] as const)("batch norm of %i × %i, dropout %f", (rows, columns, rate) => {
    using network = new Network(core, { seed: 3 });
    const x = network.parameter("x", rows, columns, normal(2));
    const layer = batchNormLayer(network, "norm", columns);
    const build = (tape: Tape): void => someLoss(tape, batchNorm(tape, x, layer, { dropout: rate }));
    expect(gradientError(core, [x, layer.gamma, layer.beta], build)).toBeLessThan(0.02);
  });

  test("frozen batch norm goes by its running statistics", () => {
    using network = new Network(core, { seed: 3, trainable: (name) => name === "x" });
    const x = network.parameter("x", 5, 8, normal(2));
    const layer = batchNormLayer(network, "norm", 8);
    layer.mean.set(randomFloats(8, 1));
    layer.variance.fill(0.3);
    const build = (tape: Tape): void => someLoss(tape, add(tape, x, batchNorm(tape, x, layer, { dropout: 0.5 })));
    expect(gradientError(core, [x], build)).toBeLessThan(0.01);
    expect(layer.variance[3]).toBeCloseTo(0.3);
  });

  test("lookups of tables and parameters, with repeats and with none", () => {
    using network = new Network(core, { seed: 4 });
    const table = network.table("table", 6, 11, normal(1));
    const dense = network.parameter("dense", 4, 3, normal(1));
    const build = (tape: Tape): void => {
      const index = tape.zerosU32(5);
      index.set([2, 5, 2, 6, 0]); // 6 is none
      const other = tape.zerosU32(5);
      other.set([3, 3, 4, 0, 3]);
      someLoss(
        tape,
        embed(tape, 5, [
          { from: table, index },
          { from: dense, index: other },
          { from: table, index },
        ]),
      );
    };
    expect(gradientError(core, [table, dense], build)).toBeLessThan(0.01);
  });

  test.each([
    ["binary cross-entropy", binaryCrossEntropy],
    ["mean squared error", meanSquaredError],
    ["mean absolute error", meanAbsoluteError],
  ] as const)("%s", (_, loss) => {
    using network = new Network(core, { seed: 6 });
    const x = network.parameter("x", 9, 1, normal(2));
    const build = (tape: Tape): void => {
      const [targets, weights] = [tape.zerosF32(9), tape.zerosF32(9)];
      targets.set([0, 1, 1, 0, 1, 0, 0, 1, 0]);
      weights.set([1, 1, 0, 2, 1, 1, 1, 0.5, 1]);
      loss(tape, x, targets, { weights, weight: 0.7 });
      loss(tape, x, targets);
    };
    expect(gradientError(core, [x], build)).toBeLessThan(0.01);
  });

  test("the Bayesian ranking loss", () => {
    const error = check(
      (tape, a, b) => {
        bayesianRankingLoss(tape, a, b);
        bayesianRankingLoss(tape, b, scale(tape, a, 2), 0.3);
        return a;
      },
      [6, 1],
    );
    expect(error).toBeLessThan(0.01);
  });
});
