import { describe, expect, test } from "vitest";
import { Random } from "../../../src/compute/random.ts";
import { queryOf } from "../../../src/models/model.ts";
import { blockLayer, sumsOfRows } from "../../../src/models/neural/autoencoders/block-layer.ts";
import { type DenseLayer, sumOfRow } from "../../../src/models/neural/autoencoders/dense-layer.ts";
import { multVae } from "../../../src/models/neural/mult-vae.ts";
import type { FactorForm } from "../../../src/models/scoring/scoring-form.ts";
import { twoFaculties } from "../../two-faculties.ts";

const random = new Random(3);
const numbers = (length: number) => Float32Array.from({ length }, () => random.uniform() - 0.5);
const layerOf = (inputs: number, outputs: number): DenseLayer => ({
  inputs,
  outputs,
  weight: numbers(inputs * outputs),
  bias: numbers(outputs),
});

describe("a layer of many rows", () => {
  test.each([
    [1, 1, 1, 1],
    [3, 5, 7, 4],
    [4, 6, 4, 4],
    [9, 33, 10, 10],
    [64, 20, 13, 6],
  ])(
    "%i rows, %i inputs, %i outputs, %i of them wanted: to the last bit what each row gives alone",
    (count, inputs, outputs, wanted) => {
      const layer = layerOf(inputs, outputs);
      const rows = Float64Array.from(numbers(count * inputs));
      const expected = Array.from({ length: count }, (_, row) => [
        ...sumOfRow(layer, rows.subarray(row * inputs, (row + 1) * inputs), wanted),
      ]).flat();
      expect([...sumsOfRows(blockLayer(layer, wanted), rows)]).toEqual(expected);
    },
  );

  test("no rows, no sums", () => {
    expect(sumsOfRows(blockLayer(layerOf(3, 2)), new Float64Array(0))).toHaveLength(0);
  });
});

test("mult-vae encodes many histories to the last bit as one at a time", async () => {
  const data = twoFaculties();
  const model = await multVae({ factors: 3, hidden: 7, epochs: 2, batchSize: 8 }).fit(data);
  const form = model.scoringForm() as FactorForm;
  const queries = [
    ...Array.from({ length: data.users.size }, (_, user) => queryOf(data, user)),
    { history: new Uint32Array(0) },
    { history: Uint32Array.of(5, 1) },
  ];
  const many = await form.userVectors!(queries, {});
  expect(many).toStrictEqual(queries.map((query) => form.userVector(query)));
  expect(many.at(-2)).toBeUndefined();
});
