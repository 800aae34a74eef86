import { Command, Option } from "commander";
import { compareModels } from "../../comparison/compare-models.ts";
import type { CompareModelsOptions } from "../../comparison/compare-options.ts";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError, UnknownNameError } from "../../errors.ts";
import { acrossSeeds } from "../../evaluation/across-seeds.ts";
import { type EvaluateOptions, evaluate } from "../../evaluation/evaluate.ts";
import { metrics } from "../../evaluation/metrics/index.ts";
import type { PerUserMeasurement } from "../../evaluation/per-user-values.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import type { Pairs } from "../../evaluation/settings.ts";
import { withBaselines } from "../../evaluation/with-baselines.ts";
import { modelFactory } from "../../models/registry.ts";
import { checkRequirements } from "../../models/requirements.ts";
import { tableOfRun, tableOfSeeds } from "../../report/text/result-table.ts";
import { defaultSplit } from "../../splits/default-split.ts";
import { exportFolds } from "../../splits/export-folds.ts";
import { parseSplit } from "../../splits/parse.ts";
import { defaultSingleSplit } from "../../tuning/single-split.ts";
import type { Context } from "../context.ts";
import { announceCosts } from "../data/announce-costs.ts";
import { type DataFlags, type OpenedData, withDataOptions } from "../data/data-options.ts";
import {
  checkOutputs,
  type OutputFlags,
  withOutputOptions,
  writeReport,
  writeTable,
} from "../data/evaluation-outputs.ts";
import {
  collectModelNames,
  collectSettings,
  createEstimators,
  parseModelSpec,
  parseSettings,
} from "../data/model-options.ts";
import { parseSeed, parseWhole, parseWholeList } from "../data/parse-number.ts";
import { type PerLearnerRun, writePerLearner } from "../data/per-learner-file.ts";
import { type RunRecord, runRecord } from "../data/run-record.ts";
import { openDataOrParts, type SplitFileFlags, withSplitFiles } from "../data/split-files.ts";
import { threadsOption } from "../data/threads-option.ts";
import { printEvaluation } from "../terminal/evaluation-table.ts";
import { withProgress } from "../terminal/progress.ts";
import { printSeeds } from "../terminal/seeds-table.ts";
import { shellWord } from "../terminal/shell-word.ts";

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
  readonly tests?: "leading" | "all";
  readonly pairs?: Pairs;
}

const splitNames =
  "random:0.2, per-user:0.2, folds:5, leave-one-out, leave-last, temporal:0.8, predefined, hash:10, hash-per-user:5; auto takes predefined where there is one, else per-user:0.2, for short histories leave-one-out";

/** The options `evaluate` and `compare` share. */
export const withEvaluationOptions = (command: Command): Command =>
  withSharedOptions(command).option("--split <name>", splitNames, "auto");

const withSharedOptions = (command: Command): Command =>
  command
    .option("--set <model.parameter=value>", "change a parameter; may be repeated", collectSettings)
    .option("--k <n,n>", "lengths of the lists to evaluate, e.g. 5,10", parseWholeList("--k", 1))
    .option("--seed <n>", "seed of splits, models and resampling", parseSeed, 0)
    .option(
      "--resamples <n>",
      "bootstrap resamples for the intervals, 100 to 100000",
      parseWhole("--resamples", 100, 100_000),
      1000,
    )
    .addOption(
      new Option("--tests <which>", "metrics to test: leading (nDCG, RMSE) or all").choices(["leading", "all"]),
    )
    .addOption(
      new Option("--pairs <which>", "models to test: the best against each, or all pairs").choices(["best", "all"]),
    )
    .addOption(threadsOption());

interface Flags extends Omit<EvaluationFlags, "split">, SplitFileFlags, OutputFlags {
  readonly split?: readonly string[];
  readonly seeds?: readonly number[];
}

/** Trains and evaluates the models that are named. */
export const evaluateCommand = (context: Context): Command =>
  withOutputOptions(withSplitFiles(withSharedOptions(withDataOptions(new Command("evaluate")))))
    .argument("[path]", "file or folder of the data set")
    .addOption(metricsOption())
    .addOption(effortOption())
    .option(
      "-m, --model <names>",
      "models separated by commas, with settings in brackets: 'item-knn(neighbours=20)'; may be repeated (default: item-knn)",
      collectModelNames,
    )
    .option(
      "--split <name>",
      `${splitNames}; may be repeated (default: auto)`,
      (text: string, all: readonly string[] = []) => [...all, text],
    )
    .option("--seeds <n,n>", "several seeds: means and deviations over their runs", parseWholeList("--seeds", 0))
    .addHelpText(
      "after",
      `
popularity (and mean, for ratings) is always evaluated as well. Ratings are evaluated by their error; add --k to evaluate lists too.

Examples:
  waymark evaluate campus --model svd,item-knn --set svd.epochs=30 --split folds:5 --k 5,10
  waymark evaluate campus --model item-knn --model 'item-knn(neighbours=20)' --seeds 0,1,2 --table results.tex
  waymark evaluate --train train.csv --test test.csv --json > result.json`,
    )
    .action(async (path: string | undefined, flags: Flags, command: Command) => {
      const names = flags.model ?? ["item-knn"];
      createEstimators(names, flags.set); // a wrong name or setting is reported before the data is read
      const { seeds = [flags.seed], split: splits = ["auto"] } = flags;
      checkSeveral(flags, splits, seeds);
      await checkOutputs(flags, path ?? flags.train ?? "");
      const opened = await openDataOrParts(path, flags, context);
      rejectIfNoneSuits(names, opened.data);
      const lists = flags.k !== undefined || flags.threshold !== undefined;
      const perLearner: PerLearnerRun[] = [];
      const runs: Evaluation[] = [];
      for (const split of flags.train === undefined ? splits : ["predefined"])
        for (const seed of seeds) {
          const run = { ...flags, split, seed };
          const models = withBaselines(names, opened.data);
          const onPerUser = (results: readonly PerUserMeasurement[]) =>
            perLearner.push({ split: run.split, seed, users: opened.data.users, results });
          runs.push(await runEvaluation(opened, models, run, context, lists, flags.perLearner ? onPerUser : undefined));
        }
      await report({ runs, perLearner, opened, flags, record: runRecord(command, opened) }, context);
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

/** What the runs of one command came to. */
interface Finished {
  readonly runs: readonly Evaluation[];
  readonly perLearner: readonly PerLearnerRun[];
  readonly opened: OpenedData;
  readonly flags: Flags;
  readonly record: RunRecord;
}

/** Prints first: a file that cannot be written must not take the results along. */
async function report({ runs, perLearner, opened, flags, record }: Finished, context: Context): Promise<void> {
  const { signal } = context;
  const bySplit = [...Map.groupBy(runs, ({ protocol }) => protocol.split).values()];
  const severalSeeds = flags.seeds !== undefined;
  const summaries = severalSeeds ? bySplit.map(acrossSeeds) : [];
  const tables = severalSeeds
    ? summaries.map((summary, n) => tableOfSeeds(summary, bySplit[n]![0]!.protocol.name))
    : runs.map(tableOfRun);
  if (context.json) {
    const one = runs.length === 1 && !severalSeeds;
    const results = one ? runs[0]! : { runs, ...(severalSeeds && { seeds: summaries }) };
    context.out(JSON.stringify({ ...results, run: record }));
  } else if (severalSeeds)
    for (const [n, table] of tables.entries()) printSeparately(n, context, () => printSeeds(table, context));
  else for (const [n, run] of runs.entries()) printSeparately(n, context, () => printEvaluation(run, context));

  if (flags.table !== undefined) await writeTable(flags.table, tables, signal);
  if (flags.perLearner !== undefined) await writePerLearner(flags.perLearner, perLearner, signal);
  if (flags.report !== undefined) await writeReport(flags.report, runs[0]!, opened, record.line, context);
  if (flags.exportSplit !== undefined) {
    const [{ protocol }] = runs as [Evaluation];
    const folds = await parseSplit(protocol.split).apply(opened.data, protocol.seed);
    const [first] = await exportFolds(flags.exportSplit, opened.data, folds, signal);
    const { scale } = opened.data;
    const scaled = scale ? ` --scale ${scale.min},${scale.max}` : "";
    context.log(
      `The split again: waymark evaluate --train ${shellWord(first!.train)} --test ${shellWord(first!.test)}${scaled}`,
    );
    if (folds.some(({ negatives }) => negatives !== undefined))
      context.log("  Negatives are not written: lists of these files rank all unseen courses.");
  }
  for (const file of [flags.table, flags.perLearner, flags.report, flags.exportSplit])
    if (file !== undefined) context.log(`Written: ${file}`);
}

function printSeparately(n: number, context: Context, print: () => void): void {
  if (n > 0) context.out("");
  print();
}

/** @throws {InvalidInputError} for options that hold for a single run only, or that contradict each other */
function checkSeveral(flags: Flags, splits: readonly string[], seeds: readonly number[]): void {
  const several = splits.length > 1 || seeds.length > 1;
  for (const [option, value] of [["--report", flags.report] as const, ["--export-split", flags.exportSplit] as const])
    if (value !== undefined && several)
      throw new InvalidInputError(
        option,
        { sentence: `${option} holds one split and one seed.` },
        value,
        "Run it once for each, or write all of them with --table FILE.",
      );
  if (flags.train !== undefined && flags.split !== undefined)
    throw new InvalidInputError(
      "--split",
      { sentence: "--split cannot be used together with --train and --test, which are the split." },
      flags.split.join(", "),
      "Leave --split out.",
    );
  if (flags.seeds !== undefined && flags.seed !== 0)
    throw new InvalidInputError(
      "--seed",
      { sentence: "--seed and --seeds cannot be used together." },
      flags.seed,
      "Put all seeds after --seeds.",
    );
}

/** @throws {DataRequirementError} when no model that was named can learn from the data */
export function rejectIfNoneSuits(names: readonly string[], data: Dataset): void {
  const problems = names.map((name) => checkRequirements(modelFactory(parseModelSpec(name).key), data));
  if (problems.every((problem) => problem !== undefined)) throw problems[0]!;
}

/** Evaluates with a progress display. Lists are evaluated when asked for, and always where there are no ratings. */
export async function runEvaluation(
  { data, source }: OpenedData,
  names: readonly string[],
  flags: EvaluationFlags,
  context: Context,
  lists: boolean,
  onPerUser?: (results: readonly PerUserMeasurement[]) => void,
): Promise<Evaluation> {
  const options = {
    ...(await evaluateOptions({ data, source }, flags, context, lists)),
    ...(onPerUser && { onPerUser }),
  };
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
    ...(flags.tests && { tests: flags.tests }),
    ...(flags.pairs && { pairs: flags.pairs }),
    signal: context.signal,
    ...(flags.threshold !== undefined && data.feedback === "explicit" && { threshold: flags.threshold }),
  };
}
