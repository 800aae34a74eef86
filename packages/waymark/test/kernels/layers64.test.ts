import { expect, test } from "vitest";
import { Random } from "../../src/compute/random.ts";
import { openEntryLayer, openRowLayer, tanhAll } from "../../src/models/neural/autoencoders/block-layer.ts";
import { type DenseLayer, sumOfEntries, sumOfRow } from "../../src/models/neural/autoencoders/dense-layer.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";

const random = new Random(3);
const numbers = (length: number) => Float32Array.from({ length }, () => random.uniform() - 0.5);
const layerOf = (inputs: number, outputs: number): DenseLayer => ({
  inputs,
  outputs,
  weight: numbers(inputs * outputs),
  bias: numbers(outputs),
});

// Through the host functions: kernels "entrySums64" and "rowSums64".
describeVariants("layers in float64", (core) => {
  test.each([
    [4, 1, 1, 1],
    [4, 5, 7, 4],
    [8, 6, 4, 4],
    [12, 33, 10, 10],
    [64, 20, 13, 6],
  ])(
    "%i rows, %i inputs, %i outputs, %i of them wanted: to the last bit what each row gives alone",
    async (count, inputs, outputs, wanted) => {
      using arena = core.arena();
      const layer = layerOf(inputs, outputs);
      const rows = arena.copyF64(numbers(count * inputs));
      const expected = Array.from({ length: count }, (_, row) => [
        ...sumOfRow(layer, rows.slice(row * inputs, (row + 1) * inputs), wanted),
      ]).flat();
      const sums = await openRowLayer(core, arena, layer, wanted)(rows, arena, {});
      expect([...sums]).toEqual(expected);
    },
  );

  test.each([1, 4, 7])("%i histories: to the last bit what each gives alone", async (count) => {
    using arena = core.arena();
    const layer = layerOf(9, 7);
    const histories = Array.from({ length: count }, (_, n) => {
      const items = Uint32Array.from({ length: n % 4 }, (_, i) => (n + 2 * i) % 9);
      return { items, values: new Float64Array(items.length).fill(1 / Math.sqrt(items.length)) };
    });
    const sums = await openEntryLayer(core, arena, layer)(histories, arena, {});
    const expected = histories.flatMap(({ items, values }) => [...sumOfEntries(layer, items, values)]);
    expect([...sums.subarray(0, count * 7)]).toEqual(expected);
    expect(sums).toHaveLength(Math.ceil(count / 4) * 4 * 7); // whole tiles for the next layer
  });

  test("tanh is that of JavaScript", () => {
    const rows = Float64Array.from(numbers(50));
    expect([...tanhAll(rows.slice())]).toEqual([...rows.map(Math.tanh)]);
  });
});
