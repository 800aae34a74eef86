import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import type { Dataset } from "../data/dataset.ts";
import { type Interactions, selectRows } from "../data/interactions.ts";
import { InvalidInputError } from "../errors.ts";
import { defaultSplit } from "../splits/default-split.ts";
import { withDrawnNegatives } from "../splits/drawn-negatives.ts";
import type { Fold } from "../splits/fold.ts";
import { leaveLast } from "../splits/leave-last.ts";
import { leaveOneOut } from "../splits/leave-one-out.ts";
import { parseSplit } from "../splits/parse.ts";
import type { Split } from "../splits/split.ts";

/** What a search fits and measures on, and what it does not see until the end. */
export interface Parts {
  /** The training rows of the test split: all that the search sees. */
  readonly train: Dataset;
  readonly validation: Split;
  /** The training rows divided again. */
  readonly folds: readonly Fold[];
}

/**
 * Sets the test rows aside and divides the training rows again, by default in the way the test rows were held out. Where
 * test rows are ranked against published negatives, validation rows are ranked against as many drawn ones, so that what is
 * chosen is what the test asks for.
 *
 * The second division takes the next seed: with the same one a split by hashes would find no row left to hold out.
 *
 * @throws {InvalidInputError} when the test split has several folds
 * @throws {DataRequirementError} when the data lacks what a split goes by
 */
export async function divide(data: Dataset, split: Split, wanted: Split | undefined, seed: number): Promise<Parts> {
  const [fold, ...others] = await split.apply(data, seed);
  if (fold === undefined || others.length > 0)
    throw new InvalidInputError(
      "split",
      "one with a single test part",
      split.text,
      "Use per-user:0.2, random:0.2 or leave-one-out. Several folds, as of folds:5, can only divide the validation part.",
    );
  const { train, test } = fold;
  const validation = wanted ?? (split.text === "predefined" ? likePublished(train, test.users) : split);
  const seedOfParts = validationSeed(seed);
  const folds = await validation.apply(train, seedOfParts);
  const count = Math.max(0, ...(fold.negatives ?? []).map((items) => items.length));
  const asTested =
    count > 0 ? folds.map((some) => withDrawnNegatives(some, train.userItems, count, seedOfParts)) : folds;
  return { train, validation, folds: asTested };
}

export const validationSeed = (seed: number): number => (seed + 1) >>> 0;

/** A published test part with one row a learner is most like leaving out one row, the last where rows have times. */
function likePublished(train: Dataset, tested: Uint32Array): Split {
  if (new Set(tested).size < tested.length) return parseSplit(defaultSplit(train));
  return train.interactions.times?.some((time) => !Number.isNaN(time)) ? leaveLast() : leaveOneOut();
}

/** Users with rows, in a random order that depends on the data and the seed only: the first n are a part, whatever n. */
export function learnersAtRandom({ users, interactions }: Dataset, seed: number): Uint32Array {
  const present = new Uint8Array(users.size);
  for (const user of interactions.users) present[user] = 1;
  const order = Uint32Array.from(present.keys()).filter((user) => present[user] === 1);
  return new Random(seed, textHash("learners of a round")).shuffle(order);
}

/** The rows of some users on both sides of a fold. Vocabularies stay, so the others are users without rows. */
export function foldOfLearners(fold: Fold, learners: Uint32Array): Fold {
  const { name, train, test, negatives, negativesAre, notes } = fold;
  const chosen = new Uint8Array(train.users.size);
  for (const user of learners) chosen[user] = 1;
  const tested = rowsOf(test, chosen);
  return {
    name,
    train: train.replaceInteractions(selectRows(train.interactions, rowsOf(train.interactions, chosen))),
    test: selectRows(test, tested),
    ...(negatives && { negatives: Array.from(tested, (row) => negatives[row]!) }),
    ...(negativesAre && { negativesAre }),
    ...(notes && { notes }),
  };
}

const rowsOf = ({ users }: Interactions, chosen: Uint8Array): Uint32Array =>
  Uint32Array.from(users.keys()).filter((row) => chosen[users[row]!] === 1);
