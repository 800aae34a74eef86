import { type Command, Option } from "commander";
import type { CleaningReport, CleanOptions } from "../../data/clean.ts";
import { clean } from "../../data/clean.ts";
import { counted } from "../../data/cleaning/report.ts";
import type { Dataset } from "../../data/dataset.ts";
import { openSource } from "../../data/open-source.ts";
import type { Source, SourceData } from "../../data/source.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { parseNumber, parseWhole } from "./parse-number.ts";

/** What is read, and how. */
export interface ReadingFlags {
  readonly format: string;
  readonly user?: string;
  readonly item?: string;
  readonly rating?: string;
  readonly time?: string;
  readonly delimiter?: string;
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
    .optionsGroup("Reading the data:")
    .option("--format <name>", "kind of data set; auto looks at the files", "auto")
    .option("--user <column>", "column of learner ids (name or position)")
    .option("--item <column>", "column of course ids")
    .option("--rating <column>", "column of ratings")
    .option("--time <column>", "column of times")
    .option("--delimiter <text>", "what separates the columns")
    .option("--strict", "stop at the first row that cannot be read")
    .optionsGroup("Options:");

/** The options of every command that reads and cleans a data set. */
export function withDataOptions(command: Command): Command {
  return withReadingOptions(command)
    .optionsGroup("Cleaning the data:")
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
  const { data, report: cleaning } = clean(raw, cleanOptions(flags));
  context.signal.throwIfAborted();
  context.log(
    `${path}: read as ${source.key}${flags.format === "auto" ? " (auto-detected; --format overrides it)" : ""}: ` +
      `${counted(data.users.size, "learner")}, ${counted(data.items.size, "course")}, ${counted(data.size, data.feedback === "explicit" ? "rating" : "enrolment")}`,
  );
  for (const note of cleaning.notes) context.log(`  ${note}`);
  for (const step of cleaning.steps) if (step.rows > 0) context.log(`  left out: ${step.text}`);
  return { data, source, raw, cleaning };
}

/** The flags as `openSource` takes them. */
export function readingOptions(
  { format, user, item, rating, time, delimiter, strict }: ReadingFlags,
  context: Context,
) {
  const columns = { ...(user && { user }), ...(item && { item }), ...(rating && { rating }), ...(time && { time }) };
  return {
    format,
    signal: context.signal,
    columns,
    ...(strict && { strict }),
    ...(delimiter !== undefined && { delimiter }),
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
