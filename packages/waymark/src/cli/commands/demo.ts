import { Command, Option } from "commander";
import { writeCampus } from "../../synthetic/campus/write-campus.ts";
import { usualQuestions } from "../../synthetic/skill-logs/parameters.ts";
import { writeSkillLogs } from "../../synthetic/skill-logs/write-skill-logs.ts";
import type { Context } from "../context.ts";
import { parseSeed, parseWhole } from "../data/parse-number.ts";
import { withProgress } from "../terminal/progress.ts";

interface Flags {
  readonly format: "campus" | "ednet";
  readonly learners: number;
  readonly courses?: number;
  readonly seed: number;
  readonly out: string;
  readonly overwrite?: boolean;
}

/** Writes generated data: something to try everything on, with the truth in a folder of its own. */
export const demoCommand = (context: Context): Command =>
  new Command("demo")
    .addOption(
      new Option("--format <name>", "campus, or ednet: learning logs in EdNet-KT1's own layout")
        .choices(["campus", "ednet"])
        .default("campus"),
    )
    .option("--learners <n>", "learners, up to 10000000; ednet: up to 1000000", parseWhole("--learners", 1), 2000)
    .option(
      "--courses <n>",
      `courses, 20 to 10000 (default: 300); ednet: questions, 70 to 20000 (default: ${usualQuestions})`,
      parseWhole("--courses", 1),
    )
    .option("--seed <n>", "same seed and sizes, same files", parseSeed, 1)
    .requiredOption("-o, --out <folder>", "where to write it")
    .option("--overwrite", "replace demo data of the same kind that stands there")
    .addHelpText(
      "after",
      "\nExamples:\n  waymark demo --learners 2000 --courses 300 --seed 1 --out campus\n  waymark demo --format ednet --learners 20000 --out logs",
    )
    .action((flags: Flags) => (flags.format === "ednet" ? writeLogs(flags, context) : writeDemoCampus(flags, context)));

async function writeDemoCampus({ learners, courses = 300, seed, out, overwrite = false }: Flags, context: Context) {
  const summary = await withProgress(context, "demo campus", (onProgress) =>
    writeCampus(out, { learners, courses, seed }, { overwrite, signal: context.signal, onProgress }),
  );
  if (context.json) return context.out(JSON.stringify({ folder: out, ...summary }));
  context.out(`${out}: ${summary.learners} learners, ${summary.courses} courses, ${summary.enrolments} enrolments`);
  context.log(`Next: waymark describe ${out}, then waymark compare ${out}`);
}

async function writeLogs({ learners, courses, seed, out, overwrite = false }: Flags, context: Context) {
  const questions = courses ?? usualQuestions;
  const summary = await withProgress(context, "skill logs", (onProgress) =>
    writeSkillLogs(out, { learners, questions, seed }, { overwrite, signal: context.signal, onProgress }),
  );
  if (context.json) return context.out(JSON.stringify({ folder: out, ...summary }));
  const { answers, correct } = summary;
  context.out(
    `${out}: ${learners} learners, ${questions} questions, ${answers} answers, ${((100 * correct) / answers).toFixed(1)} % of them right`,
  );
  context.log(`Next: waymark study ncf ${out}`);
}
