import { countOffsets, stableCountingSort } from "../compute/csr-matrix.ts";
import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import { drawRows, shareOf } from "./draw.ts";
import { singleFold } from "./fold.ts";
import { percent } from "./random.ts";
import type { Split } from "./split.ts";
import { checkShare } from "./split-arguments.ts";

/**
 * `per-user:0.2`: this share of each user's rows is held out, rounded down, so that everyone keeps a row to learn from
 * and users with fewer than 1/share rows (here 5) are not tested.
 *
 * @throws {InvalidInputError} for a share that is not between 0 and 1
 */
export function perUser(share: number): Split {
  checkShare("splits.perUser", share);
  const text = `per-user:${share}`;
  return {
    text,
    description: `${percent(share)} of each learner's rows held out (rounded down), drawn at random`,
    async apply(data, seed) {
      const { users } = data.interactions;
      const offsets = countOffsets(users, data.users.size);
      const order = stableCountingSort(users, data.users.size);
      const isTest = new Uint8Array(data.size);
      const random = new Random(seed, textHash("per-user"));
      for (let user = 0; user < data.users.size; user++) {
        const start = offsets[user]!;
        const end = offsets[user + 1]!;
        drawRows(random, isTest, shareOf(share, end - start), order, start, end);
      }
      return singleFold(data, text, isTest);
    },
  };
}
