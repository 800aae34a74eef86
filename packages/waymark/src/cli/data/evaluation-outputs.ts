import { open } from "node:fs/promises";
import { type Command, Option } from "commander";
import { describe } from "../../data/describe.ts";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { renderReport } from "../../report/evaluation/render-report.ts";
import type { ResultTable } from "../../report/text/result-table.ts";
import { textTableFormats } from "../../report/text/write-table.ts";
import type { Context } from "../context.ts";
import type { OpenedData } from "./data-options.ts";
import { checkOutputFile, checkOutputFolder } from "./output-file.ts";
import { checkPerLearnerPath } from "./per-learner-file.ts";
import { checkReportPath } from "./report-file.ts";

/** Files that `evaluate` writes beside what it prints. */
export interface OutputFlags {
  readonly report?: string;
  readonly table?: string;
  readonly perLearner?: string;
  readonly exportSplit?: string;
}

export const withOutputOptions = (command: Command): Command =>
  command
    .optionsGroup("Files to write:")
    .option("--report <file>", "the results as an HTML report")
    .option("--table <file>", "the results as a table: .csv, .md, or .tex for LaTeX with booktabs")
    .option("--per-learner <file>", "every learner's metrics, a row each: .csv, .tsv, .jsonl, .parquet")
    .addOption(new Option("--export-split <folder>", "the rows of the split, as train.csv and test.csv"))
    .optionsGroup("Options:");

/** Before hours of training rather than after. @throws {InvalidInputError} @throws {StorageError} */
export async function checkOutputs(flags: OutputFlags, data: string): Promise<void> {
  const { report, table, perLearner, exportSplit } = flags;
  if (report !== undefined) await checkReportPath(report, data);
  if (table !== undefined) {
    tableFormat(table);
    await checkOutputFile(table, data, {
      option: "--table",
      own: "a table of results",
      isOwn: beginsLike(/^(split,protocol,model|\| model \||% Written by Waymark)/),
    });
  }
  if (perLearner !== undefined) {
    checkPerLearnerPath(perLearner);
    const own = /^((split[,\t]seed[,\t])?(fold[,\t])?learner[,\t]model[,\t]metric|PAR1|\{"(split|fold|learner)")/;
    await checkOutputFile(perLearner, data, {
      option: "--per-learner",
      own: "metrics per learner",
      isOwn: beginsLike(own),
    });
  }
  if (exportSplit !== undefined) await checkOutputFolder(exportSplit, data, "--export-split");
}

const beginsLike =
  (pattern: RegExp) =>
  async (path: string): Promise<boolean> => {
    const file = await open(path, "r");
    try {
      const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(256) });
      return pattern.test(buffer.toString("latin1", 0, bytesRead));
    } finally {
      await file.close();
    }
  };

function tableFormat(path: string): (tables: readonly ResultTable[]) => string {
  const ending = Object.keys(textTableFormats).find((known) => path.toLowerCase().endsWith(known));
  if (ending !== undefined) return textTableFormats[ending]!;
  throw new InvalidInputError("--table", `a file that ends in ${Object.keys(textTableFormats).join(", ")}`, path);
}

export const writeTable = (path: string, tables: readonly ResultTable[], signal: AbortSignal): Promise<void> =>
  writeAtomically(path, tableFormat(path)(tables), { signal });

/** @param line the command that makes the same results again */
export async function writeReport(
  path: string,
  evaluation: Evaluation,
  { data, cleaning }: OpenedData,
  line: string,
  { signal }: Context,
): Promise<void> {
  const html = await renderReport(evaluation, {
    description: describe(data),
    cleaning: cleaning.steps.map(({ text, rows }) => ({ step: text, count: rows })),
    command: line,
  });
  await writeAtomically(path, html, { signal });
}
