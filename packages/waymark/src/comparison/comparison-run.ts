import { DataRequirementError, FitDivergedError, MemoryLimitError } from "../errors.ts";
import { type Measurement, ModelEvaluation } from "../evaluation/model-evaluation.ts";
import type { PreparedFold } from "../evaluation/prepared-fold.ts";
import type { Evaluation, ModelNotRun } from "../evaluation/result.ts";
import type { RunOptions, Settings } from "../evaluation/settings.ts";
import type { RegisteredModel } from "../models/define-model.ts";
import type { Estimator, Progress } from "../models/model.ts";
import { modelFactories } from "../models/registry.ts";
import { checkRequirements } from "../models/requirements.ts";
import type { Budget, Clock } from "./budget.ts";
import type { CompareModelsOptions } from "./compare-options.ts";
import type { ComparisonLog } from "./comparison-log.ts";
import type { EqualEffort } from "./equal-effort.ts";
import type { ExpectedTimes } from "./expected-times.ts";

export interface RunSetup {
  readonly folds: readonly PreparedFold[];
  readonly settings: Settings;
  readonly options: CompareModelsOptions & { readonly clock: Clock };
  readonly budget: Budget;
  readonly times: ExpectedTimes;
  readonly log: ComparisonLog;
  readonly effort?: EqualEffort | undefined;
}

/** All models of a comparison on their way through the folds, one after another. */
export class ComparisonRun {
  readonly #setup: RunSetup;
  readonly #measured = new Map<Estimator, Measurement>();
  readonly #notRun = new Map<Estimator, ModelNotRun>();
  readonly #leftOut = new Map<Estimator, string>();
  #waiting: Estimator[] = [];
  /** Seconds spent on models that were stopped. */
  secondsStopped = 0;
  /** Seconds spent on choosing settings. */
  secondsTuned = 0;
  /** Models taken from the log. */
  resumed = 0;

  constructor(setup: RunSetup) {
    this.#setup = setup;
  }

  /** Measures what the budget allows, or until the signal aborts. */
  async all(estimators: readonly Estimator[]): Promise<void> {
    const { budget, options } = this.#setup;
    this.#waiting = [];
    const { train } = this.#setup.folds[0]!;
    for (const estimator of estimators) {
      const model = registered(estimator);
      const problem = model && checkRequirements(model, train);
      if (problem) this.#leftOut.set(estimator, problem.message);
      else if (!(await this.#takeFromLog(estimator))) this.#waiting.push(estimator);
    }
    while (this.#waiting.length > 0 && !options.signal?.aborted) {
      this.#waiting.sort((a, b) => this.#rank(a) - this.#rank(b)); // anew each time: measurements change what is expected
      const estimator = this.#waiting.shift()!;
      const expectedSeconds = this.#expected(estimator);
      if (this.#isBaseline(estimator) || budget.allows(expectedSeconds)) await this.#run(estimator, expectedSeconds);
      else this.#leave(estimator, "no-time", expectedSeconds);
    }
  }

  inOrderOf(estimators: readonly Estimator[]): readonly Measurement[] {
    return estimators.flatMap((estimator) => this.#measured.get(estimator) ?? []);
  }

  leftOut(estimators: readonly Estimator[]): Evaluation["leftOut"] {
    return estimators.flatMap((estimator) => {
      const reason = this.#leftOut.get(estimator);
      return reason === undefined ? [] : [{ model: estimator.key, reason }];
    });
  }

  notRun(estimators: readonly Estimator[]): readonly ModelNotRun[] {
    return estimators.flatMap((estimator) => {
      if (this.#measured.has(estimator) || this.#leftOut.has(estimator)) return [];
      const { key: model, params } = estimator;
      const interrupted = { model, params, reason: "interrupted" as const, expectedSeconds: this.#expected(estimator) };
      return [this.#notRun.get(estimator) ?? interrupted];
    });
  }

  async #takeFromLog(estimator: Estimator): Promise<boolean> {
    const known = await this.#setup.log.find(estimator);
    if (known === undefined) return false;
    this.resumed++;
    this.#done(estimator, known.measurement, known.logged.seconds);
    return true;
  }

  async #run(estimator: Estimator, expected: number): Promise<void> {
    const { folds, settings, options, budget, log } = this.#setup;
    const { signal, clock, threads } = options;
    const began = clock.now();
    this.#announce(estimator);
    using limit = this.#isBaseline(estimator) ? undefined : budget.limit();
    const signals = [limit?.signal, signal].filter((one) => one !== undefined);
    const watched = { threads, signal: AbortSignal.any(signals), onProgress: this.#progress(expected, began) };
    try {
      const tuned = await this.#tune(estimator, watched);
      const run = new ModelEvaluation(tuned?.estimator ?? estimator, settings);
      for (const fold of folds) await run.measure(fold, folds.length > 1 ? fold.name : "", watched);
      const [found, seconds] = [run.finish(), clock.now() - began];
      const measurement = tuned ? { ...found, result: { ...found.result, tuned: tuned.facts } } : found;
      await log.add(estimator, measurement, seconds);
      this.#done(estimator, measurement, seconds);
    } catch (error) {
      this.secondsStopped += clock.now() - began;
      if (signal?.aborted) return;
      if (limit?.signal.aborted) this.#leave(estimator, "stopped", Math.max(expected, clock.now() - began));
      else if (isOfTheModel(error)) this.#leftOut.set(estimator, error.message);
      else throw error;
    }
  }

  /** Chooses the settings of a model, where models are tuned. */
  async #tune(estimator: Estimator, { onProgress, ...options }: RunOptions) {
    const model = registered(estimator);
    if (!this.#setup.effort || !model) return undefined;
    const prefixed =
      onProgress && ((progress: Progress) => onProgress({ ...progress, stage: `${model.key}: ${progress.stage}` }));
    const began = this.#setup.options.clock.now();
    const facts = await this.#setup.effort.choose(model, { ...options, onProgress: prefixed });
    this.secondsTuned += this.#setup.options.clock.now() - began;
    return { facts, estimator: model.create(facts.chosen) };
  }

  /** How many full trainings a model costs. */
  #times(model: RegisteredModel): number {
    const { effort, folds } = this.#setup;
    return folds.length * (1 + (effort?.costOf(model) ?? 0));
  }

  #done(estimator: Estimator, measurement: Measurement, seconds: number): void {
    const { times, options } = this.#setup;
    this.#measured.set(estimator, measurement);
    const model = registered(estimator);
    if (model) times.measured(model, estimator.params, seconds, this.#times(model));
    const done = this.#measured.size;
    options.onModel?.(measurement.result, { done, of: done + this.#waiting.length });
  }

  #leave(estimator: Estimator, reason: ModelNotRun["reason"], expectedSeconds: number): void {
    const { key: model, params } = estimator;
    this.#notRun.set(estimator, { model, params, reason, expectedSeconds });
  }

  /** Says how long the whole comparison has still to go, as far as the budget lets it. */
  #progress(expected: number, began: number): ((progress: Progress) => void) | undefined {
    const { options, budget } = this.#setup;
    const { onProgress, clock } = options;
    if (!onProgress) return undefined;
    const later = this.#waiting.reduce((sum, estimator) => sum + this.#expected(estimator), 0);
    return (progress) => {
      const rest = Math.max(0, expected - (clock.now() - began)) + later;
      onProgress({ ...progress, remainingSeconds: Math.min(rest, Math.max(0, budget.seconds - budget.used)) });
    };
  }

  #announce(estimator: Estimator): void {
    const model = registered(estimator);
    const note = model && this.#setup.times.announcement(model, estimator.params, this.#times(model));
    if (note !== undefined) this.#setup.options.onNote?.(note);
  }

  #expected(estimator: Estimator): number {
    const model = registered(estimator);
    return model ? this.#setup.times.of(model, estimator.params, this.#times(model)) : 0;
  }

  /** Baselines first, then the cheapest. */
  #rank = (estimator: Estimator): number => (this.#isBaseline(estimator) ? -1 : this.#expected(estimator));

  #isBaseline({ key }: Estimator): boolean {
    return this.#setup.options.baselines.includes(key);
  }
}

const registered = ({ key }: Estimator): RegisteredModel | undefined =>
  modelFactories.find((model) => model.key === key);

/** What a table can do without: the others are measured all the same. */
const isOfTheModel = (error: unknown): error is Error =>
  [DataRequirementError, FitDivergedError, MemoryLimitError].some((kind) => error instanceof kind);
