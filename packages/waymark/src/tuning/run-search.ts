import { InvalidInputError } from "../errors.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import type { Progress } from "../models/model.ts";
import { type ChosenMetric, isBetter } from "./chosen-metric.ts";
import { isSame } from "./configurations.ts";
import type { Trial } from "./result.ts";
import { runTrial, type TrialSetup } from "./run-trial.ts";
import type { Resource, Rung } from "./rungs.ts";
import type { Configuration } from "./search-space.ts";
import type { TrialLog } from "./trial-log.ts";

export interface SearchPlan {
  readonly model: RegisteredModel;
  readonly metric: ChosenMetric;
  readonly fixed: Configuration;
  readonly resource?: Resource | undefined;
  readonly rungs: readonly Rung[];
  /** The model's defaults first: they go on to every round, so that the best of the last is never worse. */
  readonly configurations: readonly Configuration[];
  /** Other configurations for the last third of the first round, where the best so far lies at the edge of its range. */
  widen?(best: Configuration, count: number): readonly Configuration[] | undefined;
  /** What the trials of a round are measured with. */
  setupOf(rung: Rung): TrialSetup;
}

export interface SearchOptions {
  readonly log: TrialLog;
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

export interface SearchOutcome {
  readonly trials: readonly Trial[];
  readonly best: Trial;
  /** Taken from the log. */
  readonly resumed: number;
}

/**
 * Runs the trials of a search, one after another, each on all threads. That keeps a single model in memory, gives every
 * trial's time its meaning, makes the log and what halving decides the same in every run, and leaves few cores idle, since
 * what costs most is spread over them already.
 *
 * Where rounds differ in epochs, all figures are of the same validation part, so the best is that of all rounds: training
 * longer may well be worse, and the epochs are then part of what is chosen. Where they differ in learners, figures do not
 * compare, and the best is that of the last round with a figure. Of equal figures the earlier trial.
 *
 * @throws {InvalidInputError} when no trial gives the metric
 */
export async function runSearch(plan: SearchPlan, options: SearchOptions): Promise<SearchOutcome> {
  const { model, metric, resource, rungs } = plan;
  const trials: Trial[] = [];
  const [defaults] = plan.configurations;
  let entrants = plan.configurations;
  let resumed = 0;
  let best: Trial | undefined;
  for (const [r, rung] of rungs.entries()) {
    const setup = remembered(() => plan.setupOf(rung));
    const ahead = rungs.slice(r + 1).reduce((sum, { configurations }) => sum + configurations, 0);
    const of = trials.length + entrants.length + ahead;
    const round: Trial[] = [];
    const third = Math.floor(entrants.length / 3);
    for (let n = 0; n < entrants.length; n++) {
      if (r === 0 && third > 0 && n === entrants.length - third && best)
        entrants = [...entrants.slice(0, n), ...(plan.widen?.(best.params, third) ?? entrants.slice(n))];
      const params = entrants[n]!;
      options.signal?.throwIfAborted();
      const number = trials.length + 1;
      const onTrialProgress = trialProgress(options, number, of, metric.key, best);
      const amount = rung.amount === undefined ? {} : { amount: rung.amount };
      const budget = resource === "epochs" ? { epochs: rung.amount! } : {};
      const logged = options.log.find({ params, ...amount });
      if (logged) resumed++;
      const given = { ...plan.fixed, ...params, ...budget };
      const outcome = logged ?? (await runTrial(model, given, setup(), { ...options, onProgress: onTrialProgress }));
      if (!logged) await options.log.add({ params, ...amount, ...outcome });
      const trial: Trial = { ...outcome, params, number, rung: r, ...amount };
      trials.push(trial);
      round.push(trial);
      if (trial.value !== undefined && (!comparable(resource, best, r) || isBetter(metric, trial.value, best?.value)))
        best = trial;
      trialProgress(options, number, of, metric.key, best)?.({ stage: "trials", done: number, of });
    }
    const standing = round.filter(({ value }) => value !== undefined).sort((a, b) => byFigure(metric, a, b));
    const next = standing.slice(0, rungs[r + 1]?.configurations ?? 0);
    const usual = standing.find(({ params }) => defaults !== undefined && isSame(params, defaults));
    entrants = (usual && next.length > 0 && !next.includes(usual) ? [...next, usual] : next).map(
      ({ params }) => params,
    );
  }
  if (best) return { trials, best, resumed };
  const [{ message = "" } = {}] = trials;
  throw new InvalidInputError(
    `the search space of ${model.key}`,
    `one in which some trial gives ${metric.key}`,
    `${trials.length} trials without`,
    `The first said: ${message}`,
  );
}

/** May a figure of a round be held against the best so far? */
const comparable = (resource: Resource | undefined, best: Trial | undefined, rung: number): boolean =>
  best !== undefined && (resource !== "learners" || best.rung === rung);

function byFigure(metric: ChosenMetric, a: Trial, b: Trial): number {
  if (isBetter(metric, a.value, b.value)) return -1;
  return isBetter(metric, b.value, a.value) ? 1 : a.number - b.number;
}

/** Reports progress inside a trial as that of the search: so many trials of so many, and the best figure so far. */
function trialProgress(
  { onProgress }: SearchOptions,
  number: number,
  of: number,
  metric: string,
  best: Trial | undefined,
): ((progress: Progress) => void) | undefined {
  if (!onProgress) return undefined;
  return ({ stage, done }) =>
    onProgress({
      stage: stage === "trials" ? stage : `trial ${number}, ${stage}`,
      done: stage === "trials" ? done : number - 1,
      of,
      ...(best?.value !== undefined && { metrics: { [`best ${metric}`]: best.value } }),
    });
}

/** Made on first use: a round that stands in the log whole needs no setup. */
function remembered<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
