import { stemmer } from "stemmer";
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

/**
 * English words that say nothing about a subject: articles, pronouns, prepositions, conjunctions, auxiliaries, and what
 * an apostrophe leaves behind (`you'll` → you, ll). Numbers and names of things stay: "python 3", "r" and "go" matter.
 */
const englishStopWords: ReadonlySet<string> = new Set(
  `a about above after again against all also am an and any are aren as at be because been before being below between
  both but by can cannot could couldn did didn do does doesn doing don down during each either else etc ever every few
  for from further had hadn has hasn have haven having he her here hers herself him himself his how i if in into is isn
  it its itself just let ll may me might more most much must mustn my myself neither no nor not now of off often on once
  only or other ought our ours ourselves out over own per quite rather re s same shall shan she should shouldn since so
  some such t than that the their theirs them themselves then there these they this those through thus to too toward
  towards under until up upon us ve very was wasn we were weren what when where whether which while who whom whose why
  will with within without won would wouldn yet you your yours yourself yourselves`.split(/\s+/),
);
