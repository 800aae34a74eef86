import { stableCountingSort } from "../../compute/csr-matrix.ts";
import type { Interactions } from "../interactions.ts";
import type { RepeatRule } from "./options.ts";
import type { RowMask } from "./row-mask.ts";

/** Sizes of the two vocabularies. */
export interface Sides {
  readonly users: number;
  readonly items: number;
}

/**
 * Leaves one row of each (user, item) pair. Rows alike in time and rating too are exact repeats and count as one row
 * whatever the rule; of the rows that differ, `rule` chooses, and counts are added up. A row without a time is only chosen where no row of the
 * pair has one. O(rows + users + items), and O(m log m) for a pair that occurs m times.
 * @returns how many rows went as exact repeats, and how many as other repeats of a pair
 */
export function dropRepeats(rowMask: RowMask, sides: Sides, rule: RepeatRule): { exact: number; pairs: number } {
  const { users, items, values, weights, times } = rowMask.rows;
  const repeated = rowsOfRepeatedPairs(rowMask, sides);
  const prefer = preference(times, rule === "first" ? 1 : -1);
  let averaged: Float64Array | undefined;
  let summed: Float64Array | undefined;
  let exact = 0;
  let pairs = 0;
  for (let start = 0, end = 0; start < repeated.length; start = end) {
    const user = users[repeated[start]!]!;
    const item = items[repeated[start]!]!;
    while (end < repeated.length && users[repeated[end]!] === user && items[repeated[end]!] === item) end++;
    const group = repeated.subarray(start, end).sort(prefer);
    const different = withoutExactRepeats(group, values ?? weights, times);
    let kept = different[0]!;
    if (values !== undefined && different.length > 1) {
      if (rule === "max") for (const row of different) if (values[row]! > values[kept]!) kept = row;
      if (rule === "mean") {
        averaged ??= values.slice();
        averaged[kept] = different.reduce((sum, row) => sum + values[row]!, 0) / different.length;
      }
    }
    if (weights !== undefined && different.length > 1) {
      summed ??= weights.slice();
      summed[kept] = different.reduce((sum, row) => sum + weights[row]!, 0);
    }
    for (const row of group) rowMask.dropped[row] = row === kept ? 0 : 1;
    exact += group.length - different.length;
    pairs += different.length - 1;
  }
  if (averaged) rowMask.rows = { ...rowMask.rows, values: averaged };
  if (summed) rowMask.rows = { ...rowMask.rows, weights: summed };
  rowMask.left -= exact + pairs;
  return { exact, pairs };
}

/** Rows whose pair occurs more than once, by user, item, row: few as a rule, so only these are sorted by pair. */
function rowsOfRepeatedPairs({ rows: { users, items }, dropped }: RowMask, sides: Sides): Uint32Array {
  const lastUser = new Uint32Array(sides.items); // user + 1 whose row of this item was met last
  const lastRow = new Uint32Array(sides.items);
  const isRepeated = new Uint8Array(users.length);
  let count = 0;
  const byUser = stableCountingSort(users, sides.users);
  for (let k = 0; k < byUser.length; k++) {
    const p = byUser[k]!;
    if (dropped[p] !== 0) continue;
    const item = items[p]!;
    if (lastUser[item] === users[p]! + 1) {
      count += 2 - isRepeated[lastRow[item]!]!;
      isRepeated[lastRow[item]!] = 1;
      isRepeated[p] = 1;
    }
    lastUser[item] = users[p]! + 1;
    lastRow[item] = p;
  }
  const positions = new Uint32Array(count);
  let write = 0;
  for (let p = 0; p < isRepeated.length; p++) if (isRepeated[p] !== 0) positions[write++] = p;
  return sortBy(users, sides.users, sortBy(items, sides.items, positions));
}

const sortBy = (groups: Uint32Array, size: number, positions: Uint32Array): Uint32Array =>
  stableCountingSort(
    positions.map((p) => groups[p]!),
    size,
  ).map((k) => positions[k]!);

/** Best row first: those with a time, then by time, then by row, ascending or descending. */
function preference(times: Interactions["times"], direction: 1 | -1): (a: number, b: number) => number {
  if (times === undefined) return (a, b) => direction * (a - b);
  return (a, b) => {
    const undatedA = Number.isNaN(times[a]!) ? 1 : 0;
    const undatedB = Number.isNaN(times[b]!) ? 1 : 0;
    return undatedA - undatedB || direction * (times[a]! - times[b]!) || direction * (a - b); // NaN counts as equal
  };
}

/** Of rows in order of preference, the first of each different (rating, time); equal times stand together. */
function withoutExactRepeats(
  group: Uint32Array,
  values: Interactions["values"],
  times: Interactions["times"],
): readonly number[] {
  const different: number[] = [];
  const ratings = new Set<number | undefined>(); // of the present time
  for (let g = 0; g < group.length; g++) {
    const row = group[g]!;
    if (g > 0 && times !== undefined && !Object.is(times[row], times[group[g - 1]!])) ratings.clear();
    if (ratings.has(values?.[row])) continue;
    ratings.add(values?.[row]);
    different.push(row);
  }
  return different;
}
