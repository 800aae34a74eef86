import type { PerUserResults } from "./per-user-results.ts";
import type { PreparedFold } from "./prepared-fold.ts";

/** One user with something relevant in the test part. */
export interface RelevantUser {
  readonly user: number;
  /** Of the user in the table, which also has those without anything relevant. */
  readonly row: number;
  /** The user's relevant test items are `fold.relevant.items[start]` … `items[end − 1]`. */
  readonly start: number;
  readonly end: number;
}

/** Every user with something relevant, in the order of the fold, up to `size` at a time. */
export function* relevantUsers(
  { relevant: { users, offsets } }: PreparedFold,
  table: PerUserResults,
  size: number,
): Generator<readonly RelevantUser[]> {
  let row = 0;
  for (let first = 0; first < users.length; first += size)
    yield Array.from(users.subarray(first, first + size), (user, n) => {
      while (table.users[row] !== user) row++;
      return { user, row, start: offsets[first + n]!, end: offsets[first + n + 1]! };
    });
}
