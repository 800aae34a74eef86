import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import type { Dataset } from "../data/dataset.ts";
import { type Interactions, selectRows } from "../data/interactions.ts";
import type { Fold } from "../splits/fold.ts";

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
