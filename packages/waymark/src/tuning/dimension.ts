import type { Random } from "../compute/random.ts";
import type { ParamValue } from "../models/params.ts";

/** What one searched parameter may be: some values, or a range of numbers. */
export type Dimension = ValuesDimension | RangeDimension;

export interface ValuesDimension {
  readonly kind: "values";
  /** In the order given, each once. */
  readonly values: readonly ParamValue[];
}
export interface RangeDimension {
  readonly kind: "range";
  readonly low: number;
  readonly high: number;
  /** `log` where the range spans an order of magnitude or more: 0.001 to 0.01 is as long as 0.01 to 0.1. */
  readonly scale: "linear" | "log";
  /** Whole numbers only. */
  readonly whole: boolean;
}

/** A range, its scale chosen by what it spans. `low` < `high`. */
export const rangeOf = (low: number, high: number, whole: boolean): RangeDimension => ({
  kind: "range",
  low,
  high,
  scale: low > 0 && high >= 10 * low ? "log" : "linear",
  whole,
});

/** Every value, or as many as asked evenly along the scale of a range, ends included. */
export function levelsOf(dimension: Dimension, count = 3): readonly ParamValue[] {
  if (dimension.kind === "values") return dimension.values;
  const last = Math.max(1, count - 1);
  return [...new Set(Array.from({ length: count }, (_, n) => valueAt(dimension, n / last)))];
}

/** All values there are to draw, each once; `undefined` for a range of numbers that are not whole. */
export function allValuesOf(dimension: Dimension): readonly ParamValue[] | undefined {
  if (dimension.kind === "values") return dimension.values;
  const { low, high, whole } = dimension;
  return whole && high - low < 1000 ? Array.from({ length: high - low + 1 }, (_, n) => low + n) : undefined;
}

/** Each value as likely as another; ranges evenly along their scale. */
export function drawFrom(dimension: Dimension, random: Random): ParamValue {
  if (dimension.kind === "values") return dimension.values[random.below(dimension.values.length)]!;
  return valueAt(dimension, random.uniform());
}

export function holds(dimension: Dimension, value: ParamValue): boolean {
  if (dimension.kind === "values") return dimension.values.includes(value);
  return typeof value === "number" && value >= dimension.low && value <= dimension.high;
}

/** Where a value stands between the ends, 0 … 1; values given one by one stand at equal distances. Others stand at an end. */
export function placeOf(dimension: Dimension, value: ParamValue): number {
  if (dimension.kind === "values") {
    const last = dimension.values.length - 1;
    return last === 0 ? 0.5 : Math.max(0, dimension.values.indexOf(value)) / last;
  }
  const { low, high, scale } = dimension;
  const number = Math.min(high, Math.max(low, Number(value)));
  return scale === "log" ? Math.log(number / low) / Math.log(high / low) : (number - low) / (high - low);
}

/** How near to an end of its range a value must lie to be at the edge: a tenth of the way. */
const edge = 0.1;

/** The end of a range that a value is at the edge of. */
export function edgeOf(dimension: Dimension, value: ParamValue): "low" | "high" | undefined {
  if (dimension.kind === "values" || !holds(dimension, value)) return undefined;
  const place = placeOf(dimension, value);
  if (place <= edge) return "low";
  return place >= 1 - edge ? "high" : undefined;
}

/**
 * A range that goes on half as far again beyond one of its ends, on its own scale, within the bounds of the parameter.
 *
 * @returns the whole of it, and the part around the old end, from the new end to a quarter of the old range; `undefined`
 *   where the bounds leave no room
 */
export function widened(
  range: RangeDimension,
  end: "low" | "high",
  bounds: { readonly min: number; readonly max: number },
): { readonly whole: RangeDimension; readonly part: RangeDimension } | undefined {
  const { low, high, scale, whole: isWhole } = range;
  const [step, ratio] = [(high - low) / 2, Math.sqrt(high / low)];
  const round = (value: number) => (isWhole ? Math.round(value) : Number(value.toPrecision(3)));
  const beyond =
    end === "low" ? (scale === "log" ? low / ratio : low - step) : scale === "log" ? high * ratio : high + step;
  const limit = Math.min(bounds.max, Math.max(bounds.min, round(beyond)));
  const inner = valueAt(range, end === "low" ? 0.25 : 0.75);
  if (end === "low" ? !(limit < low) : !(limit > high)) return undefined;
  const of = (from: number, to: number): RangeDimension => ({ ...range, low: from, high: to });
  if (end === "low") {
    const start = scale === "log" && !(limit > 0) ? low / ratio : limit; // a logarithmic scale has no 0
    return { whole: of(start, high), part: of(start, Math.max(inner, low)) };
  }
  return { whole: of(low, limit), part: of(Math.min(inner, high), limit) };
}

/** Three digits are enough, and what stands in a table is then exactly what was trained. */
function valueAt({ low, high, scale, whole }: RangeDimension, place: number): number {
  const within = (value: number) => Math.min(high, Math.max(low, value));
  if (scale === "log") {
    const value = low * (high / low) ** place;
    return within(whole ? Math.round(value) : Number(value.toPrecision(3)));
  }
  if (whole) return within(Math.floor(low + place * (high - low + 1)));
  return within(Number((low + place * (high - low)).toPrecision(3)));
}
