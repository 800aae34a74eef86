import type { Description } from "../../data/describe.ts";

/** What a report can hold beside the evaluation itself; every part left out is left out of the page. */
export interface ReportOptions {
  /** @defaultValue "Course recommenders compared on NAME" */
  readonly title?: string;
  /** What is in the data, as `describe` found it. */
  readonly description?: Description;
  /** Rows left out, step by step; steps that left out nothing are shown as well. */
  readonly cleaning?: readonly CleaningCount[];
  readonly sample?: SampleList;
  /** The command that makes the same evaluation again. */
  readonly command?: string;
}

export interface CleaningCount {
  readonly step: string;
  /** Rows. */
  readonly count: number;
}

/** What one learner would be offered. */
export interface SampleList {
  readonly learner: string;
  readonly model: string;
  /** Why it is not the list of the best model, as a sentence; absent where it is. */
  readonly reason?: string;
  readonly history: readonly SampleCourse[];
  readonly recommended: readonly SampleRecommendation[];
}
export interface SampleCourse {
  readonly id: string;
  readonly title?: string | undefined;
}
export interface SampleRecommendation extends SampleCourse {
  readonly rank: number;
  /** Courses of the history that stand behind the offer, by title; empty where the model gives no reasons. */
  readonly because: readonly string[];
}
