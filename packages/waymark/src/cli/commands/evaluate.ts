import { Command, Option } from "commander";
import { compareModels } from "../../comparison/compare-models.ts";
import type { CompareModelsOptions } from "../../comparison/compare-options.ts";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError, UnknownNameError } from "../../errors.ts";
import { type EvaluateOptions, evaluate } from "../../evaluation/evaluate.ts";
import { metrics } from "../../evaluation/metrics/index.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { withBaselines } from "../../evaluation/with-baselines.ts";
import { modelFactory } from "../../models/registry.ts";
import { checkRequirements } from "../../models/requirements.ts";
import { defaultSplit } from "../../splits/default-split.ts";
import { parseSplit } from "../../splits/parse.ts";
import { defaultSingleSplit } from "../../tuning/single-split.ts";
import type { Context } from "../context.ts";
import { announceCosts } from "../data/announce-costs.ts";
import { type DataFlags, type OpenedData, openData, withDataOptions } from "../data/data-options.ts";
import { collectSettings, createEstimators, parseModelNames, parseSettings } from "../data/model-options.ts";
import { parseSeed, parseWhole, parseWholeList } from "../data/parse-number.ts";
import { threadsOption } from "../data/threads-option.ts";
import { printEvaluation } from "../terminal/evaluation-table.ts";
import { withProgress } from "../terminal/progress.ts";

export interface EvaluationFlags extends DataFlags {
  readonly model?: readonly string[];
  readonly set?: readonly string[];
  readonly split: string;
  readonly k?: readonly number[];
  readonly seed: number;
  readonly metrics?: readonly string[];
  /** Trials. */
  readonly tune?: number;
  readonly resamples: number;
  readonly threads: number;
}

/** The options `evaluate` and `compare` share. */
export const withEvaluationOptions = (command: Command): Command =>
  command
    .option("--set <model.parameter=value>", "change a parameter; may be repeated", collectSettings)
    .option(
      "--split <name>",
      "random:0.2, per-user:0.2, folds:5, leave-one-out, leave-last, temporal:0.8, predefined, hash:10, hash-per-user:5; auto takes predefined where there is one, else per-user:0.2, for short histories leave-one-out",
      "auto",
    )
    .option("--k <n,n>", "lengths of the lists to evaluate, e.g. 5,10", parseWholeList("--k", 1))
    .option("--seed <n>", "seed of splits, models and resampling", parseSeed, 0)
    .option(
      "--resamples <n>",
      "bootstrap resamples for the intervals, 100 to 100000",
      parseWhole("--resamples", 100, 100_000),
      1000,
    )
    .addOption(threadsOption());

/** Trains and evaluates the models that are named. */
export const evaluateCommand = (context: Context): Command =>
  withEvaluationOptions(withDataOptions(new Command("evaluate")))
    .argument("<path>", "file or folder of the data set")
    .addOption(metricsOption())
    .addOption(effortOption())
    .option("-m, --model <names>", "models separated by commas (default: item-knn)", parseModelNames)
    .addHelpText(
      "after",
      `
popularity (and mean, for ratings) is always evaluated as well. Ratings are evaluated by their error; add --k to evaluate lists too.

Example:
  waymark evaluate campus --model svd,item-knn --set svd.epochs=30 --split folds:5 --k 5,10`,
    )
    .action(async (path: string, flags: EvaluationFlags) => {
      const names = flags.model ?? ["item-knn"];
      createEstimators(names, flags.set); // a wrong name or setting is reported before the data is read
      const opened = await openData(path, flags, context);
      rejectIfNoneSuits(names, opened.data);
      const evaluation = await runEvaluation(
        opened,
        withBaselines(names, opened.data),
        flags,
        context,
        flags.k !== undefined || flags.threshold !== undefined,
      );
      if (context.json) return context.out(JSON.stringify(evaluation));
      printEvaluation(evaluation, context);
    });

/** `--tune 12`, for the commands that compare models. */
export const effortOption = (): Option =>
  new Option(
    "--tune <trials>",
    "tune every model first, with so many trials each on a part of the training rows (default: settings as they are)",
  ).argParser(parseWhole("--tune", 1, 100_000));

/** `--metrics ndcg,recall`, for the commands that print a table of metrics. */
export const metricsOption = (): Option =>
  new Option("--metrics <names>", "measure only these, e.g. ndcg,recall (default: all)").argParser(parseMetricNames);

/** `--metrics ndcg,recall`: keys of metrics, with their cutoff or without. @throws {UnknownNameError} */
function parseMetricNames(text: string): readonly string[] {
  const names = text.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim().toLowerCase()]));
  if (names.length === 0) throw new InvalidInputError("--metrics", "one or more metrics separated by commas", text);
  const known = metrics.map(({ key }) => key.replace("@k", ""));
  for (const name of names) if (!known.includes(name.split("@")[0]!)) throw new UnknownNameError("metric", name, known);
  return names;
}

/** @throws {DataRequirementError} when no model that was named can learn from the data */
export function rejectIfNoneSuits(names: readonly string[], data: Dataset): void {
  const problems = names.map((name) => checkRequirements(modelFactory(name), data));
  if (problems.every((problem) => problem !== undefined)) throw problems[0]!;
}

/** Evaluates with a progress display. Lists are evaluated when asked for, and always where there are no ratings. */
export async function runEvaluation(
  { data, source }: OpenedData,
  names: readonly string[],
  flags: EvaluationFlags,
  context: Context,
  lists: boolean,
): Promise<Evaluation> {
  const options = await evaluateOptions({ data, source }, flags, context, lists);
  const estimators = createEstimators(names, flags.set);
  if (flags.tune === undefined) announceCosts(estimators, data, context);
  return withProgress(context, "evaluating", async (onProgress) => {
    if (flags.tune === undefined) return evaluate(data, estimators, { ...options, onProgress });
    const limits = { budgetSeconds: Number.POSITIVE_INFINITY, baselines: withBaselines([], data) };
    const tune = effortOf(flags);
    return (await compareModels(data, estimators, { ...options, ...limits, ...tune, onProgress })).evaluation;
  });
}

/** The same number of trials for every model, where it is asked for; what `--set` says stays. */
export const effortOf = ({ tune: trials, set = [] }: EvaluationFlags): Pick<CompareModelsOptions, "tune"> =>
  trials === undefined ? {} : { tune: { trials, fixed: parseSettings(set) } };

/** The flags as the library takes them. */
export async function evaluateOptions(
  { data, source }: Pick<OpenedData, "data" | "source">,
  flags: EvaluationFlags,
  context: Context,
  lists: boolean,
): Promise<EvaluateOptions> {
  const usual = flags.tune === undefined ? defaultSplit : defaultSingleSplit; // a search has one test part
  return {
    format: source.key,
    split: parseSplit(flags.split === "auto" ? await usual(data) : flags.split),
    seed: flags.seed,
    threads: flags.threads,
    k: flags.k ?? [10],
    lists: lists || data.feedback === "implicit",
    ...(flags.metrics && { only: flags.metrics }),
    resamples: flags.resamples,
    signal: context.signal,
    ...(flags.threshold !== undefined && data.feedback === "explicit" && { threshold: flags.threshold }),
  };
}
