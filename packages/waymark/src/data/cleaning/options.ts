import { InvalidInputError, UnknownNameError } from "../../errors.ts";
import type { RatingScale } from "../dataset.ts";
import type { SourceData } from "../source.ts";

/** Which row stands for a learner who met a course several times. */
export type RepeatRule = "last" | "first" | "mean" | "max";
export const repeatRules: readonly RepeatRule[] = ["last", "first", "mean", "max"];

export interface CleanOptions {
  /**
   * `last` and `first` go by time, and by row where no row of the pair has a time. `max` takes the row rated highest
   * (the last such), `mean` the last row with the average of the different ratings; without ratings both mean `last`.
   * @defaultValue "last"
   */
  readonly repeats?: RepeatRule;
  /** Users with fewer rows go. With `minItemInteractions`, repeated until nothing changes. @defaultValue 0 */
  readonly minUserInteractions?: number;
  /** Items with fewer rows go. @defaultValue 0 */
  readonly minItemInteractions?: number;
  /** Lowest and highest possible rating, instead of what the source says. */
  readonly scale?: RatingScale;
  /** Every row says "took it"; ratings are not looked at. @defaultValue false */
  readonly implicit?: boolean;
  /** Rows rated at least this say "took it", the others go. */
  readonly threshold?: number;
  /** Seconds since 1970; times more than a day later are in the future. @defaultValue the clock */
  readonly now?: number;
}

/** Options with every default filled in and checked against the source. */
export interface CleanRules {
  readonly repeats: RepeatRule;
  readonly minPerUser: number;
  readonly minPerItem: number;
  /** Absent when ratings are not looked at. */
  readonly scale?: RatingScale;
  readonly threshold?: number;
  readonly now: number;
}

/** @throws {InvalidInputError | UnknownNameError} naming the option and what would do */
export function checkCleanOptions(options: CleanOptions, source: SourceData): CleanRules {
  const { repeats = "last", scale, implicit = false, threshold, now = Date.now() / 1000 } = options;
  const minPerUser = count("minUserInteractions", options.minUserInteractions);
  const minPerItem = count("minItemInteractions", options.minItemInteractions);
  if (!repeatRules.includes(repeats)) throw new UnknownNameError("rule for repeats", repeats, repeatRules);
  if (scale && !(Number.isFinite(scale.min) && Number.isFinite(scale.max) && scale.min < scale.max))
    throw new InvalidInputError("scale", "a finite minimum and a larger finite maximum", scale, "For example 1–5.");
  if (threshold !== undefined && !Number.isFinite(threshold))
    throw new InvalidInputError("threshold", "a finite rating", threshold);

  const { values } = source.interactions;
  if (values === undefined) {
    const [field, received] = threshold !== undefined ? ["threshold", threshold] : ["scale", scale];
    if (received !== undefined)
      throw new InvalidInputError(
        field,
        { sentence: `${field} cannot be used with ${source.name}, which has no ratings.` },
        received,
      );
  }
  const rated = values !== undefined && (!implicit || threshold !== undefined);
  return {
    repeats,
    minPerUser,
    minPerItem,
    now,
    ...(rated && { scale: scale ?? source.scale ?? observedScale(values) }),
    ...(threshold !== undefined && { threshold }),
  };
}

function observedScale(values: Float64Array): RatingScale {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let p = 0; p < values.length; p++) {
    const value = values[p]!;
    if (!Number.isFinite(value)) continue;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return min <= max ? { min, max } : { min: 0, max: 0 };
}

function count(field: string, value = 0): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InvalidInputError(field, "a whole number, 0 or more", value);
}
