import { Command } from "commander";
import { describe } from "../../data/describe.ts";
import type { Context } from "../context.ts";
import { type DataFlags, openData, withDataOptions } from "../data/data-options.ts";
import { saveSettings } from "../data/settings-file.ts";
import { printDescription } from "../terminal/description.ts";

/** What is in the data, and what is wrong with it. */
export const describeCommand = (context: Context): Command =>
  withDataOptions(new Command("describe"))
    .argument("<path>", "file or folder of the data set")
    .option("--save-options", "write the options of reading and cleaning beside the data, for all later commands")
    .addHelpText(
      "after",
      "\nExamples:\n  waymark describe enrolments.csv --user student --item course --rating stars\n  waymark describe campus --json",
    )
    .action(async (path: string, flags: DataFlags & { readonly saveOptions?: boolean }, command: Command) => {
      const { data, raw, source, cleaning } = await openData(path, flags, context);
      if (flags.saveOptions) context.log(`  Options written to ${await saveSettings(command, path)}.`);
      const description = describe(data);
      if (context.json)
        return context.out(
          JSON.stringify({
            path,
            format: source.key,
            notes: raw.notes ?? [],
            rejected: raw.rejected,
            cleaning,
            ...description,
          }),
        );
      printDescription({ name: raw.name, format: source.key, rejected: raw.rejected, cleaning, description }, context);
    });
