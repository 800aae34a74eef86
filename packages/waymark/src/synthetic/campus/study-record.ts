/** How an enrolment can end; `StudyPath.statuses` holds positions in it. */
export const statuses = ["completed", "failed", "withdrawn", "enrolled"] as const;

/** Everything one learner did, row by row in order of time. Overwritten for the next learner. */
export interface StudyPath {
  count: number;
  readonly courses: Uint16Array; // (capacity)
  readonly terms: Uint8Array;
  readonly enrolledDays: Int32Array;
  /** Positions in `statuses`. */
  readonly statuses: Uint8Array;
  /** −1 where neither completed nor failed. */
  readonly completedDays: Int32Array;
  /** 0 … 100, −1 where there is none. */
  readonly grades: Int16Array;
  /** 1 … 5, 0 where there is none. */
  readonly ratings: Uint8Array;
  /** The term in which the learner left without finishing, −1 for those who did not. */
  leftTerm: number;
  /** The learner has finished what was planned. */
  finished: boolean;
}
