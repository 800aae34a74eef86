import { expect, test } from "vitest";
import { standardized } from "../../../src/studies/ncf/calibration.ts";

test("scores are standardized over the candidates; what cannot be scored stands with the lowest; rows alike become 0", () => {
  const row = standardized(Float64Array.of(1, Number.NaN, 3, 7, 900), Uint32Array.of(4));
  const candidates = row.subarray(0, 4);
  expect(row[1]).toBe(row[0]);
  expect(candidates.reduce((sum, score) => sum + score, 0)).toBeCloseTo(0, 12);
  expect(candidates.reduce((sum, score) => sum + score * score, 0) / 4).toBeCloseTo(1, 12);
  expect(row[4]).toBeCloseTo((900 - 3) / Math.sqrt(6), 9); // of 1, 1, 3, 7: mean 3, variance 6
  const none = new Uint32Array(0);
  expect([...standardized(Float64Array.of(5, 5, 5), none)]).toEqual([0, 0, 0]);
  expect([...standardized(Float64Array.of(Number.NaN, Number.NaN), none)]).toEqual([0, 0]);
  expect([...standardized(Float64Array.of(1, 2), Uint32Array.of(0, 1))]).toEqual([0, 0]); // no candidate at all
});
