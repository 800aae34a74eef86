import { textHash } from "../compute/hash.ts";
import type { Vocabulary } from "./vocabulary.ts";

/**
 * The number each id enters a hash with: its value where it is a whole number below 2³² written the usual way ("7",
 * not "007"), else the MurmurHash3 of its UTF-8 text.
 */
export function idNumbers({ ids }: Pick<Vocabulary, "ids">): Uint32Array {
  return Uint32Array.from(ids, (id) => {
    const number = Number(id);
    return number < 2 ** 32 && String(number >>> 0) === id ? number : textHash(id);
  });
}
