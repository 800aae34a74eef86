import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { type CategoricalColumn, type FeatureColumns, type ItemFeatures, unknownCategory } from "../features.ts";

/** One feature of items or users; plain numbers and words, fit for JSON. */
export type FeatureFacts =
  | (KnownFeature & { readonly kind: "text" })
  /** `topics`: how many different ones there are. */
  | (KnownFeature & { readonly kind: "topics"; readonly topics: number })
  /** `links`: stored pairs of an item and one to take before it. */
  | (KnownFeature & { readonly kind: "prerequisites"; readonly links: number })
  | (KnownFeature & { readonly kind: "numeric"; readonly min: number; readonly mean: number; readonly max: number })
  | (KnownFeature & { readonly kind: "categorical"; readonly categories: readonly string[] });

interface KnownFeature {
  /** A field of `ItemFeatures`, or the name of a further column. */
  readonly name: string;
  /** Entries that have a value. */
  readonly known: number;
}

/** In the order of `ItemFeatures`; a feature that no item has is left out. O(items + stored). */
export function itemFeatureFacts(features: ItemFeatures): readonly FeatureFacts[] {
  const { titles, texts, topics, level, workload, prerequisites } = features;
  return [
    ...textFacts("titles", titles),
    ...textFacts("texts", texts),
    ...(topics
      ? [{ name: "topics", kind: "topics", known: filledRows(topics.matrix), topics: topics.names.length }]
      : []),
    ...(level ? [categoricalFacts("level", level)] : []),
    ...(workload ? numericFacts("workload", workload) : []),
    ...(prerequisites
      ? [{ name: "prerequisites", kind: "prerequisites", known: filledRows(prerequisites), links: prerequisites.size }]
      : []),
    ...columnFacts(features),
  ].filter(({ known }) => known > 0) as readonly FeatureFacts[];
}

/** Numeric columns, then categorical ones. O(entries). */
export const columnFacts = ({ numeric = {}, categorical = {} }: FeatureColumns): readonly FeatureFacts[] => [
  ...Object.entries(numeric).flatMap(([name, column]) => numericFacts(name, column)),
  ...Object.entries(categorical).map(([name, column]) => categoricalFacts(name, column)),
];

function textFacts(name: string, texts: readonly (string | undefined)[] = []): readonly FeatureFacts[] {
  return [{ name, kind: "text", known: texts.filter((text) => text).length }];
}

function categoricalFacts(name: string, { names, codes }: CategoricalColumn): FeatureFacts {
  const known = codes.reduce((count, code) => count + Number(code !== unknownCategory), 0);
  return { name, kind: "categorical", known, categories: names };
}

function numericFacts(name: string, column: Float64Array): readonly FeatureFacts[] {
  const values = column.filter((value) => !Number.isNaN(value));
  if (values.length === 0) return [];
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const mean = values.reduce((a, b) => a + b) / values.length;
  return [{ name, kind: "numeric", known: values.length, min, mean, max }];
}

function filledRows({ offsets }: CsrMatrix): number {
  let count = 0;
  for (let row = 0; row + 1 < offsets.length; row++) if (offsets[row + 1]! > offsets[row]!) count++;
  return count;
}
