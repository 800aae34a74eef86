import { Command } from "commander";
import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError, UnknownIdError } from "../../errors.ts";
import { canExplain, queryOf, recommend } from "../../models/recommender.ts";
import type { Context } from "../context.ts";
import { withDataOptions } from "../data/data-options.ts";
import { collectSettings, parseModelNames } from "../data/model-options.ts";
import { type ModelFlags, openModel } from "../data/open-model.ts";
import { parseWhole } from "../data/parse-number.ts";
import { checkHistory, type TypedHistory, typedQuery } from "../data/typed-history.ts";
import { courseLine, printRecommendations, type Recommendations } from "../terminal/recommendations.ts";

interface Flags extends ModelFlags {
  readonly learner?: string;
  readonly history?: readonly string[];
  readonly limit: number;
  readonly why?: boolean;
}

/** One learner's list, with the model's own reasons. */
export const recommendCommand = (context: Context): Command =>
  withDataOptions(new Command("recommend"))
    .description("Recommend courses to one learner")
    .argument("<path>", "a saved model, or a data set to train on first")
    .option("-l, --learner <id>", "a learner of the data set")
    .option(
      "--history <ids>",
      "instead: the courses somebody has taken, separated by commas, or the option repeated; ID=4 adds a rating (for all or none)",
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    )
    .option("-n, --limit <n>", "how many courses", parseWhole("--limit", 1), 10)
    .option("--why", "add the reasons, where the model can name them")
    .option("-m, --model <name>", "which model to train on a data set (default: item-knn)", parseModelNames)
    .option("--set <model.parameter=value>", "change a parameter; may be repeated", collectSettings)
    .option("--seed <n>", "seed of everything random", parseWhole("--seed", 0, 2 ** 32 - 1), 0)
    .addHelpText(
      "after",
      "\nExamples:\n  waymark recommend campus --learner L000001 --why\n  waymark recommend svd.waymark --history C0001=4,C0042=5 --limit 5",
    )
    .action(async (path: string, flags: Flags, command: Command) => {
      if ((flags.learner === undefined) === (flags.history === undefined))
        throw new InvalidInputError(
          "--learner or --history",
          "given, one of the two",
          flags.learner === undefined ? "neither" : "both",
        );
      const typed = flags.history === undefined ? undefined : checkHistory(flags.history);
      const { key, model, data } = await openModel(path, flags, context, command);
      const { query, unknown } = typed === undefined ? knownLearner(data, flags.learner!) : typedQuery(data, typed);
      for (const id of unknown)
        context.warn(`waymark: no course has the id ${JSON.stringify(id)}; it is left out of the history.`);
      const list = recommend(model, query, flags.limit);
      const course = courseLine(data);
      const explain = flags.why && canExplain(model) ? model : undefined;
      const answer: Recommendations = {
        model: key,
        ...(flags.learner !== undefined && { learner: flags.learner }),
        history: Array.from(query.history, course),
        unknown,
        explained: explain !== undefined,
        recommendations: list.map(({ item, score }, index) => ({
          rank: index + 1,
          ...course(item),
          score,
          ...(explain && {
            because: explain
              .explain(query, item)
              .slice(0, 3)
              .map((part) => ({ ...course(part.item), share: part.share })),
          }),
        })),
      };
      if (context.json) return context.out(JSON.stringify(answer));
      printRecommendations(answer, { ...flags, catalogue: data.items.size }, context);
    });

/** @throws {UnknownIdError} naming what to do about a learner who joined later */
function knownLearner(data: Dataset, id: string): TypedHistory {
  const user = data.users.find(id) ?? data.users.find(id.trim());
  if (user !== undefined) return { query: queryOf(data, user), unknown: [] };
  const twin = data.users.ids.find((known) => known.toLowerCase() === id.toLowerCase());
  throw new UnknownIdError(
    "learner",
    id,
    twin
      ? `Ids are case-sensitive; there is ${JSON.stringify(twin)}.`
      : "Give the courses of a new learner with --history ID,ID.",
  );
}
