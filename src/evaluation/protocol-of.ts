import type { FoldPlan } from "./fold-plan.ts";
import { diversityBasis } from "./list-diversity-of.ts";
import type { Protocol } from "./result.ts";
import type { Settings } from "./settings.ts";

/** What the figures of one run hold for, in fields and in one line. */
export function protocolOf(split: string, plans: readonly FoldPlan[], settings: Settings): Protocol {
  const { seed, cutoffs, relevantFrom, ratings, lists, resamples, confidence } = settings;
  const candidates = plans.some((plan) => plan.negatives) ? "published-negatives" : "all-unseen";
  const total = (count: (plan: FoldPlan) => number) => plans.reduce((sum, plan) => sum + count(plan), 0);
  const testUsers = total((plan) => plan.test.users.length);
  const repeatedRows = total((plan) => plan.repeatedRows);
  const notes = lists ? listNotes(plans, candidates, repeatedRows) : [];
  return {
    name: [
      split,
      ...(ratings ? ["held-out ratings predicted"] : []),
      ...(lists
        ? [
            candidates === "all-unseen" ? "all unseen items" : "published negatives, ties against the test item",
            `k = ${cutoffs.join(", ")}`,
            relevantFrom === undefined ? "positives: every test row" : `positives: rating ≥ ${relevantFrom}`,
          ]
        : []),
      `seed ${seed}`,
    ].join(", "),
    split,
    folds: plans.length,
    seed,
    candidates,
    k: cutoffs,
    ...(relevantFrom !== undefined && { relevantFrom }),
    testRows: total((plan) => plan.test.rows.length),
    testUsers,
    usersLeftOut: lists ? testUsers - total((plan) => plan.relevant.users.length) : 0,
    bootstrap: { resamples, confidence },
    ...(notes.length > 0 && { notes }),
  };
}

function listNotes(
  plans: readonly FoldPlan[],
  candidates: Protocol["candidates"],
  repeatedRows: number,
): readonly string[] {
  const compared = plans.every((plan) => diversityBasis(plan.train) === "topics")
    ? "diversity compares courses by their topics"
    : "diversity compares courses by who took them in the training part: the data names no topics";
  return [
    candidates === "published-negatives"
      ? "coverage, gini, novelty, diversity and popularity are absent: lists are drawn from a few published courses, not from the catalogue"
      : compared,
    ...(repeatedRows > 0
      ? [`${repeatedRows} test rows repeat a training row; they are not looked for in lists, which never offer them`]
      : []),
  ];
}
