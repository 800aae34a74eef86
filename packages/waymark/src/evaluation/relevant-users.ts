import { Pacer } from "../compute/pacer.ts";
import type { PerUserResults } from "./per-user-results.ts";
import type { PreparedFold } from "./prepared-fold.ts";
import type { RunOptions } from "./settings.ts";

/** One user whose lists are judged. */
export interface RelevantUser {
  readonly user: number;
  /** Of the user in the table, which also has those without anything relevant. */
  readonly row: number;
  /** The user's relevant test items are `plan.relevant.items[start]` … `items[end − 1]`. */
  readonly start: number;
  readonly end: number;
}

/** Every user with something relevant, in the order of the plan; lets the event loop in and reports progress. */
export async function* relevantUsers(
  { relevant: { users, offsets } }: PreparedFold,
  table: PerUserResults,
  { signal, onProgress }: RunOptions,
): AsyncGenerator<RelevantUser> {
  const pacer = new Pacer(signal);
  let row = 0;
  for (let n = 0; n < users.length; n++) {
    const rest = pacer.pause();
    if (rest) {
      await rest;
      onProgress?.({ stage: "lists", done: n, of: users.length });
    }
    while (table.users[row] !== users[n]) row++;
    yield { user: users[n]!, row, start: offsets[n]!, end: offsets[n + 1]! };
  }
}
