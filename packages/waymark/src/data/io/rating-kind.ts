import type { RatingScale } from "../dataset.ts";

/** What a column of numbers beside enrolments says. */
export type RatingMeaning =
  | { readonly kind: "none"; readonly note: string }
  | { readonly kind: "ratings"; readonly scale: RatingScale; readonly note: string }
  | { readonly kind: "counts"; readonly note: string };

/** The largest of counts is at least this, and so many times their median. */
const manyTimes = 30;
const timesMedian = 20;

/**
 * Ratings on a scale, or how often a course was opened or played? Counts are whole numbers without a scale: most are small and
 * the largest is many times the median. A column with one value says nothing. O(rows).
 *
 * @param asked what the caller says the column is; decided by its values when absent
 */
export function ratingMeaning(values: Float64Array, asked?: "ratings" | "counts"): RatingMeaning {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let areWhole = true;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value !== Math.floor(value) && !Number.isNaN(value)) areWhole = false;
  }
  if (min > max) return none("Every rating is blank, so every row counts as an enrolment.");
  if (asked === "counts") return counts(min, max, "as asked");
  if (min === max)
    return none(`The rating is ${min} in every row, so ratings are ignored and every row counts as an enrolment.`);
  if (asked === undefined && areWhole && min >= 0 && max >= manyTimes) {
    const median = sampleMedian(values);
    if (hasTail(values) && max >= timesMedian * Math.max(1, median))
      return counts(min, max, `most are ${median} or fewer`);
  }
  return {
    kind: "ratings",
    scale: { min, max },
    note: `Ratings run from ${min} to ${max}; this is taken for the scale.`,
  };
}

const none = (note: string): RatingMeaning => ({ kind: "none", note });

const counts = (min: number, max: number, why: string): RatingMeaning => ({
  kind: "counts",
  note: `The numbers run from ${min} to ${max} (${why}): they are read as counts, not as ratings, so every row counts as an enrolment, and als trusts larger counts more.`,
});

/** At least two different values above 10: one wrong entry among stars makes no counts of them. */
function hasTail(values: Float64Array): boolean {
  let first = Number.NaN;
  for (let row = 0; row < values.length; row++) {
    if (!(values[row]! > 10)) continue;
    if (Number.isNaN(first)) first = values[row]!;
    else if (values[row] !== first) return true;
  }
  return false;
}

function sampleMedian(values: Float64Array): number {
  const step = Math.max(1, Math.floor(values.length / 65_536));
  const some: number[] = [];
  for (let row = 0; row < values.length; row += step) if (!Number.isNaN(values[row])) some.push(values[row]!);
  return some.sort((a, b) => a - b)[some.length >> 1] ?? 0;
}
