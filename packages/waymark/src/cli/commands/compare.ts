import { Command, Option } from "commander";
import { type ComparedModels, compareModels } from "../../comparison/compare-models.ts";
import { describe } from "../../data/describe.ts";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { compareMetricKeys } from "../../evaluation/metrics/registry.ts";
import type { Measurement } from "../../evaluation/model-evaluation.ts";
import { withBaselines } from "../../evaluation/with-baselines.ts";
import { renderReport } from "../../report/evaluation/render-report.ts";
import { formatMetric, formatSeconds, metricName } from "../../report/page/format.ts";
import type { Context } from "../context.ts";
import { parseBudget } from "../data/budget-option.ts";
import { type OpenedData, openData, withDataOptions } from "../data/data-options.ts";
import { createEstimators, parseModelGroups } from "../data/model-options.ts";
import { checkReportPath } from "../data/report-file.ts";
import { runRecord } from "../data/run-record.ts";
import { sampleList } from "../data/sample-list.ts";
import { gainOf, printEvaluation } from "../terminal/evaluation-table.ts";
import { printNotRun, withBudget } from "../terminal/not-run.ts";
import { withProgress } from "../terminal/progress.ts";
import { commandLine } from "../terminal/shell-word.ts";
import {
  type EvaluationFlags,
  effortOf,
  effortOption,
  evaluateOptions,
  metricsOption,
  rejectIfNoneSuits,
  withEvaluationOptions,
} from "./evaluate.ts";

interface Flags extends EvaluationFlags {
  readonly models?: readonly string[];
  readonly report: string;
  /** Seconds. */
  readonly budget: number;
}

/** The models that suit the data, side by side, as a table and an HTML report. */
export const compareCommand = (context: Context): Command =>
  withEvaluationOptions(withDataOptions(new Command("compare")))
    .argument("<path>", "file or folder of the data set")
    .addOption(metricsOption())
    .addOption(effortOption())
    .option(
      "-m, --models <names>",
      "models or groups of models separated by commas; groups: fast, classic (all that are not neural), neural, all (the default)",
      parseModelGroups,
    )
    .addOption(new Option("--model <names>", "the same").argParser(parseModelGroups).hideHelp())
    .option(
      "--budget <time>",
      "time for everything, e.g. 90s, 2m, 1h: the cheapest models first, those that would not end in time are named; none: all models",
      parseBudget,
      120,
    )
    .option("--report <file>", "where to write the report", "waymark-report.html")
    .addHelpText(
      "after",
      "\nExamples:\n  waymark compare campus --models fast\n  waymark compare campus --models fast,gmf --split temporal:0.8 --report comparison.html\n\nAfter Ctrl-C, or when the budget is spent, the same command goes on where it stopped.",
    )
    .action(async (path: string, flags: Flags, command: Command) => {
      const names = flags.models ?? flags.model ?? parseModelGroups("all");
      createEstimators(names, flags.set, "--models");
      await checkReportPath(flags.report, path);
      const began = performance.now();
      const opened = await openData(path, flags, context);
      rejectIfNoneSuits(names, opened.data);
      const { evaluation, reported } = await compareInTime(opened, names, flags, context, secondsSince(began));
      const interrupted = context.signal.aborted;
      // First: a report that fails must not take the table along.
      if (!context.json) printEvaluation(evaluation, context);
      const again = withBudget(commandLine(command), interrupted ? budgetText(flags.budget) : "none");
      if (!context.json) printNotRun(evaluation, again, context);
      const seconds = flags.budget - secondsSince(began);
      const sample = interrupted
        ? undefined
        : await sampleList(opened.data, evaluation.results, { ...flags, seconds }, context);
      const html = await renderReport(evaluation, {
        ...(sample && { sample }),
        description: describe(opened.data),
        cleaning: opened.cleaning.steps.map(({ text, rows }) => ({ step: text, count: rows })),
        command: commandLine(command),
      });
      await writeAtomically(flags.report, html, interrupted ? {} : { signal: context.signal });
      await reported();
      if (context.json)
        context.out(JSON.stringify({ ...evaluation, report: flags.report, run: runRecord(command, opened) }));
      else context.out(`\nReport: ${flags.report}`);
      context.signal.throwIfAborted(); // the exit code of an interruption
    });

const secondsSince = (milliseconds: number): number => (performance.now() - milliseconds) / 1000;

const budgetText = (seconds: number): string => (Number.isFinite(seconds) ? `${seconds}s` : "none");

/** The log stands beside the report: report.html, report.models/. */
const logOf = (report: string): string => `${report.replace(/\.html?$/i, "")}.models`;

/** Compares with a progress display; each model's figures are noted as soon as it is done. */
async function compareInTime(
  { data, source }: OpenedData,
  names: readonly string[],
  flags: Flags,
  context: Context,
  secondsUsed: number,
): Promise<ComparedModels> {
  const all = withBaselines(names, data);
  const baselines = withBaselines([], data);
  const options = await evaluateOptions({ data, source }, flags, context, true);
  return withProgress(context, "comparing", (onProgress) =>
    compareModels(data, createEstimators(all, flags.set), {
      ...{ ...options, ...effortOf(flags) },
      ...{ budgetSeconds: flags.budget, secondsUsed, baselines, log: logOf(flags.report), onProgress },
      onModel: (result, { done, of }) => context.log(modelLine(result, done, of)),
      onNote: (text) => context.log(text),
    }),
  );
}

/** "item-knn: nDCG@10 0.2722 (5 of 23; fit 21 ms, predict 29 ms, metrics 3 ms)" */
function modelLine(result: Measurement["result"], done: number, of: number): string {
  const { model, metrics, fitSeconds, predictSeconds, recommendSeconds = 0, metricSeconds } = result;
  const [key] = Object.keys(metrics).sort((a, b) => compareMetricKeys(a, b));
  const figure = key === undefined ? "no metric" : `${metricName(key)} ${formatMetric(key, metrics[key])}`;
  const times = { fit: fitSeconds, predict: predictSeconds + recommendSeconds, metrics: metricSeconds };
  const gain = result.tuned ? `; ${gainOf(result.tuned)}` : "";
  const spent = Object.entries(times).map(([name, seconds]) => `${name} ${formatSeconds(seconds)}`);
  return `${model}: ${figure} (${done} of ${of}; ${spent.join(", ")}${gain})`;
}
