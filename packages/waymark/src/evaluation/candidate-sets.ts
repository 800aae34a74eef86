import type { PreparedFold } from "./prepared-fold.ts";
import type { RelevantUser } from "./relevant-users.ts";

/** A test item and the items it is ranked against. */
export interface CandidateSet {
  readonly positive: number;
  readonly negatives: Uint32Array;
}

/** Their scores; NaN where the model cannot say. */
export interface CandidateScores {
  readonly positive: number;
  readonly negatives: Float64Array;
}

/**
 * One candidate set for every relevant test row of a user. A negative that is the test item itself is left out (156 lines of
 * the published NCF file repeat it).
 */
export function candidateSetsOf(
  { relevant: { items, rows }, negatives }: PreparedFold,
  { start, end }: RelevantUser,
): readonly CandidateSet[] {
  return Array.from(items.subarray(start, end), (item, p) => ({
    positive: item,
    negatives: negatives![rows[start + p]!]!.filter((negative) => negative !== item),
  }));
}
