import { describe, expect, test } from "vitest";
import { Core } from "../../../src/compute/core/core.ts";
import * as initial from "../../../src/compute/neural/initializers.ts";
import { meanSquaredError } from "../../../src/compute/neural/losses/pointwise.ts";
import { Network } from "../../../src/compute/neural/network.ts";
import { batchNorm, batchNormLayer } from "../../../src/compute/neural/ops/batch-norm.ts";
import { concat } from "../../../src/compute/neural/ops/concat.ts";
import { embed } from "../../../src/compute/neural/ops/embed.ts";
import { linear, linearLayer } from "../../../src/compute/neural/ops/linear.ts";
import { Adam } from "../../../src/compute/neural/optimizers/adam.ts";
import { Tape } from "../../../src/compute/neural/tape.ts";

const core = new Core({ checked: true, pages: 4096 });

describe("initial weights", () => {
  const [rows, columns] = [300, 200];
  const moments = (initializer: initial.Initializer) => {
    using network = new Network(core, { seed: 5 });
    const values = network.parameter("w", rows, columns, initializer).values.subarray(0, rows * columns);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    const size = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return { mean, variance, size };
  };

  test.each([
    ["normal(0.3)", initial.normal(0.3), 0.09],
    ["He", initial.heNormal, 2 / rows],
    ["Glorot", initial.glorotNormal, 2 / (rows + columns)],
  ])("%s are normal with the variance it names", (_, initializer, expected) => {
    const { mean, variance, size } = moments(initializer);
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(expected / (rows * columns)));
    expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / (rows * columns)));
    expect(size).toBeGreaterThan(3 * Math.sqrt(expected)); // it has tails
  });

  test.each([
    ["Glorot", initial.glorotUniform, Math.sqrt(6 / (rows + columns))],
    ["LeCun", initial.lecunUniform, 1 / Math.sqrt(rows)],
    ["of a bias", initial.uniformFor(50), 1 / Math.sqrt(50)],
  ])("uniform %s fill the interval it names", (_, initializer, bound) => {
    const { mean, variance, size } = moments(initializer);
    expect(size).toBeLessThanOrEqual(bound * 1.000001);
    expect(size).toBeGreaterThan(0.999 * bound);
    expect(Math.abs(mean)).toBeLessThan(0.01 * bound);
    expect(variance / (bound ** 2 / 3)).toBeCloseTo(1, 1);
  });

  test("a constant is one", () => {
    expect(moments(initial.constant(0.25))).toEqual({ mean: 0.25, variance: 0, size: 0.25 });
  });

  test("differ by seed and by place, not by run", () => {
    const weights = (seed: number) => {
      using network = new Network(core, { seed });
      network.parameter("a", 3, 5, initial.normal(1));
      network.table("b", 3, 5, initial.normal(1));
      return network.snapshot();
    };
    expect(weights(1)).toEqual(weights(1));
    expect(weights(1).get("a")).not.toEqual(weights(2).get("a"));
    expect(weights(1).get("a")).not.toEqual(weights(1).get("b"));
  });

  test("fill no more than the weight: the rest of the last vector is 0", () => {
    using network = new Network(core);
    expect([...network.parameter("a", 3, 7, initial.constant(1)).values.subarray(21)]).toEqual(new Array(11).fill(0));
  });
});

/** A table, a layer and batch norm; what is trainable as asked. */
function small(trainable?: (name: string) => boolean) {
  const network = new Network(core, { seed: 3, ...(trainable && { trainable }) });
  const table = network.table("items", 4, 8, initial.normal(1));
  const layer = linearLayer(network, "first", 16, 8);
  const norm = batchNormLayer(network, "norm", 8);
  const last = linearLayer(network, "last", 8, 1);
  const step = (): void => {
    using tape = new Tape(core, { training: true });
    const index = tape.zerosU32(3);
    index.set([0, 2, 3]);
    const rows = embed(tape, 3, [{ from: table, index }]);
    const x = linear(tape, concat(tape, [rows, rows]), layer, { relu: true });
    meanSquaredError(tape, linear(tape, batchNorm(tape, x, norm), last), tape.zerosF32(3).fill(2));
    new Adam(network, { learningRate: 0.1 }).record(tape);
    tape.runNow();
  };
  return { network, step };
}

describe("weights by name", () => {
  const names = ["items", "first.weight", "first.bias", "norm.gamma", "norm.beta", "last.weight", "last.bias"];

  test("name every weight in the order of declaration, then running statistics, with their shapes", () => {
    using network = small().network;
    expect([...network.weights().keys()]).toEqual([...names, "norm.mean", "norm.variance"]);
    expect(network.weights().get("first.weight")!.shape).toEqual([16, 8]);
    expect(network.weights().get("norm.mean")!.shape).toEqual([8]);
    expect(() => network.parameter("last.bias", 1, 1, initial.constant(0))).toThrow(/Two weights are called last.bias/);
  });

  test("a snapshot stays as it was while the network learns, and brings it back", () => {
    const { network, step } = small();
    const before = network.snapshot();
    const kept = structuredClone(before);
    step();
    expect(before).toEqual(kept);
    const after = network.snapshot();
    for (const name of after.keys()) expect(after.get(name)).not.toEqual(before.get(name)); // running statistics too
    network.load(before);
    expect(network.snapshot()).toEqual(before);
    network.load(after, (name) => name.startsWith("first"));
    expect(network.snapshot().get("first.bias")).toEqual(after.get("first.bias"));
    expect(network.snapshot().get("last.bias")).toEqual(before.get("last.bias"));
    network.dispose();
  });

  test("weights of another shape or none are refused by name; more than there are do no harm", () => {
    using network = small().network;
    const given = new Map(network.snapshot());
    network.load(new Map([...given, ["other", { shape: [1], data: new Float32Array(1) }]]));
    given.set("first.bias", { shape: [1, 9], data: new Float32Array(9) });
    expect(() => network.load(given)).toThrow(/first.bias.*\(1, 8\).*\(1, 9\)/);
    given.delete("first.bias");
    expect(() => network.load(given)).toThrow(/first.bias.*none/);
  });

  test.each(["first", "items", "norm", "last"])("what is frozen does not change: %s", (frozen) => {
    const { network, step } = small((name) => !name.startsWith(frozen));
    const before = network.snapshot();
    step();
    for (const [name, { data }] of network.snapshot())
      expect(
        data.every((value, i) => value === before.get(name)!.data[i]),
        name,
      ).toBe(name.startsWith(frozen));
    network.dispose();
  });

  test("a network gives back what it took", () => {
    const before = core.used;
    const { network, step } = small();
    step();
    expect(core.used).toBeGreaterThan(before);
    network.dispose();
    expect(core.used).toBe(before);
  });
});
