import type { RelevantUser } from "./relevant-users.ts";

/** What a model makes of one user. */
export interface UserRanking extends RelevantUser {
  /** The best candidates, best first; candidates are all items without a training row of the user. */
  readonly list: Uint32Array;
  /** Candidates that are not relevant. */
  readonly others: number;
  readonly auc: number;
  /** Rank of the best placed relevant item among all candidates, from 1; Infinity where none is scored. */
  readonly firstRank: number;
}
