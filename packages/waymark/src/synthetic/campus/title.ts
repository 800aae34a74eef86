import type { Random } from "../../compute/random.ts";
import { subjectOfTopic, subjects, topics } from "./subjects/all-subjects.ts";

/** 0 introductory, 1 intermediate, 2 advanced. */
export type Level = 0 | 1 | 2;
export const levelNames = ["introductory", "intermediate", "advanced"] as const;

const plainForms: Readonly<Record<Level, readonly string[]>> = {
  0: [
    "Introduction to @",
    "Foundations of @",
    "@ for Beginners",
    "First Steps in @",
    "@: The Essentials",
    "Discovering @",
  ],
  1: ["@", "@ in Practice", "@: Methods and Cases", "@ Workshop", "Intermediate @", "@: Tools and Techniques"],
  2: ["Advanced @", "Topics in @", "@: Theory and Research", "Seminar in @", "@ Research Project", "Debates in @"],
};
const contextForms: Readonly<Record<Level, readonly string[]>> = {
  0: ["Introduction to @", "First Steps in @", "@"],
  1: ["@", "@: Methods and Cases", "Intermediate @"],
  2: ["Advanced @", "@: Current Research", "Seminar in @"],
};

/** A title from the words of its topics; with a second topic it ends in that subject's context: "for Health Data". */
export function composeTitle(random: Random, level: Level, courseTopics: readonly number[]): string {
  const [main, second] = courseTopics;
  const head = pick(random, topics[main!]!.heads);
  if (second === undefined) return pick(random, plainForms[level]).replace("@", head);
  const context = pick(random, subjects[subjectOfTopic[second]!]!.contexts);
  return pick(random, contextForms[level]).replace("@", `${head} ${context}`);
}

/** What a series is called before its numeral: "Linear Models for Health Data". */
export function composeSeriesTitle(random: Random, courseTopics: readonly number[]): string {
  const [main, second] = courseTopics;
  const head = pick(random, topics[main!]!.heads);
  return second === undefined ? head : `${head} ${pick(random, subjects[subjectOfTopic[second]!]!.contexts)}`;
}

export function pick<T>(random: Random, choices: readonly T[]): T {
  return choices[random.below(choices.length)]!;
}

/** Some of the choices, each at most once, in drawn order. */
export function pickSome<T>(random: Random, choices: readonly T[], count: number): T[] {
  return random.shuffle([...choices]).slice(0, count);
}
