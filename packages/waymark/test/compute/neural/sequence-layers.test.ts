import { expect, test } from "vitest";
import type { Core } from "../../../src/compute/core/core.ts";
import { normal } from "../../../src/compute/neural/initializers.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { sampledBinaryLoss, sampledSoftmaxLoss } from "../../../src/compute/neural/losses/sampled-loss.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { add } from "../../../src/compute/neural/ops/arithmetic.ts";
import { causalSelfAttention } from "../../../src/compute/neural/ops/attention.ts";
import { candidateScores } from "../../../src/compute/neural/ops/candidate-scores.ts";
import { layerNorm, layerNormLayer } from "../../../src/compute/neural/ops/layer-norm.ts";
import { linear } from "../../../src/compute/neural/ops/linear.ts";
import { lstmCell } from "../../../src/compute/neural/ops/lstm-cell.ts";
import { matmul } from "../../../src/compute/neural/ops/matmul.ts";
import { recurrent, recurrentLayer } from "../../../src/compute/neural/ops/recurrent.ts";
import { divide, type Sequences, sequencesIn } from "../../../src/compute/neural/sequences.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";
import type { Tensor } from "../../../src/compute/neural/tensor.ts";
import { describeVariants, farthest, randomFloats } from "../linear-algebra/variants.ts";
import { gradientError } from "./finite-differences.ts";

/** Mean squared distance to random targets: a loss any op can end in. */
function someLoss(tape: Tape, y: Tensor): void {
  const targets = tape.zerosF32(y.rows * y.columns);
  targets.set(randomFloats(y.rows * y.columns, 99));
  meanSquaredError(tape, y, targets);
}

function dividedInto(tape: Tape, lengths: readonly number[]): Sequences {
  const sequences = sequencesIn(tape.arena, lengths.length, Math.max(...lengths));
  divide(sequences, lengths);
  return sequences;
}

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));

describeVariants("layers over sequences", (core: Core) => {
  test.each([
    [1, 5],
    [3, 1],
    [7, 16],
    [40, 50],
  ])("layer norm of %i × %i: gradients agree with finite differences", (rows, columns) => {
    using network = new Network(core, { seed: rows });
    const x = network.parameter("x", rows, columns, normal(2));
    const layer = layerNormLayer(network, "norm", columns);
    const error = gradientError(core, [x, layer.gamma, layer.beta], (tape) =>
      someLoss(tape, layerNorm(tape, layerNorm(tape, x, layer), layer)),
    );
    expect(error).toBeLessThan(0.02);
  });

  test("layer norm leaves each row with mean β and deviation γ", () => {
    using network = new Network(core, { seed: 1 });
    const x = network.parameter("x", 2, 19, normal(3));
    const layer = layerNormLayer(network, "norm", 19);
    layer.gamma.values.fill(2);
    layer.beta.values.fill(0.5);
    using tape = new Tape(core);
    const y = layerNorm(tape, x, layer);
    tape.runNow();
    for (const row of [y.values.subarray(0, 19), y.values.subarray(19, 38)]) {
      const mean = row.reduce((sum, v) => sum + v, 0) / 19;
      expect(mean).toBeCloseTo(0.5, 5);
      expect(Math.sqrt(row.reduce((sum, v) => sum + (v - mean) ** 2, 0) / 19)).toBeCloseTo(2, 4);
    }
  });

  test.each([
    { lengths: [1], rows: 1, width: 1, heads: 1, dropout: 0 },
    { lengths: [3, 0, 5], rows: 10, width: 6, heads: 2, dropout: 0 },
    { lengths: [70, 2], rows: 72, width: 17, heads: 1, dropout: 0 },
    { lengths: [4, 35, 8], rows: 48, width: 8, heads: 2, dropout: 0.4 },
  ])("attention over $lengths, $heads heads, dropout $dropout: gradients agree with finite differences", (shape) => {
    const { lengths, rows, width, heads, dropout } = shape;
    using network = new Network(core, { seed: rows });
    const [queries, keys, values] = ["q", "k", "v"].map((name) => network.parameter(name, rows, width, normal(1)));
    const inputs = { queries: queries!, keys: keys!, values: values! };
    const error = gradientError(core, Object.values(inputs), (tape) => {
      const sequences = dividedInto(tape, lengths);
      const once = causalSelfAttention(tape, inputs, sequences, { heads, dropout });
      // a second time with its own output, and keys that are values: gradients add up
      someLoss(
        tape,
        causalSelfAttention(tape, { queries: once, keys: values!, values: values! }, sequences, { heads }),
      );
    });
    expect(error).toBeLessThan(0.03);
  });

  test("attention is the mean of earlier values by softmax weights, row by row", () => {
    const [rows, width, heads, lengths] = [41, 6, 2, [5, 33]] as const;
    using tape = new Tape(core);
    const [queries, keys, values] = [1, 2, 3].map((seed) => {
      const x = tape.input(rows, width);
      x.values.set(randomFloats(rows * width, seed));
      return x;
    });
    const sequences = dividedInto(tape, lengths);
    const y = causalSelfAttention(tape, { queries: queries!, keys: keys!, values: values! }, sequences, { heads });
    tape.runNow();
    const expected = new Float64Array(rows * width);
    const at = (x: Tensor | undefined, row: number, h: number, d: number): number =>
      x!.values[row * width + 3 * h + d]!;
    for (const [first, end] of [
      [0, 5],
      [5, 38],
    ] as const)
      for (let row = first; row < end; row++)
        for (let h = 0; h < heads; h++) {
          const weights = Array.from({ length: row - first + 1 }, (_, j) =>
            Math.exp(
              [0, 1, 2].reduce((sum, d) => sum + at(queries, row, h, d) * at(keys, first + j, h, d), 0) / Math.sqrt(3),
            ),
          );
          const all = weights.reduce((a, b) => a + b);
          for (let d = 0; d < 3; d++)
            expected[row * width + 3 * h + d] = weights.reduce(
              (sum, w, j) => sum + (w / all) * at(values, first + j, h, d),
              0,
            );
        }
    expect(farthest(y.values.subarray(0, rows * width), expected)).toBeLessThan(1e-5);
  });

  test("attention drops weights, not rows, and the rest keep the size of the sum", () => {
    const rows = 64;
    using tape = new Tape(core, { training: true, seed: 2 });
    const ones = tape.input(rows, 8);
    ones.values.fill(1);
    const y = causalSelfAttention(tape, { queries: ones, keys: ones, values: ones }, dividedInto(tape, [rows]), {
      dropout: 0.5,
    });
    tape.runNow();
    const sums = Array.from({ length: rows }, (_, row) => y.values[row * 8]!);
    expect(new Set(sums.map((v) => v.toFixed(3))).size).toBeGreaterThan(10);
    expect(sums.slice(16).reduce((a, b) => a + b) / 48).toBeCloseTo(1, 0);
    const first = y.values.slice();
    tape.runNow();
    expect(y.values).not.toEqual(first);
  });

  test.each([
    ["lstm", [1], 1, 1, 1],
    ["lstm", [3, 7, 0, 2, 4, 1], 20, 3, 5],
    ["lstm", [4, 4, 5], 13, 6, 18],
    ["gru", [1], 1, 1, 1],
    ["gru", [3, 7, 0, 2, 4, 1], 20, 3, 5],
    ["gru", [4, 4, 5], 13, 6, 18],
  ] as const)(
    "%s over %j in %i rows, %i → %i: gradients agree with finite differences",
    (kind, lengths, rows, inputs, width) => {
      using network = new Network(core, { seed: width });
      const x = network.parameter("x", rows, inputs, normal(1));
      const layer = recurrentLayer(network, "layer", kind, inputs, width);
      const over = recurrentLayer(network, "over", kind, width, width);
      const weights = [x, layer.recurrent, layer.input.weight, layer.input.bias!, over.recurrent];
      const error = gradientError(core, weights, (tape) => {
        const sequences = dividedInto(tape, lengths);
        someLoss(tape, recurrent(tape, recurrent(tape, x, layer, sequences), over, sequences));
      });
      expect(error).toBeLessThan(0.02);
    },
  );

  test.each(["lstm", "gru"] as const)("%s takes the steps of its equations", (kind) => {
    const [inputs, width] = [2, 3];
    using network = new Network(core, { seed: 4 });
    const layer = recurrentLayer(network, "layer", kind, inputs, width);
    using tape = new Tape(core);
    const x = tape.input(6, inputs);
    x.values.set(randomFloats(12, 8));
    const y = recurrent(tape, x, layer, dividedInto(tape, [2, 4]));
    tape.runNow();
    const W = layer.input.weight;
    const gate = (part: number, j: number, row: number): number => {
      const column = part * width + j;
      let sum = layer.input.bias!.values[column]!;
      for (let i = 0; i < inputs; i++) sum += x.values[row * inputs + i]! * W.values[i * W.columns + column]!;
      return sum;
    };
    const back = (part: number, j: number, h: readonly number[]): number =>
      h.reduce((sum, v, i) => sum + v * layer.recurrent.values[i * W.columns + part * width + j]!, 0);
    const expected: number[] = [];
    for (const [first, end] of [
      [0, 2],
      [2, 6],
    ] as const) {
      let [h, c] = [
        [0, 0, 0],
        [0, 0, 0],
      ];
      for (let row = first; row < end; row++) {
        const before = h;
        const both = (part: number, j: number): number => gate(part, j, row) + back(part, j, before);
        if (kind === "lstm") {
          c = c.map((v, j) => sigma(both(1, j)) * v + sigma(both(0, j)) * Math.tanh(both(2, j)));
          h = c.map((v, j) => sigma(both(3, j)) * Math.tanh(v));
        } else
          h = before.map((v, j) => {
            const [r, z] = [sigma(both(0, j)), sigma(both(1, j))];
            return (1 - z) * Math.tanh(gate(2, j, row) + r * back(2, j, before)) + z * v;
          });
        expected.push(...h);
      }
    }
    expect(farthest(y.values.subarray(0, 18), expected)).toBeLessThan(1e-6);
  });

  test.each([1, 5, 16])(
    "two LSTM cells of %i, one after the other: gradients agree with finite differences",
    (width) => {
      using network = new Network(core, { seed: width });
      const gates = network.parameter("gates", 3, 4 * width, normal(1));
      const start = network.parameter("start", 3, width, normal(1));
      const error = gradientError(core, [gates, start], (tape) => {
        const first = lstmCell(tape, gates, start);
        const second = lstmCell(tape, gates, first.c); // its cell goes nowhere
        someLoss(tape, add(tape, first.h, second.h));
      });
      expect(error).toBeLessThan(0.01);
    },
  );

  test("an LSTM cell takes the step of a sequence", () => {
    using network = new Network(core, { seed: 9 });
    const layer = recurrentLayer(network, "layer", "lstm", 2, 6);
    using tape = new Tape(core);
    const x = tape.input(2, 2);
    x.values.set(randomFloats(4, 8));
    const row = (r: number): Tensor => ({ ...x, rows: 1, values: x.values.subarray(2 * r) });
    const none = tape.input(1, 6);
    const first = lstmCell(tape, linear(tape, row(0), layer.input), none);
    const gates = add(tape, linear(tape, row(1), layer.input), matmul(tape, first.h, layer.recurrent));
    const second = lstmCell(tape, gates, first.c);
    const whole = recurrent(tape, x, layer, dividedInto(tape, [2]));
    tape.runNow();
    expect(farthest(second.h.values.subarray(0, 6), whole.values.subarray(6, 12))).toBeLessThan(1e-6);
  });

  test.each([
    ["binary", "shared by all rows", 11],
    ["binary", "each row's own", 3],
    ["softmax", "shared by all rows", 11],
    ["softmax", "each row's own", 3],
  ])("sampled %s loss, drawn items %s: gradients agree with finite differences", (kind, whose, drawn) => {
    using network = new Network(core, { seed: drawn });
    const x = network.parameter("x", 5, 9, normal(1));
    const table = network.table("table", 7, 9, normal(1));
    const other = network.parameter("s", 5, drawn, normal(2));
    const own = whose !== "shared by all rows";
    const error = gradientError(core, own ? [x, table] : [x, table, other], (tape) => {
      const wanted = tape.zerosU32(5);
      wanted.set([2, 0, 6, 2, 7]); // 7 is none
      const items = tape.zerosU32(own ? 5 * drawn : drawn);
      for (let p = 0; p < items.length; p++) items[p] = (3 * p + 1) % 7; // the wanted ones among them
      const weights = tape.zerosF32(5);
      weights.set([1, 2, 0.5, 1, 0]);
      const p = candidateScores(tape, x, table, wanted, 1);
      const s = own ? candidateScores(tape, x, table, items, drawn) : other;
      const targets = { positives: wanted, negatives: items, weights };
      if (kind === "softmax") sampledSoftmaxLoss(tape, p, s, targets, { items: 40 });
      else sampledBinaryLoss(tape, p, s, targets, { items: 40, calibration: 0.75 });
    });
    expect(error).toBeLessThan(0.01);
  });

  test("sampled losses are those of their formulas, the wanted item among the drawn left out", () => {
    using tape = new Tape(core);
    const [p, s] = [tape.input(1, 1), tape.input(1, 300)];
    const drawn = randomFloats(300, 3).map((v) => 4 * v);
    p.values[0] = 0.7;
    s.values.set(drawn);
    const [wanted, items, weights] = [tape.zerosU32(1), tape.zerosU32(300), tape.zerosF32(1)];
    wanted[0] = 5;
    items.set(Uint32Array.from({ length: 300 }, (_, n) => n));
    weights[0] = 1;
    const others = [...drawn].filter((_, n) => n !== 5);
    sampledBinaryLoss(tape, p, s, { positives: wanted, negatives: items, weights }, { items: 601, calibration: 0.5 });
    tape.runNow();
    const pushed = others.reduce((sum, v) => sum + Math.log1p(Math.exp(v)), 0);
    const beta = 1 - 0.5 * (1 - 0.5);
    expect(tape.loss[0]).toBeCloseTo((beta * Math.log1p(Math.exp(-Math.fround(0.7))) + pushed) / 300, 5);
    using other = new Tape(core);
    sampledSoftmaxLoss(other, p, s, { positives: wanted, negatives: items, weights }, { items: 601 });
    other.runNow();
    const all = Math.exp(0.7) + 2 * others.reduce((sum, v) => sum + Math.exp(v), 0);
    expect(other.loss[0]).toBeCloseTo(Math.log(all) - 0.7, 4);
  });
});
