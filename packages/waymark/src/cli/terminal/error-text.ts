import type { WaymarkError } from "../../errors.ts";
import { describeRemedy, listed, type OptionName, type RemedyWords } from "../../remedy.ts";
import { shellWord } from "./shell-word.ts";

/** The option of the command line that sets an option of the library. */
const flags: Readonly<Record<OptionName, string>> = {
  delimiter: "--delimiter",
  encoding: "--encoding",
  layout: "--layout",
  sheet: "--sheet",
  skipLines: "--skip-lines",
  timeFormat: "--time-format",
  grades: "--grades",
  format: "--format",
  strict: "--strict",
  threads: "--threads",
  split: "--split",
  validation: "--validation",
  search: "--search",
  trials: "--trials",
  space: "--set-space",
  params: "--set",
  log: "--out",
  models: "--model",
  minPerLearner: "--min-per-learner",
  minPerCourse: "--min-per-course",
};

/** What to do, in terms of the command line. A new kind of remedy does not compile before it has words here. */
const words: RemedyWords = {
  treatAsImplicit: "read every row as an enrolment with --implicit",
  nameColumns: (columns) => {
    const options = listed(
      columns.map((column) => `--${column}`),
      "and",
    );
    const what = columns.length === 1 ? "the column" : "the columns";
    return `name ${what} with ${options} (a name in the header or a position from 1)`;
  },
  changeOption: (change, option, value) => {
    const flag = flags[option];
    switch (change) {
      case "set":
        return value === undefined ? `give ${flag}` : `use ${flag} ${shellWord(value)}`;
      case "omit":
        return `leave ${flag} out`;
      case "replace":
        return `choose another ${flag}`;
      case "raise":
      case "lower":
        return `${change} ${flag}`;
    }
  },
};

/** An error as the command line prints it: what is wrong, and what to do about it. */
export const errorText = ({ problem, remedy }: WaymarkError): string =>
  remedy === undefined ? problem : `${problem} ${describeRemedy(remedy, words)}`;
