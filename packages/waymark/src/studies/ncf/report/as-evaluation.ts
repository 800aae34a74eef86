import type { Evaluation } from "../../../evaluation/result.ts";
import type { Candidates, NcfStudy } from "../result.ts";

/** The figures for one set of candidates in the form the parts of an evaluation's report take. RMSE is of the pool in all. */
export function asEvaluation(study: NcfStudy, set: Candidates): Evaluation {
  const { dataset, protocol, models, comparisons, leftOut, environment } = study;
  return {
    dataset,
    protocol: {
      name: `${protocol.split}, seed ${protocol.seed}`,
      split: protocol.split,
      folds: 1,
      seed: protocol.seed,
      candidates: set === "catalogue" ? "all-unseen" : "published-negatives",
      k: [10],
      testRows: protocol.testRows,
      testUsers: protocol.judgedLearners,
      usersLeftOut: 0,
      bootstrap: protocol.bootstrap,
    },
    results: models.map(({ model, params, figures, fitSeconds, notes }) => ({
      model,
      params,
      metrics: { ...rmseOf(figures.pool.metrics), ...figures[set].metrics },
      intervals: { ...rmseOf(figures.pool.intervals), ...figures[set].intervals },
      fitSeconds,
      predictSeconds: 0,
      notes,
    })),
    comparisons: set === "catalogue" ? comparisons : [],
    leftOut,
    environment,
  };
}

const rmseOf = <T>({ rmse }: Readonly<Record<string, T>>): Record<string, T> => (rmse === undefined ? {} : { rmse });
