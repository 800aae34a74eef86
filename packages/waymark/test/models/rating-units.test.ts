import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Dataset } from "../../src/data/dataset.ts";
import type { RegisteredModel } from "../../src/models/define-model.ts";
import { canPredict, ownModel, queryOf } from "../../src/models/model.ts";
import { modelFactories } from "../../src/models/registry.ts";

const users = 30;
const items = 20;

/** Ratings of 1–5 with courses and learners of their own, two thirds of all pairs; the rest is asked for. */
const cells = Array.from({ length: users * items }, (_, cell) => {
  const [user, item] = [Math.floor(cell / items), cell % items];
  const wave = Math.sin(3 * user) + Math.cos(5 * item) + (user % 2 === item % 2 ? 1 : -1);
  const value = Math.max(1, Math.min(5, Math.round(3 + wave)));
  return { user: `u${user}`, item: `i${item}`, value, time: cell, trained: (user * 7 + item * 5) % 3 > 0 };
});

/** Small batches, so that a few epochs make steps enough. */
const small: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "recommender-net": { epochs: 5, batchSize: 32 },
  autoencoder: { epochs: 5, batchSize: 8 },
};

const units = {
  "times 20": (rating: number) => rating * 20,
  "times a million": (rating: number) => rating * 1e6,
  "plus a million": (rating: number) => rating + 1e6,
};

/** RMSE on the pairs left out, in ranges of the scale; undefined for a model that predicts no rating. */
async function errorInRanges(kind: RegisteredModel, unit: (rating: number) => number) {
  const rows = cells.filter(({ trained }) => trained).map((row) => ({ ...row, value: unit(row.value) }));
  const data = Dataset.fromRows(rows, {
    scale: { min: unit(1), max: unit(5) },
    itemFeatures: ({ ids, size }) => ({
      titles: ids.map((id) => (Number(id.slice(1)) % 2 ? "painting and sculpture" : "energy and particles")),
      topics: {
        names: ["arts", "science"],
        matrix: CsrMatrix.fromCoordinates(
          size,
          2,
          Uint32Array.from(ids.keys()),
          Uint32Array.from(ids, (id) => Number(id.slice(1)) % 2),
        ),
      },
    }),
  });
  const model = await kind.create(small[kind.key] ?? {}).fit(data, { seed: 1 });
  using _owned = ownModel(model);
  if (!canPredict(model) || model.unit !== "rating") return undefined;
  let squares = 0;
  const asked = cells.filter(({ trained }) => !trained);
  for (const { user, item, value } of asked) {
    const query = queryOf(data, data.users.index(user));
    const [predicted] = model.predict(query, Uint32Array.of(data.items.index(item)));
    squares += ((predicted! - unit(value)) / (unit(5) - unit(1))) ** 2;
  }
  return Math.sqrt(squares / asked.length);
}

describe.each(modelFactories.map((kind) => [kind.key, kind] as const))("%s", (_key, kind) => {
  test("errs by the same part of the scale in whatever unit ratings are", async (context) => {
    const error = await errorInRanges(kind, (rating) => rating);
    if (error === undefined) return context.skip(); // it predicts no rating
    for (const [name, unit] of Object.entries(units))
      expect((await errorInRanges(kind, unit))! / error, name).toBeCloseTo(1, 6);
  });
});
