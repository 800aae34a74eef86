import { pairHash } from "../compute/hash.ts";
import { idNumbers } from "./id-numbers.ts";
import type { Interactions } from "./interactions.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** Whose ids the rows name. */
export interface RowVocabularies {
  readonly users: Pick<Vocabulary, "ids">;
  readonly items: Pick<Vocabulary, "ids">;
}

/** "ties" in ASCII: keeps this order apart from the splits that hash the same pairs. */
const salt = 0x74696573;

/**
 * The order of rows of equal time, for `sort`: by pairHash(user id, item id, seed XOR `salt`). It depends neither on the
 * order of rows nor on the order of ids, so it cannot carry a pattern from either. See docs/decisions/0024-ties-in-time.md.
 *
 * Equal hashes stand by item index; two rows of one pair keep their order. The numbers of ids are worked out on first use.
 */
export function tieOrder(
  { users, items }: Pick<Interactions, "users" | "items">,
  ids: RowVocabularies,
  seed: number,
): (a: number, b: number) => number {
  let numbers: { readonly users: Uint32Array; readonly items: Uint32Array } | undefined;
  return (a, b) => {
    numbers ??= { users: idNumbers(ids.users), items: idNumbers(ids.items) };
    const hashes = numbers;
    const hash = (row: number): number =>
      pairHash(hashes.users[users[row]!]!, hashes.items[items[row]!]!, (seed ^ salt) >>> 0);
    return hash(a) - hash(b) || items[a]! - items[b]! || a - b;
  };
}
