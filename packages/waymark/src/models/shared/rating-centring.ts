import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { defaultBiases } from "./biases.ts";
import type { KnownHistory } from "./known-history.ts";
import type { RatingCentre } from "./rating-statistics.ts";

export type CentringKind = "none" | "mean" | "z-score" | "baseline";

/**
 * What a rating is measured from, for rows (the things that have neighbours) and columns of a rating matrix:
 *
 *     deviation = (rating − rowBase[row] − columnBase[column]) / rowScale[row]
 *
 *     none      0, 0, 1                       baseline  μ + b_row, b_column, 1
 *     mean      mean of the row, 0, 1         z-score   mean of the row, 0, its population deviation (the overall one if 0)
 */
export interface Centring {
  readonly rowBase: Float64Array; // (rows)
  readonly rowScale: Float64Array; // (rows)
  readonly columnBase: Float64Array; // (columns)
}

/** O(stored). Rows without ratings get the overall mean and deviation. */
export function measureCentring(
  kind: CentringKind,
  rows: CsrMatrix,
  centre: RatingCentre,
  rowBiases: Float64Array,
  columnBiases: Float64Array,
): Centring {
  const rowBase = new Float64Array(rows.rowCount);
  const rowScale = new Float64Array(rows.rowCount).fill(1);
  if (kind === "baseline")
    return { rowBase: rowBiases.map((bias) => centre.mean + bias), rowScale, columnBase: columnBiases };
  const columnBase = new Float64Array(rows.columnCount);
  if (kind === "none") return { rowBase, rowScale, columnBase };
  for (let r = 0; r < rows.rowCount; r++) {
    const moments = rowMoments(rows.row(r).values, centre);
    rowBase[r] = moments.mean;
    if (kind === "z-score") rowScale[r] = moments.deviation;
  }
  return { rowBase, rowScale, columnBase };
}

/** Mean and population deviation; the overall ones where there are no ratings or they do not differ. */
export function rowMoments(ratings: Float64Array, centre: RatingCentre): { mean: number; deviation: number } {
  if (ratings.length === 0) return centre;
  let sum = 0;
  for (let k = 0; k < ratings.length; k++) sum += ratings[k]!;
  const mean = sum / ratings.length;
  let squares = 0;
  for (let k = 0; k < ratings.length; k++) squares += (ratings[k]! - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / ratings.length) || centre.deviation };
}

/**
 * The bias a learner's ratings imply, item biases held fixed: the last step of the alternating least squares, so that a
 * trained user gets the trained bias. Without ratings 0: a list of courses says nothing about strictness.
 */
export function impliedBias(
  { items, ratings, explicit }: KnownHistory,
  mean: number,
  itemBiases: Float64Array,
): number {
  if (!explicit) return 0;
  let sum = 0;
  for (let h = 0; h < items.length; h++) sum += ratings[h]! - mean - itemBiases[items[h]!]!;
  return sum / (defaultBiases.userRegularization + items.length);
}

/** The matrix with each rating less its baseline `mean + rowBiases[row] + columnBiases[column]`; places are shared. */
export function residuals(
  { rowCount, columnCount, offsets, columns, values }: CsrMatrix,
  mean: number,
  rowBiases: Float64Array,
  columnBiases: Float64Array,
): CsrMatrix {
  const rest = new Float64Array(values.length);
  for (let r = 0; r < rowCount; r++)
    for (let p = offsets[r]!; p < offsets[r + 1]!; p++)
      rest[p] = values[p]! - (mean + rowBiases[r]! + columnBiases[columns[p]!]!);
  return new CsrMatrix(columnCount, offsets, columns, rest);
}
