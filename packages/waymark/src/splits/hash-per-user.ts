import { countOffsets, stableCountingSort } from "../compute/csr-matrix.ts";
import { pairHash } from "../compute/hash.ts";
import { idNumbers } from "../data/id-numbers.ts";
import { singleFold } from "./fold.ts";
import type { Split } from "./split.ts";
import { checkCount } from "./split-arguments.ts";

/**
 * `hash-per-user:5`: each user's n rows are ordered by pairHash(user id, item id, seed), equal hashes by item; the first
 * ⌊n / 5⌋ are held out. Depends on ids alone, like `hash`; users with fewer rows than the number are not tested.
 *
 * @throws {InvalidInputError} for a number that is not whole or not from 2 to 1000
 */
export function hashPerUser(divisor: number): Split {
  checkCount("splits.hashPerUser", divisor);
  const text = `hash-per-user:${divisor}`;
  return {
    text,
    description: `one in ${divisor} of each learner's rows held out (rounded down), by a hash of learner and course ids`,
    async apply(data, seed) {
      const { users, items } = data.interactions;
      const userNumbers = idNumbers(data.users);
      const itemNumbers = idNumbers(data.items);
      const hashes = new Uint32Array(data.size);
      for (let row = 0; row < users.length; row++)
        hashes[row] = pairHash(userNumbers[users[row]!]!, itemNumbers[items[row]!]!, seed);
      const before = (a: number, b: number): number =>
        hashes[a]! - hashes[b]! || itemNumbers[items[a]!]! - itemNumbers[items[b]!]! || items[a]! - items[b]!;

      const offsets = countOffsets(users, data.users.size);
      const order = stableCountingSort(users, data.users.size);
      const isTest = new Uint8Array(data.size);
      for (let user = 0; user < data.users.size; user++) {
        const rows = order.subarray(offsets[user]!, offsets[user + 1]!).sort(before);
        const tested = Math.floor(rows.length / divisor);
        for (let k = 0; k < tested; k++) isTest[rows[k]!] = 1;
      }
      return singleFold(data, text, isTest);
    },
  };
}
