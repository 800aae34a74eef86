import type { CsrMatrix } from "../compute/csr-matrix.ts";
import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import { NegativeSampler } from "../compute/sampling/negative-sampler.ts";
import type { Fold } from "./fold.ts";

/**
 * The fold with a list of items for each test row to be ranked against: so many drawn at random, each once, from those
 * the user has no row for; all of them where there are fewer. Same fold, same seed: same lists.
 *
 * Easier than the whole catalogue and to be called so (Krichene & Rendle 2020, doi:10.1145/3394486.3403226).
 *
 * @param known users × items, every row that must not be drawn: those of both sides of the fold
 */
export function withDrawnNegatives(fold: Fold, known: CsrMatrix, count: number, seed: number): Fold {
  const { name, train, test, tiedRows = 0, notes = [] } = fold;
  const random = new Random(seed, textHash("drawn negatives"));
  const sampler = new NegativeSampler(known);
  return {
    name,
    train,
    test,
    negatives: Array.from(test.users, (user) => sampler.draw(user, count, random)),
    negativesAre: "drawn",
    tiedRows,
    notes: [...notes, `each test row is ranked against ${count} courses drawn from those its learner has no row for`],
  };
}
