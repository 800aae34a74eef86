import { Command } from "commander";
import { InvalidInputError } from "../../errors.ts";
import { canFindSimilar } from "../../models/model.ts";
import type { Context } from "../context.ts";
import { withDataOptions } from "../data/data-options.ts";
import { openModel } from "../data/open-model.ts";
import { parseWhole } from "../data/parse-number.ts";
import { type ModelFlags, withModelOptions } from "../data/train-model.ts";
import { courseLine, nameOf } from "../terminal/recommendations.ts";
import { textTable } from "../terminal/table.ts";

interface Flags extends ModelFlags {
  readonly course: string;
  readonly limit: number;
}

/** Courses like a course, as the model sees it. */
export const similarCommand = (context: Context): Command =>
  withModelOptions(withDataOptions(new Command("similar")))
    .argument("<path>", "a saved model, or a data set to train on first")
    .requiredOption("-c, --course <id>", "the course")
    .option("-n, --limit <n>", "how many courses", parseWhole("--limit", 1), 10)
    .addHelpText("after", "\nExample:\n  waymark similar campus --course C0042 --model course-similarity")
    .action(async (path: string, flags: Flags, command: Command) => {
      using opened = await openModel(path, flags, context, command);
      const { key, model, data } = opened;
      if (!canFindSimilar(model))
        throw new InvalidInputError(
          "the model",
          "one that compares courses, e.g. item-knn, course-similarity or svd",
          key,
        );
      const course = courseLine(data);
      const item = data.items.index(flags.course);
      const similar = model
        .similar(item, flags.limit)
        .map((entry, index) => ({ rank: index + 1, ...course(entry.item), score: entry.score }));
      if (context.json) return context.out(JSON.stringify({ model: key, course: course(item), similar }));
      const name = nameOf(course(item));
      if (similar.length === 0) return context.out(`${key} knows no course similar to ${name}.`);
      context.out(context.style("bold", `Courses like ${name} (${key})`));
      context.out(
        textTable(
          ["", "course", "id", "similarity"],
          similar.map((entry) => [String(entry.rank), nameOf(entry), entry.id, entry.score.toFixed(3)]),
          [true, false, false, true],
        ),
      );
    });
