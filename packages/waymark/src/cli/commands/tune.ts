import { join } from "node:path";
import { Command, Option } from "commander";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { InvalidInputError } from "../../errors.ts";
import { modelFactory } from "../../models/registry.ts";
import { renderTuningReport } from "../../report/tuning/render-tuning-report.ts";
import { parseSplit } from "../../splits/parse.ts";
import type { SearchKind } from "../../tuning/result.ts";
import { resolveSpace } from "../../tuning/search-space.ts";
import { tune } from "../../tuning/tune.ts";
import type { Context } from "../context.ts";
import { openData, withDataOptions } from "../data/data-options.ts";
import { collectSettings, createEstimators, parseModelNames, parseSettings } from "../data/model-options.ts";
import { placesOf } from "../data/output-file.ts";
import { parseWhole } from "../data/parse-number.ts";
import { checkReportPath } from "../data/report-file.ts";
import { parseSpace } from "../data/space-options.ts";
import { withProgress } from "../terminal/progress.ts";
import { commandLine } from "../terminal/shell-word.ts";
import { printTuning } from "../terminal/tuning-table.ts";
import { type EvaluationFlags, withEvaluationOptions } from "./evaluate.ts";

interface Flags extends EvaluationFlags {
  readonly search: SearchKind;
  readonly trials?: number;
  readonly metric: string;
  readonly setSpace?: readonly string[];
  readonly validation?: string;
  readonly out?: string;
  readonly report?: string;
}

/** Searches the parameters of one model on a validation part, and measures the best once on the test part. */
export const tuneCommand = (context: Context): Command =>
  withEvaluationOptions(withDataOptions(new Command("tune")))
    .argument("<path>", "file or folder of the data set")
    .option("-m, --model <name>", "the model to tune (default: item-knn)", parseModelNames)
    .addOption(
      new Option(
        "--search <kind>",
        "grid: every combination; random: drawn ones; halving: many briefly, the best longer",
      )
        .choices(["grid", "random", "halving"])
        .default("random"),
    )
    .option("--trials <n>", "configurations to try (default: 40, a grid: all)", parseWhole("--trials", 1, 100_000))
    .option("--metric <name>", "what the best is best in, e.g. ndcg@10, auc, rmse", "ndcg@10")
    .option(
      "--set-space <model.parameter=values>",
      "search this parameter: a,b,c or low..high; alone: the range it declares; may be repeated (default: all that is declared)",
      collectSettings,
    )
    .option("--validation <split>", "how the training rows are divided for the trials (default: as --split)")
    .option("-o, --out <folder>", "where trials are logged, to go on from after an interruption (default: tune-MODEL)")
    .option("--report <file>", "where to write the report (default: report.html in the folder)")
    .addHelpText(
      "after",
      `
After Ctrl-C the same command goes on where it stopped. --set fixes a parameter for all trials.

Examples:
  waymark tune campus --model als --search random --trials 40 --metric ndcg@10
  waymark tune campus --model bpr --search halving --set-space bpr.learningRate=0.005..0.1 --set-space bpr.factors=16,32,64
  waymark tune campus --model ease --search grid --set-space ease.regularization=50,100,200,500,1000`,
    )
    .action(async (path: string, flags: Flags, command: Command) => {
      const names = flags.model ?? ["item-knn"];
      const { key } = createEstimators(names, flags.set)[0]!;
      if (names.length > 1) throw new InvalidInputError("--model", "the name of one model to tune", names.join(","));
      const model = modelFactory(key);
      const fixed = parseSettings(flags.set ?? []).get(key) ?? {};
      const space = parseSpace(model, flags.setSpace ?? []);
      resolveSpace(model, space, fixed); // a wrong range is reported before the data is read
      const out = flags.out ?? `tune-${key}`;
      const report = flags.report ?? join(out, "report.html");
      await rejectData(out, path);
      await checkReportPath(report, path);
      const validation = flags.validation === undefined ? {} : { validation: parseSplit(flags.validation) };
      const { data, source } = await openData(path, flags, context);
      const log = join(out, "trials.jsonl");
      const { search, metric, trials, threshold, seed, resamples, threads, k } = flags;
      context.signal.addEventListener("abort", () =>
        context.log(`${log} keeps what is finished: the same command goes on from there.`),
      );
      const tuning = await withProgress(context, `tuning ${key}`, (onProgress) =>
        tune(data, model, {
          ...{ search, metric, space, fixed, ...validation, seed, resamples, threads, log },
          ...(k && { k }),
          ...(flags.split !== "auto" && { split: flags.split }),
          format: source.key,
          signal: context.signal,
          onProgress,
          onNote: (text) => context.log(text),
          ...(trials !== undefined && { trials }),
          ...(threshold !== undefined && data.feedback === "explicit" && { threshold }),
        }),
      );
      if (!context.json) printTuning(tuning, context);
      const html = await renderTuningReport(tuning, { command: commandLine(command) });
      await writeAtomically(report, html, { signal: context.signal });
      if (context.json) context.out(JSON.stringify({ ...tuning, log, report }));
      else context.out(`\nReport: ${report}`);
    });

/** A log in the folder of the data would be read as data the next time. */
async function rejectData(out: string, data: string): Promise<void> {
  const [place, read] = await placesOf(out, data);
  if (place === read)
    throw new InvalidInputError("--out", "a folder of its own", out, "This is the data itself: take another name.");
}
