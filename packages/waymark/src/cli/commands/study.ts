import { Argument, Command, Option } from "commander";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { openSource } from "../../data/open-source.ts";
import { modelFactories } from "../../models/registry.ts";
import { renderStudy } from "../../studies/ncf/report/render-study.ts";
import { runNcfStudy } from "../../studies/ncf/run-study.ts";
import { studyModels } from "../../studies/ncf/study-models.ts";
import type { Context } from "../context.ts";
import { type ReadingFlags, readingOptions, withReadingOptions } from "../data/data-options.ts";
import { collectSettings, createEstimators, parseModelNames, parseSettings } from "../data/model-options.ts";
import { parseSeed, parseWhole } from "../data/parse-number.ts";
import { checkReportPath } from "../data/report-file.ts";
import { threadsOption } from "../data/threads-option.ts";
import { withProgress } from "../terminal/progress.ts";
import { commandLine } from "../terminal/shell-word.ts";
import { printStudy } from "../terminal/study-table.ts";

interface Flags extends ReadingFlags {
  readonly model?: readonly string[];
  readonly set?: readonly string[];
  readonly minPerLearner: number;
  readonly minPerCourse: number;
  readonly maxTestLearners: number;
  /** Former name of `maxTestLearners`, accepted until 0.2.0. */
  readonly judged?: number;
  readonly seed: number;
  readonly resamples: number;
  readonly threads: number;
  readonly report?: string;
}

/** A whole experiment as one command: from the log as it is to a table beside the published one. */
export const studyCommand = (context: Context): Command =>
  withReadingOptions(new Command("study"))
    .addArgument(new Argument("<study>", "which one").choices(["ncf"]))
    .argument("<path>", "file or folder of the log")
    .option("-m, --model <names>", "only these of the study's models, separated by commas", parseModelNames)
    .option(
      "--set <model.parameter=value>",
      "set a parameter instead of searching it; may be repeated",
      collectSettings,
    )
    .option("--min-per-learner <n>", "learners with fewer rows go", parseWhole("--min-per-learner", 1), 10)
    .option("--min-per-course <n>", "courses with fewer rows go", parseWhole("--min-per-course", 1), 5)
    .option(
      "--max-test-learners <n>",
      "measure at most so many learners of the test part, drawn at random",
      parseWhole("--max-test-learners", 1),
      5000,
    )
    .addOption(new Option("--judged <n>", "the former name").argParser(parseWhole("--judged", 1)).hideHelp())
    .option("--seed <n>", "seed of the split, the models and all draws", parseSeed, 0)
    .option("--resamples <n>", "bootstrap resamples, 100 to 100000", parseWhole("--resamples", 100, 100_000), 1000)
    .addOption(threadsOption())
    .option("--report <file>", "where to write the report")
    .addHelpText(
      "after",
      `
Grids are searched on the validation part; every figure of the table is measured once, on the test part.

Examples:
  waymark study ncf ednet --report study.html
  waymark study ncf ednet --format ednet-kt4 --min-per-course 2
  waymark study ncf logs --model popularity,als,ncf --set ncf.epochs=10`,
    )
    .action(async (_: string, path: string, flags: Flags, command: Command) => {
      const set = parseSettings(flags.set ?? []);
      const chosen = chooseStudyModels(flags);
      if (flags.report !== undefined) await checkReportPath(flags.report, path);
      const { data, source } = await openSource(path, { ...readingOptions(flags, context), answers: true });
      context.log(`${path}: read as ${source.key}`);
      const { minPerLearner, minPerCourse, maxTestLearners, seed, resamples, threads } = flags;
      const study = await withProgress(context, "study", (onProgress) =>
        runNcfStudy(data, {
          ...{ minPerLearner, minPerCourse, seed, resamples, threads, set },
          studyModels: chosen,
          maxTestLearners: flags.judged ?? maxTestLearners,
          format: source.key,
          signal: context.signal,
          onProgress,
        }),
      );
      if (!context.json) printStudy(study, context);
      if (flags.report !== undefined) {
        const page = await renderStudy(study, { command: commandLine(command) });
        await writeAtomically(flags.report, page, { signal: context.signal });
        if (!context.json) context.out(`\nReport: ${flags.report}`);
      }
      if (context.json) context.out(JSON.stringify({ ...study, ...(flags.report && { report: flags.report }) }));
    });

const isRegistered = (name: string): boolean => modelFactories.some(({ key }) => key === name);

/** Those named, or all; a wrong setting is reported before the data is read. */
function chooseStudyModels({ model, set }: Flags): typeof studyModels {
  const known = studyModels.map((studyModel) => studyModel.model);
  const names = model ?? known;
  createEstimators(names.filter(isRegistered), set);
  return names.map(
    (name) =>
      studyModels.find((studyModel) => studyModel.model === name) ?? {
        model: name,
        role: "named with --model",
        grid: {},
        fixed: {},
      },
  );
}
