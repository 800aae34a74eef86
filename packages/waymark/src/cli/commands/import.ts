import { Command } from "commander";
import { writeDataset } from "../../data/write-dataset.ts";
import { programVersion } from "../../version.ts";
import type { Context } from "../context.ts";
import { type DataFlags, openData, withDataOptions } from "../data/data-options.ts";
import { checkOutputFolder } from "../data/output-file.ts";

interface Flags extends DataFlags {
  readonly out: string;
}

/** Reads any source once, cleans it, and writes it in one plain form. */
export const importCommand = (context: Context): Command =>
  withDataOptions(new Command("import"))
    .argument("<path>", "file or folder of the data set")
    .requiredOption("-o, --out <folder>", "where to write it; every other command reads that folder")
    .addHelpText("after", "\nExample:\n  waymark import ratings.csv.gz --min-per-learner 5 --out clean")
    .action(async (path: string, flags: Flags) => {
      await checkOutputFolder(flags.out, path, "--out");
      const { data, source, raw, cleaning } = await openData(path, flags, context);
      const lost = data.publishedFolds
        ? ["The published split of the source is not written; evaluate on it with the source itself."]
        : [];
      for (const note of lost) context.log(`  ${note}`);
      const report = {
        source: { path, format: source.key, name: raw.name, notes: [...(raw.notes ?? []), ...lost] },
        rejected: raw.rejected,
        cleaning,
        written: { learners: data.users.size, courses: data.items.size, rows: data.size, feedback: data.feedback },
        waymark: programVersion,
      };
      await writeDataset(flags.out, data, report, context.signal);
      if (context.json) return context.out(JSON.stringify({ folder: flags.out, ...report }));
      context.out(
        `${flags.out}: courses.csv, ${data.userFeatures ? "learners.csv, " : ""}enrolments.csv (${data.size} rows) and import.json, which says what was left out`,
      );
    });
