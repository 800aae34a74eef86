/** A field of study with the words its courses are written in. */
export interface Subject {
  readonly name: string;
  /** Relative number of courses and of interested learners; 1 is usual. */
  readonly weight: number;
  /** Subjects that share courses with this one: where second topics come from. */
  readonly companions: readonly string[];
  /** How a course of another subject names this one in its title: "for Health Data". */
  readonly contexts: readonly string[];
  /** Transitive verbs, plain form: what learners do with the terms. */
  readonly verbs: readonly string[];
  readonly subtopics: readonly Subtopic[];
}

/** A part of a subject; its terms belong to no other sub-topic. */
export interface Subtopic {
  /** Unique among all subjects; lower case, as in the `topics` column. */
  readonly name: string;
  /** What a title is built around: "Linear Models". */
  readonly heads: readonly string[];
  /** Noun phrases without an article, so that they fit anywhere an object can stand. */
  readonly terms: readonly string[];
}

interface SubjectWords {
  readonly weight: number;
  readonly companions: string;
  readonly contexts: string;
  readonly verbs: string;
  /** Name of the sub-topic → heads, terms. */
  readonly subtopics: Readonly<Record<string, readonly [heads: string, terms: string]>>;
}

/** Lists are written with commas, which no word of a vocabulary contains. */
export function subject(name: string, words: SubjectWords): Subject {
  return {
    name,
    weight: words.weight,
    companions: list(words.companions),
    contexts: list(words.contexts),
    verbs: list(words.verbs),
    subtopics: Object.entries(words.subtopics).map(([topic, [heads, terms]]) => ({
      name: topic,
      heads: list(heads),
      terms: list(terms),
    })),
  };
}

const list = (text: string): string[] => text.split(",").map((word) => word.trim());
