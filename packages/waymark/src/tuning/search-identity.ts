import { InvalidInputError } from "../errors.ts";
import { changeOption, either } from "../remedy.ts";

/** All that must be equal for the trials of a log to be trials of this search. The number of trials may differ. */
export interface SearchIdentity {
  readonly waymark: string;
  /** Fingerprint of the whole data set. */
  readonly data: string;
  readonly model: string;
  readonly search: string;
  readonly metric: string;
  readonly space: unknown;
  readonly fixed: unknown;
  readonly split: string;
  /** The protocol of the trials: validation split, candidates, lengths of lists, what is relevant. */
  readonly validation: string;
  /** What successive halving divides; null without. */
  readonly resource: string | null;
  readonly seed: number;
}

/** Each part as messages name it. */
const words: Readonly<Record<keyof SearchIdentity, string>> = {
  waymark: "version of Waymark",
  data: "data set",
  model: "model",
  search: "kind of search",
  metric: "metric",
  space: "search space",
  fixed: "choice of fixed parameters",
  split: "test split",
  validation: "validation protocol",
  resource: "resource",
  seed: "seed",
};

/**
 * @param path the log, for the message
 * @throws {InvalidInputError} that names each difference with both sides
 */
export function checkSameSearch(path: string, logged: Readonly<Record<string, unknown>>, own: SearchIdentity): void {
  const differences = (Object.keys(words) as (keyof SearchIdentity)[]).flatMap((part) => {
    const [there, here] = [JSON.stringify(logged[part]) ?? "none", JSON.stringify(own[part])];
    return there === here ? [] : [`another ${words[part]} (there ${shortened(there)}, here ${shortened(here)})`];
  });
  if (differences.length === 0) return;
  throw new InvalidInputError(
    "The trial log",
    `that of this search or a new file, and it holds a search with ${differences.join(", ")}`,
    path,
    either(changeOption("replace", "log"), "Remove the file to begin anew."),
  );
}

const shortened = (text: string): string => {
  const bare = text.replace(/^"(.*)"$/, "$1");
  return bare.length > 160 ? `${bare.slice(0, 160)}…` : bare;
};
