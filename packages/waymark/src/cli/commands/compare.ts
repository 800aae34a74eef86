import { Command, Option } from "commander";
import { describe } from "../../data/describe.ts";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { withBaselines } from "../../evaluation/with-baselines.ts";
import { renderReport } from "../../report/evaluation/render-report.ts";
import type { Context } from "../context.ts";
import { openData, withDataOptions } from "../data/data-options.ts";
import { createEstimators, parseModelGroups } from "../data/model-options.ts";
import { checkReportPath } from "../data/report-file.ts";
import { sampleList } from "../data/sample-list.ts";
import { printEvaluation } from "../terminal/evaluation-table.ts";
import { commandLine } from "../terminal/shell-word.ts";
import {
  type EvaluationFlags,
  metricsOption,
  rejectIfNoneSuits,
  runEvaluation,
  withEvaluationOptions,
} from "./evaluate.ts";

interface Flags extends EvaluationFlags {
  readonly models?: readonly string[];
  readonly report: string;
}

/** The models that suit the data, side by side, as a table and an HTML report. */
export const compareCommand = (context: Context): Command =>
  withEvaluationOptions(withDataOptions(new Command("compare")))
    .argument("<path>", "file or folder of the data set")
    .addOption(metricsOption())
    .option(
      "-m, --models <names>",
      "models or groups of models separated by commas; groups: fast, classic (all that are not neural), neural, all (the default)",
      parseModelGroups,
    )
    .addOption(new Option("--model <names>", "the same").argParser(parseModelGroups).hideHelp())
    .option("--report <file>", "where to write the report", "waymark-report.html")
    .addHelpText(
      "after",
      "\nExamples:\n  waymark compare campus --models fast\n  waymark compare campus --models fast,gmf --split temporal:0.8 --report comparison.html",
    )
    .action(async (path: string, flags: Flags, command: Command) => {
      const names = flags.models ?? flags.model ?? parseModelGroups("all");
      createEstimators(names, flags.set, "--models");
      await checkReportPath(flags.report, path);
      const opened = await openData(path, flags, context);
      rejectIfNoneSuits(names, opened.data);
      const evaluation = await runEvaluation(opened, withBaselines(names, opened.data), flags, context, true);
      const sample = await sampleList(opened.data, evaluation.results, flags, context);
      const html = await renderReport(evaluation, {
        ...(sample && { sample }),
        description: describe(opened.data),
        cleaning: opened.cleaning.steps.map(({ text, rows }) => ({ step: text, count: rows })),
        command: commandLine(command),
      });
      if (!context.json) printEvaluation(evaluation, context); // first: a report that fails must not take the table along
      await writeAtomically(flags.report, html, { signal: context.signal });
      if (context.json) context.out(JSON.stringify({ ...evaluation, report: flags.report }));
      else context.out(`\nReport: ${flags.report}`);
    });
