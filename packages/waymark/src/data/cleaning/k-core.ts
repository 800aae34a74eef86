import { countOffsets, stableCountingSort } from "../../compute/csr-matrix.ts";
import type { Sides } from "./repeats.ts";
import type { RowMask } from "./row-mask.ts";

export interface KCoreResult {
  readonly users: number;
  readonly items: number;
  /** Rows that went because their user, or their item, was below its threshold. */
  readonly rowsOfUsers: number;
  readonly rowsOfItems: number;
  readonly rounds: number;
}

/**
 * Drops users, then items, with fewer rows than asked for, and again until none is left: the (p, q)-core, the largest
 * set of rows in which everyone has enough. Only what falls below is visited again, so O(rows + users + items) however
 * many rounds it takes.
 *
 * @see Cerinšek and Batagelj 2015, arXiv:1505.01817, for (p, q)-cores of two-mode networks
 */
export function kCore(rowMask: RowMask, sides: Sides, minPerUser: number, minPerItem: number): KCoreResult {
  const { rows, dropped } = rowMask;
  const users = side(rows.users, sides.users, minPerUser, dropped);
  const items = side(rows.items, sides.items, minPerItem, dropped);
  const result = { users: 0, items: 0, rowsOfUsers: 0, rowsOfItems: 0, rounds: 0 };
  while (users.belowThreshold.length + items.belowThreshold.length > 0) {
    result.rounds++;
    result.users += users.belowThreshold.length;
    result.rowsOfUsers += dropBelowThreshold(users, items, dropped);
    result.items += items.belowThreshold.length;
    result.rowsOfItems += dropBelowThreshold(items, users, dropped);
  }
  rowMask.left -= result.rowsOfUsers + result.rowsOfItems;
  return result;
}

interface Side {
  readonly groups: Uint32Array;
  readonly min: number;
  /** Rows left per group. */
  readonly counts: Uint32Array;
  /** Rows by group; empty when no group can fall below the threshold. */
  readonly offsets: Uint32Array;
  readonly order: Uint32Array;
  /** Groups with rows, but too few. */
  belowThreshold: number[];
}

function side(groups: Uint32Array, size: number, min: number, dropped: Uint8Array): Side {
  const counts = new Uint32Array(size);
  for (let p = 0; p < groups.length; p++) if (dropped[p] === 0) counts[groups[p]!]! += 1;
  const belowThreshold: number[] = [];
  for (let g = 0; g < size; g++) if (counts[g]! > 0 && counts[g]! < min) belowThreshold.push(g);
  const canFallBelow = min > 1;
  return {
    groups,
    min,
    counts,
    offsets: canFallBelow ? countOffsets(groups, size) : new Uint32Array(size + 1),
    order: canFallBelow ? stableCountingSort(groups, size) : new Uint32Array(0),
    belowThreshold,
  };
}

/** Drops the rows of the groups below their threshold and notes the groups across that fall below theirs. */
function dropBelowThreshold(self: Side, across: Side, dropped: Uint8Array): number {
  const { offsets, order } = self;
  let gone = 0;
  for (const group of self.belowThreshold) {
    for (let k = offsets[group]!; k < offsets[group + 1]!; k++) {
      const row = order[k]!;
      if (dropped[row] !== 0) continue;
      dropped[row] = 1;
      gone++;
      const other = across.groups[row]!;
      const left = across.counts[other]! - 1;
      across.counts[other] = left;
      if (left === across.min - 1) across.belowThreshold.push(other);
    }
    self.counts[group] = 0;
  }
  self.belowThreshold = [];
  return gone;
}
