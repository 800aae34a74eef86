/** The user a list is for. A new learner is a query with a history and no user row. */
export interface Query {
  /**
   * Item indexes, each once. In the order they were taken, oldest first, where that is known: models of sequences go by it, but for
   * users they were trained on (docs/decisions/0014-order-of-a-history.md).
   */
  readonly history: Uint32Array;
  /** A rating or weight per history entry; absent: all equal. */
  readonly weights?: Float64Array;
  /** Row of a user the model was trained on. Without it the model folds the history in. */
  readonly user?: number;
}
