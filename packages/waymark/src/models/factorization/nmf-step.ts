import { dotAt } from "../../compute/linear-algebra/rows.ts";

/**
 * row ← row ∘ numerator / (row · gram + regularization · row + offset), from the old row throughout; a 0 stays 0. The step that
 * keeps a row non-negative and never raises the least squares it belongs to. O(width²); `old` is scratch, (width).
 */
export function multiplyRow(
  row: Float64Array,
  numerator: Float64Array,
  gram: Float64Array, // (width, width), symmetric
  regularization: number,
  old: Float64Array,
  offset?: Float64Array,
): void {
  const width = row.length;
  old.set(row);
  for (let f = 0; f < width; f++) {
    const denominator = dotAt(old, 0, gram, f * width, width) + regularization * old[f]! + (offset ? offset[f]! : 0);
    if (old[f] !== 0 && denominator > 0) row[f] = (old[f]! * numerator[f]!) / denominator;
  }
}

/**
 * Passes over a row in fold-in. After 300, of the ten courses offered first to folded-in MovieLens-100k
 * users 98 % (ratings) and all (enrolments) are those after 3,000; after 100, 94 % of those from ratings.
 */
export const foldInPasses = 300;
