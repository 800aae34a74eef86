/** Ratings at a glance. */
export interface RatingFacts {
  readonly mean: number;
  /** Population standard deviation. */
  readonly deviation: number;
  /** One bar per different rating, or 20 of equal width where there are more than 20. */
  readonly histogram: readonly Bar[];
}

/** Rows rated `from` ≤ rating < `to`; the last bar includes `to`. `from` equals `to` in a bar of one rating. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

const maxBars = 20;

/** @param values finite, at least one */
export function ratingFacts(values: Float64Array): RatingFacts {
  let mean = 0;
  for (let p = 0; p < values.length; p++) mean += values[p]!;
  mean /= values.length;
  let squares = 0;
  for (let p = 0; p < values.length; p++) squares += (values[p]! - mean) ** 2;
  return {
    mean,
    deviation: Math.sqrt(squares / values.length),
    histogram: barPerValue(values) ?? binned(values),
  };
}

/** `undefined` when there are too many different values. A short linear search beats a map of doubles. */
function barPerValue(values: Float64Array): readonly Bar[] | undefined {
  const different: number[] = [];
  const rows: number[] = [];
  for (let p = 0; p < values.length; p++) {
    const value = values[p]!;
    let d = 0;
    while (d < different.length && different[d] !== value) d++;
    if (d === maxBars) return undefined;
    if (d === different.length) {
      different.push(value);
      rows.push(0);
    }
    rows[d]! += 1;
  }
  return different.map((value, d) => ({ from: value, to: value, rows: rows[d]! })).sort((a, b) => a.from - b.from);
}

function binned(values: Float64Array): readonly Bar[] {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < values.length; p++) {
    min = Math.min(min, values[p]!);
    max = Math.max(max, values[p]!);
  }
  const width = (max - min) / maxBars;
  const rows = new Array<number>(maxBars).fill(0);
  const edge = (bar: number): number => (bar === maxBars ? max : min + bar * width);
  for (let p = 0; p < values.length; p++) {
    const value = values[p]!;
    let bar = Math.min(maxBars - 1, Math.floor((value - min) / width)); // rounding may put it one beside its own edges
    if (value < edge(bar)) bar--;
    else if (bar < maxBars - 1 && value >= edge(bar + 1)) bar++;
    rows[bar]! += 1;
  }
  return rows.map((count, bar) => ({ from: edge(bar), to: edge(bar + 1), rows: count }));
}
