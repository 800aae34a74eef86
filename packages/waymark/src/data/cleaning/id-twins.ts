import type { Vocabulary } from "../vocabulary.ts";

/** Ids that people would take for one, and how they differ. */
interface Difference {
  readonly words: string;
  /** Equal for ids that differ in nothing else; `undefined` for ids to which it does not apply. */
  key(id: string): string | undefined;
}

const differences: readonly Difference[] = [
  {
    words: "only in upper and lower case",
    key: (id) => {
      const lower = id.toLowerCase();
      return lower === id.toUpperCase() ? undefined : lower; // no letters
    },
  },
  {
    words: "only in how accents are stored (Unicode NFC and NFD)",
    key: (id) => (isAscii(id) ? undefined : id.normalize("NFC")),
  },
  {
    words: "only in leading zeros or a trailing .0",
    key: (id) => (/^0*\d+(\.0+)?$/.test(id) ? id.replace(/\.0+$/, "").replace(/^0+(?=\d)/, "") : undefined),
  },
];

/** One sentence a difference, with an example. O(ids log ids) and 4 bytes an id, but for the few that may be twins. */
export function twinNotes(vocabulary: Vocabulary): string[] {
  return differences.flatMap(({ words, key }) => {
    const seen = new Map<string, string>();
    let pairs = 0;
    let example: readonly [string, string] | undefined;
    for (const id of likelyTwins(vocabulary.ids, key)) {
      const folded = key(id)!;
      const twin = seen.get(folded);
      if (twin === undefined) seen.set(folded, id);
      else {
        pairs++;
        example ??= [twin, id];
      }
    }
    if (example === undefined) return [];
    const shown = example.map((id) => (isAscii(id) ? id : JSON.stringify(id))).join(", ");
    const more = pairs > 1 ? ` and ${(pairs - 1).toLocaleString("en-GB")} more` : "";
    return [`Some ${vocabulary.entity} ids differ ${words} (${shown}${more}); they count as different.`];
  });
}

/** Ids whose key has the hash of another's. */
function likelyTwins(ids: readonly string[], key: (id: string) => string | undefined): readonly string[] {
  const hashes = new Uint32Array(ids.length);
  let count = 0;
  for (const id of ids) {
    const folded = key(id);
    if (folded !== undefined) hashes[count++] = hashOf(folded);
  }
  const sorted = hashes.subarray(0, count).sort();
  const repeated = new Set(sorted.filter((hash, at) => at > 0 && hash === sorted[at - 1]));
  if (repeated.size === 0) return [];
  return ids.filter((id) => {
    const folded = key(id);
    return folded !== undefined && repeated.has(hashOf(folded));
  });
}

function hashOf(text: string): number {
  let h = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}

function isAscii(id: string): boolean {
  for (let at = 0; at < id.length; at++) if (id.charCodeAt(at) > 127) return false;
  return true;
}
