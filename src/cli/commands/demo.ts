import { Command } from "commander";
import { writeCampus } from "../../data/campus/write-campus.ts";
import type { Context } from "../context.ts";
import { parseSeed, parseWhole } from "../data/parse-number.ts";
import { withProgress } from "../terminal/progress.ts";

interface Flags {
  readonly learners: number;
  readonly courses: number;
  readonly seed: number;
  readonly out: string;
  readonly overwrite?: boolean;
}

/** Writes a generated campus: something to try everything on, with the truth in a folder of its own. */
export const demoCommand = (context: Context): Command =>
  new Command("demo")
    .description("Write a demo campus: courses, learners, enrolments, grades, ratings and reviews, all generated")
    .option("--learners <n>", "learners, up to 10000000", parseWhole("--learners", 1), 2000)
    .option("--courses <n>", "courses, 20 to 10000", parseWhole("--courses", 1), 300)
    .option("--seed <n>", "same seed and sizes, same files", parseSeed, 1)
    .requiredOption("-o, --out <folder>", "where to write it")
    .option("--overwrite", "replace a campus that stands there")
    .addHelpText("after", "\nExample:\n  waymark demo --learners 2000 --courses 300 --seed 1 --out campus")
    .action(async ({ learners, courses, seed, out, overwrite = false }: Flags) => {
      const summary = await withProgress(context, "demo campus", (onProgress) =>
        writeCampus(out, { learners, courses, seed }, { overwrite, signal: context.signal, onProgress }),
      );
      if (context.json) return context.out(JSON.stringify({ folder: out, ...summary }));
      context.out(`${out}: ${summary.learners} learners, ${summary.courses} courses, ${summary.enrolments} enrolments`);
      context.log(`Next: waymark describe ${out}, then waymark compare ${out}`);
    });
