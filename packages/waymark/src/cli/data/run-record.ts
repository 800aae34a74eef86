import type { Command } from "commander";
import type { CleaningReport } from "../../data/clean.ts";
import { shellWord } from "../terminal/shell-word.ts";
import type { OpenedData } from "./data-options.ts";

/** How a result was made: all that `waymark rerun` needs to make it again. */
export interface RunRecord {
  readonly command: string;
  /** As typed after the command, without --json and --quiet. */
  readonly arguments: readonly string[];
  /** The same as a line for a shell. */
  readonly line: string;
  /** What cleaning was asked for, and what it left out. */
  readonly cleaning: Pick<CleaningReport, "rowsRead" | "rowsKept" | "steps"> & {
    readonly options: Readonly<Record<string, unknown>>;
  };
}

const cleaningOptions = [
  ...["format", "user", "item", "rating", "time", "delimiter", "strict"],
  ...["implicit", "threshold", "repeats", "minPerLearner", "minPerCourse", "scale"],
];

export function runRecord(command: Command, { cleaning }: OpenedData): RunRecord {
  const typed = command.parent!.args.slice(1).filter((word) => !["--json", "-q", "--quiet"].includes(word));
  const values = command.opts<Record<string, unknown>>();
  const { rowsRead, rowsKept, steps } = cleaning;
  return {
    command: command.name(),
    arguments: typed,
    line: ["waymark", command.name(), ...typed].map(shellWord).join(" "),
    cleaning: {
      options: Object.fromEntries(
        cleaningOptions.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])),
      ),
      rowsRead,
      rowsKept,
      steps,
    },
  };
}
