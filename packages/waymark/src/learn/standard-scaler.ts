/** x ↦ (x − shift) · factor, fitted on some values and applied to any. */
export interface Scaler {
  readonly shift: number;
  readonly factor: number;
  /** NaN stays NaN. */
  apply(value: number): number;
  /** True where all values it was fitted on are equal, so that all become 0, or where there were none. */
  readonly isConstant: boolean;
}

const scaler = (shift: number, factor: number): Scaler => ({
  shift,
  factor,
  isConstant: factor === 0,
  apply: (value) => (value - shift) * factor,
});

/**
 * Min-max scaling, (x − min) / (max − min): the values at `rows` come to lie in 0 … 1, others may lie outside. NaN are
 * skipped. O(rows).
 *
 * @see Han, Kamber & Pei 2011, *Data Mining*, 3rd ed., §3.5.2; scikit-learn's `MinMaxScaler`
 */
export function fitMinMaxScaler(values: Float64Array, rows: Uint32Array): Scaler {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < rows.length; p++) {
    const value = values[rows[p]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? scaler(low, 1 / (high - low)) : scaler(Number.isFinite(low) ? low : 0, 0);
}

/**
 * Standardization, (x − mean) / population standard deviation of the values at `rows`. NaN are skipped. O(rows).
 *
 * @see scikit-learn's `StandardScaler`. Where the deviation is below 1e-12 of the mean it is rounding: all become 0.
 */
export function fitStandardScaler(values: Float64Array, rows: Uint32Array): Scaler {
  let count = 0;
  let mean = 0;
  let squares = 0; // Welford 1962, doi:10.1080/00401706.1962.10490022
  for (let p = 0; p < rows.length; p++) {
    const value = values[rows[p]!]!;
    if (Number.isNaN(value)) continue;
    const step = value - mean;
    mean += step / ++count;
    squares += step * (value - mean);
  }
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  return scaler(mean, deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? 1 / deviation : 0);
}
