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

/** One sentence a difference, with an example. O(ids). */
export function twinNotes(vocabulary: Vocabulary): string[] {
  return differences.flatMap(({ words, key }) => {
    const seen = new Map<string, string>();
    let pairs = 0;
    let example: readonly [string, string] | undefined;
    for (const id of vocabulary.ids) {
      const folded = key(id);
      if (folded === undefined) continue;
      const twin = seen.get(folded);
      if (twin === undefined) seen.set(folded, id);
      else if (twin !== id) {
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

/** Ids are one where these are: Unicode NFC, no case, no leading zeros, no trailing .0, single spaces. */
export function foldedId(id: string): string {
  const plain = id.normalize("NFC").toLowerCase().normalize("NFC").replace(/\s+/g, " ");
  return /^0*\d+(\.0+)?$/.test(plain) ? plain.replace(/\.0+$/, "").replace(/^0+(?=\d)/, "") : plain;
}

function isAscii(id: string): boolean {
  for (let at = 0; at < id.length; at++) if (id.charCodeAt(at) > 127) return false;
  return true;
}
