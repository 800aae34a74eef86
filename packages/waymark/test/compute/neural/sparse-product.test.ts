import { expect, test } from "vitest";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { squaredNorm } from "../../../src/compute/neural/losses/squared-norm.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { sigmoid } from "../../../src/compute/neural/ops/activation.ts";
import { embed } from "../../../src/compute/neural/ops/embed.ts";
import { sparseMatrix, sparseProduct } from "../../../src/compute/neural/ops/sparse-product.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import type { Tensor } from "../../../src/compute/neural/tensor.ts";
import { randomSparse } from "../../kernels/sparse-twin.ts";
import { describeVariants, farthest, randomFloats, slowProduct } from "../linear-algebra/variants.ts";
import { gradientError } from "./finite-differences.ts";

function someLoss(tape: Tape, y: Tensor): void {
  const targets = tape.zerosF32(y.rows * y.columns);
  targets.set(randomFloats(y.rows * y.columns, 99));
  meanSquaredError(tape, y, targets);
}

const shapes = [
  [1, 1, 8],
  [4, 7, 16],
  [30, 23, 24],
] as const;

describeVariants("a sparse matrix times a dense one", (core) => {
  const matrices = (tape: Tape, rows: number, columns: number) => {
    const matrix = randomSparse(rows, columns, 0.5, rows);
    return { matrix, s: sparseMatrix(tape.arena, matrix), transpose: sparseMatrix(tape.arena, matrix.transpose()) };
  };

  test.each(shapes)(
    "of %i × %i by %i columns is the dense product, and adds what is to be added",
    (rows, inner, width) => {
      using network = new Network(core, { seed: 1 });
      const [x, z] = [network.parameter("x", inner, width, normal(1)), network.parameter("z", rows, width, normal(1))];
      using tape = new Tape(core);
      const { matrix, s, transpose } = matrices(tape, rows, inner);
      const [plain, more] = [sparseProduct(tape, s, transpose, x), sparseProduct(tape, s, transpose, x, z)];
      tape.runNow();
      const dense = new Float64Array(rows * inner);
      for (let r = 0; r < rows; r++)
        matrix.row(r).columns.forEach((c, e) => void (dense[r * inner + c] = matrix.row(r).values[e]!));
      const product = slowProduct(dense, x.values, rows, inner, width);
      const own = (y: Tensor) => y.values.subarray(0, rows * width);
      expect(farthest(own(plain), product)).toBeLessThan(1e-4);
      expect(
        farthest(
          own(more),
          product.map((value, p) => value + z.values[p]!),
        ),
      ).toBeLessThan(1e-4);
    },
  );

  test.each(shapes)("of %i × %i by %i columns has the gradients of finite differences", (rows, inner, width) => {
    using network = new Network(core, { seed: 2 });
    const [x, z] = [network.parameter("x", inner, width, normal(1)), network.parameter("z", rows, width, normal(1))];
    const build = (tape: Tape): void => {
      const { s, transpose } = matrices(tape, rows, inner);
      const back = {
        from: sparseProduct(tape, transpose, s, sparseProduct(tape, s, transpose, x, z), x),
        index: tape.zerosU32(3),
      };
      back.index.set([0, inner, inner - 1]); // and none; a tensor is looked up like a parameter
      someLoss(tape, embed(tape, 3, [back]));
    };
    expect(gradientError(core, [x, z], build)).toBeLessThan(0.01);
  });

  test("says which shapes do not fit", () => {
    using tape = new Tape(core);
    const { s, transpose } = matrices(tape, 4, 7);
    expect(() => sparseProduct(tape, s, transpose, tape.input(7, 5))).toThrow(/multiple of 8 columns, not on 5/);
    expect(() => sparseProduct(tape, s, transpose, tape.input(4, 8))).toThrow(/Inner dimensions differ: 7 and 4/);
    expect(() => sparseProduct(tape, s, s, tape.input(7, 8))).toThrow(/transpose of \(4, 7\) is not \(4, 7\)/);
    expect(() => sparseProduct(tape, s, transpose, tape.input(7, 8), tape.input(7, 8))).toThrow(/Shapes differ/);
  });

  test.each([1, 5, 16])("the squared norm of %i numbers counts them alone, and pulls them to 0", (columns) => {
    using network = new Network(core, { seed: 3 });
    const x = network.parameter("x", 1, columns, normal(1));
    const build = (tape: Tape): void => {
      squaredNorm(tape, x, 0.3);
      squaredNorm(tape, sigmoid(tape, x), 0.5);
    };
    expect(gradientError(core, [x], build)).toBeLessThan(0.01);
    using tape = new Tape(core);
    build(tape);
    tape.runNow();
    const squares = [...x.values.subarray(0, columns)].map((v) => 0.3 * v * v + 0.5 / (1 + Math.exp(-v)) ** 2);
    expect(tape.loss[0]).toBeCloseTo(
      squares.reduce((sum, value) => sum + value, 0),
      5,
    );
  });
});
