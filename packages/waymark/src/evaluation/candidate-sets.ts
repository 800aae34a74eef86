import type { PreparedFold } from "./prepared-fold.ts";
import type { RelevantUser } from "./relevant-users.ts";

/** Scores of one test item and of those it stands against; NaN or −∞ where the model cannot say. */
export interface Contest {
  readonly own: number;
  readonly opposing: Float64Array;
}

export interface UserContests extends RelevantUser {
  /** One a relevant test row. */
  readonly contests: readonly Contest[];
}

/**
 * For every relevant test row of a user the item and its negatives. A negative that is the test item itself is no
 * opponent and is left out (156 lines of the published NCF file repeat it).
 */
export function opponentsOf(
  { relevant: { items, rows }, negatives }: PreparedFold,
  { start, end }: RelevantUser,
): readonly { readonly item: number; readonly opponents: Uint32Array }[] {
  return Array.from(items.subarray(start, end), (item, p) => ({
    item,
    opponents: negatives![rows[start + p]!]!.filter((negative) => negative !== item),
  }));
}
