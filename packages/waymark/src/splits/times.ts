import type { Dataset } from "../data/dataset.ts";
import { DataRequirementError } from "../errors.ts";
import { either, nameColumns } from "../remedy.ts";

/** @throws {DataRequirementError} when no row has a time */
export function requireTimes(data: Dataset, text: string): Float64Array {
  const { times } = data.interactions;
  if (times?.some((time) => !Number.isNaN(time))) return times;
  throw new DataRequirementError(
    `The split ${text}`,
    "a time for each row",
    times ? "a time column without a single time" : "none",
    either(nameColumns("time"), "Choose leave-one-out, per-user:0.2 or random:0.2."),
  );
}

/** @throws {DataRequirementError} when no row has a time, or times are known to be places in each user's own sequence */
export function requireMoments(data: Dataset, text: string): Float64Array {
  const times = requireTimes(data, text);
  if (!data.timesArePlaces) return times;
  throw new DataRequirementError(
    `The split ${text}`,
    "moments in time that learners share",
    "places in each learner's own sequence (1, 2, 3 …), which do not say who came earlier",
    "Choose leave-last, per-user:0.2 or leave-one-out.",
  );
}

/**
 * Whether nearly all users' times count their rows: 1, 2, 3 … or 0, 1, 2 … Looked for in users with three dated rows or
 * more, a tenth of whom may differ; two such users at least. O(rows)
 */
export function looksLikePlaces({ interactions: { users }, users: { size } }: Dataset, times: Float64Array): boolean {
  const counts = new Uint32Array(size);
  const squares = new Float64Array(size); // Σ time², which repeated and missing places change
  const lowest = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const highest = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (let row = 0; row < users.length; row++) {
    const [user, time] = [users[row]!, times[row]!];
    if (Number.isNaN(time)) continue;
    if (time < 0 || time > users.length || !Number.isInteger(time)) return false;
    counts[user]! += 1;
    squares[user]! += time * time;
    if (time < lowest[user]!) lowest[user] = time;
    if (time > highest[user]!) highest[user] = time;
  }
  const squaresUpTo = (n: number): number => (n * (n + 1) * (2 * n + 1)) / 6;
  let long = 0;
  let counting = 0;
  for (let user = 0; user < size; user++) {
    if (counts[user]! < 3) continue;
    long++;
    const last = lowest[user]! + counts[user]! - 1;
    if (lowest[user]! <= 1 && highest[user]! === last && squares[user]! === squaresUpTo(last)) counting++;
  }
  return long >= 2 && counting >= 0.9 * long;
}
