import type { Command } from "commander";
import { joinParts } from "../../data/join-parts.ts";
import { openSource } from "../../data/open-source.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Context } from "../context.ts";
import { cleanSource, type DataFlags, type OpenedData, openData, readingOptions } from "./data-options.ts";

/** The files of one's own split. */
export interface SplitFileFlags {
  readonly train?: string;
  readonly test?: string;
  readonly validation?: string;
}

export const withSplitFiles = (command: Command): Command =>
  command
    .optionsGroup("A split of your own, instead of <path> and --split:")
    .option("--train <file>", "rows to learn from; any readable format")
    .option("--test <file>", "rows to test on")
    .option("--validation <file>", "rows held out for choosing; they belong to the training rows here")
    .optionsGroup("Options:");

/** The data set at `path`, or that of the files of one's own split. @throws {InvalidInputError} for both, neither or half */
export async function openDataOrParts(
  path: string | undefined,
  flags: DataFlags & SplitFileFlags,
  context: Context,
): Promise<OpenedData> {
  const { train, test, validation } = flags;
  const given = [train, test, validation].some((file) => file !== undefined);
  if (!given && path !== undefined) return openData(path, flags, context);
  if (train === undefined || test === undefined || path !== undefined)
    throw new InvalidInputError(
      "<path>",
      {
        sentence:
          given && path !== undefined ? "A path cannot be used together with --train and --test." : missing(flags),
      },
      path ?? "nothing",
      "Name a data set, or give --train FILE and --test FILE.",
    );
  const read = async (file: string) => ({
    path: file,
    ...(await openSource(file, readingOptions(flags, context))),
  });
  const parts = {
    train: await read(train),
    test: await read(test),
    validation: validation && (await read(validation)),
  };
  const joined = joinParts({ ...parts, validation: parts.validation || undefined });
  return cleanSource(`${train} and ${test}`, parts.train.source, joined, flags, context);
}

function missing({ train, test, validation }: SplitFileFlags): string {
  if (train !== undefined) return "--train needs --test.";
  if (test !== undefined) return "--test needs --train.";
  return validation !== undefined ? "--validation needs --train and --test." : "No data are named.";
}
