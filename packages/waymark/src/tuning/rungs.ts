import { InvalidInputError } from "../errors.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import { changeOption } from "../remedy.ts";
import type { Configuration } from "./search-space.ts";

/** What successive halving gives more of to fewer and fewer configurations. */
export type Resource = "epochs" | "learners";

/** One round of a search: so many configurations, each with so much of the resource. */
export interface Rung {
  readonly configurations: number;
  /** Epochs, or learners learned from and validated on; absent where every trial has all there is. */
  readonly amount?: number;
}

export interface RungPlan {
  readonly resource?: Resource;
  readonly rungs: readonly Rung[];
}

/** Each round keeps a third: the value that Jamieson & Talwalkar and Li et al. find to matter little, and use. */
const keepOneIn = 3;
/** With fewer learners than this a figure of a round says nothing about the next. */
const fewestLearners = 200;

/** Grid and random search: one round, everything of everything. */
export const oneRung = (configurations: number): RungPlan => ({ rungs: [{ configurations }] });

/**
 * Successive halving: all configurations with little of a resource, the best third with three times as much, and so on,
 * the last round with all of it. The resource is the model's `epochs`, where it is 3 or more (its default, or as fixed);
 * otherwise learners: each round learns from, and is validated on, a part of them, every part holding the one before.
 * Each round trains from the start. With r rounds it costs about r / 3^(r − 1) of training every configuration fully.
 *
 * @param learners users with rows to learn from
 * @throws {InvalidInputError} with fewer than 3 trials, or where neither epochs nor learners can be divided
 * @see Jamieson & Talwalkar 2016, arXiv:1502.07943; Li et al. 2018, arXiv:1603.06560 (Hyperband, of which this is one bracket)
 */
export function halvingRungs(
  model: Pick<RegisteredModel, "key" | "params">,
  fixed: Configuration,
  trials: number,
  learners: number,
): RungPlan {
  const spec = model.params.epochs;
  const epochs = spec?.kind === "integer" ? Number(fixed.epochs ?? spec.default) : 0;
  const byEpochs = Math.min(timesDivisible(trials), timesDivisible(epochs));
  const byLearners = Math.min(timesDivisible(trials), timesDivisible(learners / fewestLearners));
  if (byEpochs > 0) return { resource: "epochs", rungs: rungsOf(byEpochs, trials, epochs) };
  if (byLearners > 0) return { resource: "learners", rungs: rungsOf(byLearners, trials, learners) };
  if (trials < keepOneIn)
    throw new InvalidInputError(
      "trials",
      `at least ${keepOneIn} for successive halving`,
      trials,
      changeOption("raise", "trials"),
    );
  throw new InvalidInputError(
    "search",
    `grid or random for ${model.key} on ${learners} learners: there are no epochs to divide, and fewer than ${keepOneIn * fewestLearners} learners`,
    "halving",
    changeOption("set", "search", "random"),
  );
}

function rungsOf(divisions: number, trials: number, all: number): readonly Rung[] {
  return Array.from({ length: divisions + 1 }, (_, round) => ({
    configurations: Math.max(1, Math.floor(trials / keepOneIn ** round)),
    amount: Math.ceil(all / keepOneIn ** (divisions - round)),
  }));
}

/** How often a number can be divided by three before it is below 1. */
function timesDivisible(number: number): number {
  let times = 0;
  for (let left = number / keepOneIn; left >= 1; left /= keepOneIn) times++;
  return times;
}
