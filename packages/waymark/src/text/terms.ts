import { stemmer } from "stemmer";
import { englishStopWords } from "./stop-words.ts";
import { tokenize } from "./tokenize.ts";

export interface TermOptions {
  /** Cut English endings, so that "learning" and "learns" are one term. @defaultValue true */
  readonly stemming?: boolean;
  /** Leave out English words without a subject. @defaultValue true */
  readonly stopWords?: boolean;
}

/**
 * The terms a text is known by. Only words of plain Latin letters are stemmed; all other scripts pass through.
 *
 * @see Porter 1980, "An algorithm for suffix stripping", doi:10.1108/eb046814, as the npm package `stemmer` implements it.
 */
export function termsOf(text: string, { stemming = true, stopWords = true }: TermOptions = {}): string[] {
  const words = tokenize(text);
  const kept = stopWords ? words.filter((word) => !englishStopWords.has(word)) : words;
  return stemming ? kept.map(stem) : kept;
}

const plainLatin = /^[a-z]{3,}$/;
const stems = new Map<string, string>();

/** A catalogue repeats its words, so stems are remembered; forgotten at 100,000 to bound the memory. */
function stem(word: string): string {
  if (!plainLatin.test(word)) return word;
  let known = stems.get(word);
  if (known === undefined) {
    if (stems.size >= 100_000) stems.clear();
    known = stemmer(word);
    stems.set(word, known);
  }
  return known;
}
