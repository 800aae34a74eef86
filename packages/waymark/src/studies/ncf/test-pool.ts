import type { StudyStep } from "./step.ts";
import type { StudyData } from "./study-data.ts";

/** The pairs on which probabilities are measured, and what lists of ten could reach at best. */
export interface TestPool {
  readonly positives: number;
  /** Fewer than asked for where learners have taken most courses. */
  readonly drawn: number;
  /** √(p (1 − p)), p the share of positives: the RMSE of predicting p for every pair. */
  readonly rmseOfConstant: number;
  /** Precision@10 and recall@10 of a list that holds as many held-out courses as it can. */
  readonly perfect: { readonly precision: number; readonly recall: number };
}

const places = 10;

export function testPool({ test, sampler, negatives }: StudyData, judged: Uint32Array): TestPool {
  let positives = 0;
  let drawn = 0;
  let precision = 0;
  let recall = 0;
  for (const user of judged) {
    const own = test.itemsOf(user).length;
    positives += own;
    drawn += Math.min(negatives * own, sampler.freeOf(user));
    precision += Math.min(places, own) / places;
    recall += Math.min(places, own) / own;
  }
  const share = positives / (positives + drawn);
  return {
    positives,
    drawn,
    rmseOfConstant: Math.sqrt(share * (1 - share)),
    perfect: { precision: precision / judged.length, recall: recall / judged.length },
  };
}

export function samplingStep({ positives, drawn }: TestPool, negatives: number): StudyStep {
  const short = negatives * positives - drawn;
  const missing = `${short.toLocaleString("en-GB")} fewer, since some learners have taken most courses.`;
  return {
    key: "negatives",
    title: "Negative sampling",
    unit: "pairs",
    before: positives,
    after: positives + drawn,
    text: `${negatives} courses without a row of the learner beside each held-out one (${negatives} : 1), never one with a row in any part; drawn once, the same for every model.${short > 0 ? ` ${missing}` : ""} For training, neural models draw anew in every epoch, from what has no training row.`,
  };
}
