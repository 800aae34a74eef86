/** A change of scale, learned on some values and applied to any. */
export interface Scaling {
  readonly shift: number;
  readonly factor: number;
  /** NaN stays NaN. */
  apply(value: number): number;
  /** True where all values it learned from were alike, so that all come out as 0; or where there were none. */
  readonly isFlat: boolean;
}

const scaling = (shift: number, factor: number): Scaling => ({
  shift,
  factor,
  isFlat: factor === 0,
  apply: (value) => (value - shift) * factor,
});

/** (x − min) / (max − min) of the values at `rows`: 0 … 1 there, beyond elsewhere. NaN are passed over. */
export function minMax(values: Float64Array, rows: Uint32Array): Scaling {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < rows.length; p++) {
    const value = values[rows[p]!]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low < high ? scaling(low, 1 / (high - low)) : scaling(Number.isFinite(low) ? low : 0, 0);
}

/** (x − mean) / population standard deviation of the values at `rows`. NaN are passed over. */
export function standardization(values: Float64Array, rows: Uint32Array): Scaling {
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
  return scaling(mean, deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? 1 / deviation : 0);
}
