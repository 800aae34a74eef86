import { Dataset, type RatingScale } from "../../../src/data/dataset.ts";
import type { ItemFeatures } from "../../../src/data/features.ts";
import type { Interactions } from "../../../src/data/interactions.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import type { EvaluateOptions } from "../../../src/evaluation/settings.ts";
import type { Estimator, Query } from "../../../src/models/model.ts";
import type { Fold } from "../../../src/splits/fold.ts";
import type { Split } from "../../../src/splits/split.ts";

/** `[user, item]` or `[user, item, rating]`, by index. */
export type TinyRow = readonly [user: number, item: number, rating?: number];

export interface TinyFold {
  readonly train: readonly TinyRow[];
  readonly test: readonly TinyRow[];
  readonly negatives?: readonly (readonly number[])[];
}

export interface TinyWorld {
  readonly data: Dataset;
  readonly split: Split;
}

/** Users u0, u1 … and items i0, i1 … with folds written out by hand; explicit where a scale is given. */
export function tinyWorld(
  size: { readonly users: number; readonly items: number },
  folds: readonly TinyFold[],
  { scale, itemFeatures }: { readonly scale?: RatingScale; readonly itemFeatures?: ItemFeatures } = {},
): TinyWorld {
  const columns = (rows: readonly TinyRow[]): Interactions => ({
    users: Uint32Array.from(rows, ([user]) => user),
    items: Uint32Array.from(rows, ([, item]) => item),
    ...(scale && { values: Float64Array.from(rows, ([, , rating]) => rating!) }),
  });
  const data = new Dataset({
    name: "tiny",
    users: new Vocabulary(
      "learner",
      Array.from({ length: size.users }, (_, n) => `u${n}`),
    ),
    items: new Vocabulary(
      "course",
      Array.from({ length: size.items }, (_, n) => `i${n}`),
    ),
    interactions: columns([...folds[0]!.train, ...folds[0]!.test]),
    ...(scale && { scale }),
    ...(itemFeatures && { itemFeatures }),
  });
  const made = folds.map(
    ({ train, test, negatives }, n): Fold => ({
      name: `f${n}`,
      train: data.replaceInteractions(columns(train)),
      test: columns(test),
      ...(negatives && { negatives: negatives.map((items) => Uint32Array.from(items)) }),
    }),
  );
  return { data, split: { text: "by-hand", description: "written out by hand", apply: async () => made } };
}

export interface Answers {
  readonly score: (query: Query) => readonly number[];
  readonly predict?: (query: Query, item: number) => number;
}

/** A model that answers from a table; learns nothing. */
export function answering(key: string, { score, predict }: Answers): Estimator {
  return {
    key,
    params: {},
    fit: async ({ items }) => ({
      items,
      score: (query) => Float64Array.from(score(query)),
      state: () => ({ numbers: {}, tensors: {} }),
      ...(predict && {
        unit: "rating" as const,
        predict: (query: Query, asked: Uint32Array) => Float64Array.from(asked, (item) => predict(query, item)),
      }),
    }),
  };
}

export const optionsOf = ({ split }: TinyWorld, more: Partial<EvaluateOptions> = {}): EvaluateOptions => ({
  split,
  seed: 0,
  k: [2],
  resamples: 0,
  ...more,
});
