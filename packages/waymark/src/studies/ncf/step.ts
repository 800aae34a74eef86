/** One step of a study, with what there was before it and after. */
export interface StudyStep {
  readonly key: string;
  readonly title: string;
  /** What is counted. */
  readonly unit: "rows" | "learners" | "courses" | "pairs";
  readonly before: number;
  readonly after: number;
  /** What was done, as sentences. */
  readonly text: string;
}
