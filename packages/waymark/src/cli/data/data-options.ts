import { type Command, Option } from "commander";
import type { CleaningReport, CleanOptions } from "../../data/clean.ts";
import { clean } from "../../data/clean.ts";
import { counted } from "../../data/cleaning/report.ts";
import type { Dataset } from "../../data/dataset.ts";
import { courseRoles } from "../../data/io/column-names.ts";
import { openSource } from "../../data/open-source.ts";
import type { CatalogueColumns, Source, SourceData, TableLayout } from "../../data/source.ts";
import { InvalidInputError, UnknownNameError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { parseNumber, parseWhole } from "./parse-number.ts";
import { applySettingsFile, cleaningGroup, readingGroup } from "./settings-file.ts";

/** What is read, and how. */
export interface ReadingFlags {
  readonly format: string;
  readonly user?: string;
  readonly item?: string;
  readonly rating?: string;
  readonly time?: string;
  readonly delimiter?: string;
  readonly layout?: TableLayout;
  readonly encoding?: string;
  readonly skipLines?: number;
  readonly sheet?: string;
  readonly timeFormat?: string;
  readonly grades?: readonly string[];
  readonly best?: "high" | "low";
  readonly ratingIs?: "ratings" | "counts";
  readonly courses?: string;
  readonly learners?: string;
  readonly courseColumn?: CatalogueColumns;
  readonly learnerColumn?: { readonly id?: string };
  readonly foldIds?: boolean;
  readonly strict?: boolean;
}

export interface DataFlags extends ReadingFlags {
  readonly implicit?: boolean;
  readonly threshold?: number;
  readonly repeats: "last" | "first" | "mean" | "max";
  readonly minPerLearner: number;
  readonly minPerCourse: number;
  readonly scale?: { readonly min: number; readonly max: number };
}

/** The options of every command that reads files of data. */
export const withReadingOptions = (command: Command): Command =>
  command
    .hook("preAction", async (_, action) => {
      const path: unknown = action.processedArgs[action.registeredArguments.findIndex((one) => one.name() === "path")];
      if (typeof path === "string") await applySettingsFile(action, path);
    })
    .optionsGroup(readingGroup)
    .option("--format <name>", "kind of data set; auto looks at the files", "auto")
    .option("--user <column>", "column of learner ids (name or position)")
    .option("--item <column>", "column of course ids")
    .option("--rating <column>", "column of ratings; none reads no ratings")
    .option("--time <column>", "column of times; none reads no times")
    .option("--delimiter <text>", "what separates the columns")
    .addOption(
      new Option(
        "--layout <name>",
        "long: a row for each enrolment; wide: a row for each learner, a column for each course; lists: a line for each learner, then the courses",
      ).choices(["long", "wide", "lists"]),
    )
    .option("--encoding <name>", "of the text, such as windows-1252, gb18030 or shift_jis")
    .option("--skip-lines <n>", "lines of titles above the table", parseWhole("--skip-lines", 0))
    .option("--sheet <name>", "sheet of an Excel workbook")
    .option("--time-format <pattern>", "how times are written, such as dd/MM/yyyy HH:mm, milliseconds or excel")
    .option("--grades <list>", "grades that are no numbers, best first, such as A,B,C,D,F", parseList("--grades"))
    .addOption(new Option("--best <end>", "which ratings are the best; low for German grades").choices(["high", "low"]))
    .addOption(
      new Option("--rating-is <kind>", "whether numbers are ratings or counts of plays or clicks").choices([
        "ratings",
        "counts",
      ]),
    )
    .option("--courses <file>", "a file with a course a row: title, description, topics and more")
    .option("--learners <file>", "a file with a learner a row")
    .option(
      "--course-column <what=name>",
      "name a column about courses: id, title, description, topics, level, language, term, workload or prerequisites",
      parsePair("--course-column", ["id", ...courseRoles]),
    )
    .option("--learner-column <id=name>", "name the column of ids in --learners", parsePair("--learner-column", ["id"]))
    .option("--fold-ids", "join ids that differ only in case, stored accents, leading zeros or a trailing .0")
    .option("--strict", "stop at the first row that cannot be read")
    .optionsGroup("Options:");

/** The options of every command that reads and cleans a data set. */
export function withDataOptions(command: Command): Command {
  return withReadingOptions(command)
    .optionsGroup(cleaningGroup)
    .option("--implicit", "every row counts as taken, whatever its rating")
    .option(
      "--threshold <rating>",
      "with --implicit: rows rated at least this count as taken, the others go; without, for evaluate and compare: held-out ratings of at least this are relevant in lists",
      parseNumber("--threshold"),
    )
    .addOption(
      new Option("--repeats <rule>", "which row counts when a learner has a course twice")
        .choices(["last", "first", "mean", "max"])
        .default("last"),
    )
    .option("--min-per-learner <n>", "leave out learners with fewer courses", parseWhole("--min-per-learner", 0), 0)
    .option("--min-per-course <n>", "leave out courses with fewer learners", parseWhole("--min-per-course", 0), 0)
    .option("--scale <min,max>", "lowest and highest rating there can be; ratings outside are left out", parseScale)
    .optionsGroup("Options:");
}

export interface OpenedData {
  readonly data: Dataset;
  readonly source: Source;
  readonly raw: SourceData;
  readonly cleaning: CleaningReport;
}

/** Reads and cleans; says on standard error what was taken for what, and what was left out. */
export async function openData(path: string, flags: DataFlags, context: Context): Promise<OpenedData> {
  if (flags.threshold !== undefined && !flags.implicit && !("split" in flags))
    throw new InvalidInputError(
      "--threshold",
      { sentence: "--threshold can only be used together with --implicit." },
      flags.threshold,
      "Add --implicit.",
    );
  const { source, data: raw } = await openSource(path, readingOptions(flags, context));
  return cleanSource(path, source, raw, flags, context);
}

/** The second half of `openData`. @param label what was read, for people */
export function cleanSource(
  label: string,
  source: Source,
  raw: SourceData,
  flags: DataFlags,
  context: Context,
): OpenedData {
  const { data, report: cleaning } = clean(raw, cleanOptions(flags));
  context.signal.throwIfAborted();
  context.log(
    `${label}: read as ${source.key}${flags.format === "auto" ? " (auto-detected; --format overrides it)" : ""}: ` +
      `${counted(data.users.size, "learner")}, ${counted(data.items.size, "course")}, ${counted(data.size, data.feedback === "explicit" ? "rating" : "enrolment")}`,
  );
  for (const note of cleaning.notes) context.log(`  ${note}`);
  for (const step of cleaning.steps) if (step.rows > 0) context.log(`  left out: ${step.text}`);
  return { data, source, raw, cleaning };
}

/** The flags as `openSource` takes them. With --implicit alone the ratings are not needed, and so not read. */
export function readingOptions(flags: ReadingFlags & Partial<DataFlags>, context: Context) {
  const { format, user, item, time, delimiter, strict, timeFormat, grades, best, courses, learners } = flags;
  const { courseColumn, learnerColumn, foldIds, scale, implicit, threshold, ratingIs } = flags;
  const { layout, encoding, skipLines, sheet } = flags;
  const ignoresRatings = implicit === true && threshold === undefined && scale === undefined;
  const rating = ignoresRatings ? "none" : flags.rating;
  const ratingsAre = ratingIs ?? (threshold === undefined && scale === undefined ? undefined : "ratings");
  const columns = { ...(user && { user }), ...(item && { item }), ...(rating && { rating }), ...(time && { time }) };
  return {
    format,
    signal: context.signal,
    columns,
    ...(timeFormat !== undefined && { timeFormat }),
    ...(grades && { grades }),
    ...(best && { best }),
    ...(scale && { scale }),
    ...(ratingsAre && { ratingsAre }),
    ...(courses !== undefined && { courses }),
    ...(learners !== undefined && { learners }),
    ...(courseColumn && { courseColumns: courseColumn }),
    ...(learnerColumn && { learnerColumns: learnerColumn }),
    ...(foldIds && { foldIds }),
    ...(strict && { strict }),
    ...(delimiter !== undefined && { delimiter }),
    ...(layout !== undefined && { layout }),
    ...(encoding !== undefined && { encoding }),
    ...(skipLines !== undefined && { skipLines }),
    ...(sheet !== undefined && { sheet }),
  };
}

function cleanOptions(flags: DataFlags): CleanOptions {
  return {
    repeats: flags.repeats,
    minUserInteractions: flags.minPerLearner,
    minItemInteractions: flags.minPerCourse,
    ...(flags.implicit && { implicit: true }),
    // Without --implicit a threshold says which held-out ratings are relevant; with it, which rows are enrolments.
    ...(flags.implicit && flags.threshold !== undefined && { threshold: flags.threshold }),
    ...(flags.scale && { scale: flags.scale }),
  };
}

function parseScale(text: string): { min: number; max: number } {
  const parts = text.split(",").map(Number);
  const [min, max] = parts;
  if (parts.length !== 2 || min === undefined || max === undefined || !(min < max) || !Number.isFinite(max - min))
    throw new InvalidInputError("--scale", "two numbers, lowest and highest, e.g. 1,5", text);
  return { min, max };
}

const parseList =
  (option: string) =>
  (text: string): readonly string[] => {
    const parts = text.split(",").map((part) => part.trim());
    const different = new Set(parts.map((part) => part.toUpperCase())).size;
    if (parts.length < 2 || parts.includes("") || different < parts.length)
      throw new InvalidInputError(option, "two or more different grades with commas between, best first", text);
    return parts;
  };

const parsePair =
  (option: string, names: readonly string[]) =>
  (text: string, earlier: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
    const at = text.indexOf("=");
    const [name, column] = [text.slice(0, at), text.slice(at + 1)];
    if (at < 1 || column === "") throw new InvalidInputError(option, `${names[0]}=COLUMN`, text);
    if (!names.includes(name)) throw new UnknownNameError(`role for ${option}`, name, names);
    return { ...earlier, [name]: column };
  };
