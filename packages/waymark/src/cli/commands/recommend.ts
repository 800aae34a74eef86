import { Command } from "commander";
import type { Dataset } from "../../data/dataset.ts";
import { tableEndings } from "../../data/io/table-formats.ts";
import { InvalidInputError } from "../../errors.ts";
import { canExplain, queryOf, recommend } from "../../models/model.ts";
import { modelFactory } from "../../models/registry.ts";
import type { Context } from "../context.ts";
import { withDataOptions } from "../data/data-options.ts";
import { collectIds, excludedCourses } from "../data/excluded-courses.ts";
import { openModel } from "../data/open-model.ts";
import { parseWhole } from "../data/parse-number.ts";
import { type ModelFlags, withModelOptions } from "../data/train-model.ts";
import { type TypedHistory, typedQuery } from "../data/typed-history.ts";
import { courseLine, printRecommendations, type Recommendations } from "../terminal/recommendations.ts";
import { recommendToAll } from "./recommend-all.ts";

interface Flags extends ModelFlags {
  readonly learner?: string;
  readonly history?: readonly string[];
  readonly limit: number;
  readonly why?: boolean;
  readonly all?: boolean;
  readonly out?: string;
  readonly exclude?: readonly string[];
}

/** One learner's list, with the model's own reasons; or the lists of all learners, as a file. */
export const recommendCommand = (context: Context): Command =>
  withModelOptions(withDataOptions(new Command("recommend")))
    .argument("<path>", "a saved model, or a data set to train on first")
    .option("-l, --learner <id>", "a learner of the data set")
    .option(
      "--history <ids>",
      "instead: the courses somebody has taken, in the order they were taken, separated by commas, or the option repeated; ID=4 adds a rating (for all or none)",
      (text: string, earlier: readonly string[] = []) => [...earlier, text],
    )
    .option("-n, --limit <n>", "how many courses", parseWhole("--limit", 1), 10)
    .option("--why", "add the reasons, where the model can name them")
    .option(
      "--exclude <ids>",
      "courses that may not be offered, separated by commas, or the option repeated",
      collectIds,
    )
    .option("--all", "instead: a list for every learner of the data set, written to --out")
    .option(
      "-o, --out <file>",
      `with --all: where to write learner, rank, course, title, score and, with --why, reasons; ${tableEndings.join(", ")}`,
    )
    .addHelpText(
      "after",
      `
Examples:
  waymark recommend campus --learner L000001 --why
  waymark recommend svd.waymark --history C0001=4,C0042=5 --limit 5
  waymark recommend campus --all --limit 20 --out lists.parquet`,
    )
    .action(async (path: string, flags: Flags, command: Command) => {
      checkWhom(flags);
      if (flags.all) return recommendToAll(path, flags.out!, flags, context, command);
      using opened = await openModel(path, flags, context, command);
      const { data } = opened;
      const { query, unknown } = flags.history ? typedQuery(data, flags.history) : knownLearner(data, flags.learner!);
      for (const id of unknown)
        context.warn(`no course has the id ${JSON.stringify(id)}; it is left out of the history.${twinOf(data, id)}`);
      const isColdStart = query.history.length === 0 && opened.key !== popularity;
      const { key, model } = isColdStart
        ? { key: popularity, model: await modelFactory(popularity).create({}).fit(data) }
        : opened;
      const excluded = new Set(excludedCourses(data, flags.exclude, context));
      const list = recommend(model, query, flags.limit, (item) => !excluded.has(item));
      const course = courseLine(data);
      const explain = flags.why && canExplain(model) ? model : undefined;
      const answer: Recommendations = {
        model: key,
        ...(flags.learner !== undefined && { learner: flags.learner }),
        history: Array.from(query.history, course),
        unknown,
        explained: explain !== undefined,
        ...(isColdStart && { insteadOf: opened.key }),
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
      const others = [...excluded].filter((item) => !query.history.includes(item));
      printRecommendations(answer, { ...flags, catalogue: data.items.size, excluded: others.length }, context);
    });

const popularity = "popularity";

/** The id that differs only in upper and lower case, where there is one. */
function twinOf({ items }: Dataset, id: string): string {
  const twin = items.ids.find((known) => known.toLowerCase() === id.toLowerCase());
  return twin === undefined ? "" : ` Ids are case-sensitive; there is ${JSON.stringify(twin)}.`;
}

/** For one learner, one history or all learners? @throws {InvalidInputError} */
function checkWhom({ all, learner, history, out }: Flags): void {
  if (all) {
    const others = Object.entries({ "--learner": learner, "--history": history });
    const given = others.flatMap(([name, value]) => (value === undefined ? [] : [name])).join(", ");
    if (given !== "")
      throw new InvalidInputError(
        given,
        { sentence: `${given} cannot be used together with --all, which writes a list for every learner.` },
        "both",
      );
    if (out === undefined)
      throw new InvalidInputError(
        "--out",
        { sentence: "--all needs a file to write the lists to." },
        "nothing",
        "Add --out lists.parquet or --out lists.csv.",
      );
    return;
  }
  if (out !== undefined)
    throw new InvalidInputError(
      "--out",
      { sentence: "--out can only be used together with --all; a single list goes to the screen." },
      out,
      "Add --all.",
    );
  if ((learner === undefined) === (history === undefined))
    throw new InvalidInputError(
      "--learner or --history",
      {
        sentence:
          learner === undefined
            ? "Either --learner or --history must be given."
            : "--learner and --history cannot be used together.",
      },
      learner === undefined ? "neither" : "both",
      "For a list for every learner, use --all --out FILE.",
    );
}

/** @throws {UnknownIdError} naming what to do about a learner who joined later */
function knownLearner(data: Dataset, id: string): TypedHistory {
  const { users } = data;
  const user = users.find(id) ?? users.find(id.trim());
  return {
    query: queryOf(data, user ?? users.index(id, "Give the courses of a new learner with --history ID,ID.")),
    unknown: [],
  };
}
