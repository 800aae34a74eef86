import { readFileSync } from "node:fs";
import { Dataset } from "../../../src/data/dataset.ts";
import type { Model, Predictor } from "../../../src/models/model.ts";
import { queryOf } from "../../../src/models/model.ts";

/** For each user, what Surprise predicts for each item without a rating; `null` where it says "impossible". */
type Predictions = readonly (readonly (readonly [item: number, rating: number | null])[])[];

/** `surprise.json` as `make-golden.py` writes it. */
interface Golden {
  readonly ratings: readonly (readonly (number | null)[])[];
  readonly neighbours: readonly {
    readonly model: "user-knn" | "item-knn";
    readonly params: Readonly<Record<string, string | number>>;
    readonly predictions: Predictions;
  }[];
  readonly slopeOne: Predictions;
  readonly coClustering: readonly {
    readonly userClusters: number;
    readonly itemClusters: number;
    readonly epochs: number;
    readonly start: { readonly users: readonly number[]; readonly items: readonly number[] };
    readonly end: { readonly users: readonly number[]; readonly items: readonly number[] };
    readonly predictions: Predictions;
  }[];
}

export const golden = JSON.parse(readFileSync(new URL("surprise.json", import.meta.url), "utf8")) as Golden;

/** The tiny matrix; ids are its row and column numbers, so indexes are Surprise's. */
export const goldenData = Dataset.fromRows(
  golden.ratings.flatMap((row, user) =>
    row.flatMap((value, item) => (value === null ? [] : [{ user: String(user), item: String(item), value }])),
  ),
  { scale: { min: 1, max: 5 } },
);

/** Largest difference from Surprise's predictions; infinite where only one of the two says "cannot say". */
export function largestGap(model: Predictor, predictions: Predictions): number {
  let gap = 0;
  predictions.forEach((row, user) => {
    const predicted = model.predict(
      queryOf(goldenData, user),
      Uint32Array.from(row, ([item]) => item),
    );
    row.forEach(([, rating], k) => {
      const unsure = Number.isNaN(predicted[k]);
      if (unsure !== (rating === null)) gap = Number.POSITIVE_INFINITY;
      else if (rating !== null) gap = Math.max(gap, Math.abs(rating - predicted[k]!));
    });
  });
  return gap;
}

/** The same without user rows: new users with these histories. */
export const asNewUsers = (model: Model & Predictor): Predictor => ({
  unit: model.unit,
  predict: ({ history, weights }, items) => model.predict({ history, ...(weights && { weights }) }, items),
});
