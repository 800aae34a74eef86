import { pairHash } from "../compute/hash.ts";
import { idNumbers } from "../data/id-numbers.ts";
import { singleFold } from "./fold.ts";
import type { Split } from "./split.ts";
import { checkCount } from "./split-arguments.ts";

/**
 * `hash:10`: a row is held out when pairHash(user id, item id, seed) is divisible by the number, about one in ten here.
 * Depends on ids alone, not on the order of rows or on our random numbers, so other programs can hold out the same rows.
 *
 * @throws {InvalidInputError} for a number that is not whole or not from 2 to 1000
 */
export function hash(divisor: number): Split {
  checkCount("splits.hash", divisor);
  const text = `hash:${divisor}`;
  return {
    text,
    description: `one row in ${divisor} held out, by a hash of learner and course ids`,
    async apply(data, seed) {
      const { users, items } = data.interactions;
      const userNumbers = idNumbers(data.users);
      const itemNumbers = idNumbers(data.items);
      const isTest = new Uint8Array(data.size);
      for (let row = 0; row < users.length; row++)
        if (pairHash(userNumbers[users[row]!]!, itemNumbers[items[row]!]!, seed) % divisor === 0) isTest[row] = 1;
      return singleFold(data, text, isTest);
    },
  };
}
