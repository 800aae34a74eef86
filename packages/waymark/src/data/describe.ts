import type { Dataset, RatingScale } from "./dataset.ts";
import { type Concentration, concentration } from "./describing/concentration.ts";
import { type CoreSize, coreSizes } from "./describing/core-sizes.ts";
import { columnFacts, type FeatureFacts, itemFeatureFacts } from "./describing/feature-facts.ts";
import { type RatingFacts, ratingFacts } from "./describing/rating-facts.ts";

export type { Concentration } from "./describing/concentration.ts";
export type { CoreSize } from "./describing/core-sizes.ts";
export type { FeatureFacts } from "./describing/feature-facts.ts";
export type { Bar, RatingFacts } from "./describing/rating-facts.ts";

/** What is in a data set; plain numbers and words, fit for JSON. */
export interface Description {
  readonly name: string;
  readonly feedback: "explicit" | "implicit";
  readonly scale?: RatingScale;
  /** Sizes of the vocabularies, those without rows included. */
  readonly users: number;
  readonly items: number;
  readonly interactions: number;
  /** interactions / (users × items). */
  readonly density: number;
  /** Without a single row: known by name only. */
  readonly coldUsers: number;
  readonly coldItems: number;
  /** Over users, and items, that have rows. */
  readonly rowsPerUser: Spread;
  readonly rowsPerItem: Spread;
  readonly ratings?: RatingFacts;
  /** Absent also where times are places in a sequence (1, 2, 3 …) and no dates. */
  readonly times?: TimeSpan;
  readonly popularity: Concentration;
  /** For k = 2, 3, 5, 10, 20. */
  readonly cores: readonly CoreSize[];
  /** What is known of items, and of users, beside their rows; absent where the data has no features of them. */
  readonly itemFeatures?: readonly FeatureFacts[];
  readonly userFeatures?: readonly FeatureFacts[];
}

/** All 0 when there is nothing to count. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly mean: number;
  readonly max: number;
}

export interface TimeSpan {
  /** Days in UTC, `"2000-04-25"`; absent when no row has a time. Times no date can be written for are passed over. */
  readonly from?: string;
  readonly to?: string;
  readonly rowsWithoutTime: number;
}

/** O(rows + items log items); builds the data set's two matrix views. */
export function describe(data: Dataset): Description {
  const { users, items, values, times } = data.interactions;
  const perUser = rowCounts(users, data.users.size);
  const perItem = rowCounts(items, data.items.size);
  return {
    name: data.name,
    feedback: data.feedback,
    ...(data.scale && { scale: data.scale }),
    users: data.users.size,
    items: data.items.size,
    interactions: data.size,
    density: data.size === 0 ? 0 : data.size / (data.users.size * data.items.size),
    coldUsers: data.users.size - perUser.length,
    coldItems: data.items.size - perItem.length,
    rowsPerUser: spread(perUser),
    rowsPerItem: spread(perItem),
    ...(data.scale && values && values.length > 0 && { ratings: ratingFacts(values) }),
    ...(times && !arePlaces(times) && { times: timeSpan(times) }),
    popularity: concentration(perItem),
    cores: coreSizes(data, [2, 3, 5, 10, 20]),
    ...(data.itemFeatures && { itemFeatures: itemFeatureFacts(data.itemFeatures) }),
    ...(data.userFeatures && { userFeatures: columnFacts(data.userFeatures) }),
  };
}

/** Rows of each group that has any, ascending. */
function rowCounts(groups: Uint32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size);
  for (let p = 0; p < groups.length; p++) counts[groups[p]!]! += 1;
  return counts.filter((count) => count > 0).sort();
}

function spread(sorted: Uint32Array): Spread {
  const n = sorted.length;
  if (n === 0) return { min: 0, median: 0, mean: 0, max: 0 };
  return {
    min: sorted[0]!,
    median: (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2,
    mean: sorted.reduce((sum, count) => sum + count, 0) / n,
    max: sorted[n - 1]!,
  };
}

/** Every known time lies on 1 January 1970: nobody took a course then, so these are places in a sequence. */
const arePlaces = (times: Float64Array): boolean =>
  times.some((time) => time >= 0) && times.every((time) => Number.isNaN(time) || (time >= 0 && time < 86_400));

function timeSpan(times: Float64Array): TimeSpan {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  let rowsWithoutTime = 0;
  for (let p = 0; p < times.length; p++) {
    const time = times[p]!;
    if (Number.isNaN(time)) rowsWithoutTime++;
    if (Math.abs(time) > lastWritable) continue;
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return from <= to ? { from: day(from), to: day(to), rowsWithoutTime } : { rowsWithoutTime };
}

/** Seconds from 1970 to the last date ECMAScript knows, and to the first. */
const lastWritable = 8.64e12;

const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
