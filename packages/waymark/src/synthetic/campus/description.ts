import type { Random } from "../../compute/random.ts";
import { companions, subjectOfTopic, subjects, topics } from "./subjects/all-subjects.ts";
import { type Level, pick, pickSome } from "./title.ts";

export interface Described {
  readonly level: Level;
  /** Topic numbers, main topic first. */
  readonly topics: readonly number[];
  /** Leaning towards hands-on work, standard normal. */
  readonly practice: number;
  readonly prerequisiteTitles: readonly string[];
}

const openings: Readonly<Record<Level, readonly string[]>> = {
  0: [
    "A first course on {a}, {b} and {c}; no previous knowledge is needed.",
    "Starting from everyday examples, this course introduces {a}, {b} and {c}.",
    "What stands behind {a} and {b}? This course gives a gentle start and ends with {c}.",
  ],
  1: [
    "This course goes beyond the basics of {subject} and treats {a}, {b} and {c} in depth.",
    "Learners who know the basics turn to {a}, {b} and {c}.",
    "{A}, {b} and {c} form the core of this course.",
  ],
  2: [
    "A demanding course on {a}, {b} and {c}, close to current research.",
    "Advanced methods of {subject}: {a}, {b} and {c}.",
    "Learners read recent papers on {a} and {b} and take part in the discussion about {c}.",
  ],
};
const activities = [
  "Learners {verb} {d} and {verb2} {e}.",
  "In weekly tasks they {verb} {d}; later they also {verb2} {e}.",
  "By the end they {verb} {d} on their own and {verb2} {e} with others.",
  "Step by step, learners {verb} {d}, {verb2} {e} and explain what they found.",
];
const bridges = [
  "Examples come from {second}: {u}, {v} and {w}.",
  "The link to {second} is made through {u}, {v} and {w}.",
  "Case studies from {second} deal with {u}, {v} and {w}.",
];
const practical = ["Most of the time is hands-on work.", "A project of one's own counts for half of the grade."];
const theoretical = ["The emphasis is on concepts and argument.", "Reading and discussion take most of the time."];
const extensions = [
  "Further units treat {f} and {g}.",
  "Time is also given to {f} and {g}.",
  "The last weeks are about {f} and {g}.",
];
const outlooks = ["One session looks across to {x}.", "A guest lecture connects the topic with {x}."];

/**
 * Two to six sentences. Five or seven of the eight terms of the main topic occur, so descriptions of one sub-topic
 * share words; the hidden leaning towards practice shows only where it is strong.
 */
export function composeDescription(random: Random, course: Described): string {
  const main = course.topics[0]!;
  const second = course.topics[1];
  const subject = subjects[subjectOfTopic[main]!]!;
  const [a, b, c, d, e, f, g] = pickSome(random, topics[main]!.terms, 7);
  const [verb, verb2] = pickSome(random, subject.verbs, 2);
  const words: Record<string, string> = {
    a: a!,
    b: b!,
    c: c!,
    d: d!,
    e: e!,
    subject: subject.name,
    verb: verb!,
    verb2: verb2!,
  };
  words.A = a!.charAt(0).toUpperCase() + a!.slice(1);
  words.f = f!;
  words.g = g!;

  const sentences = [pick(random, openings[course.level]), pick(random, activities)];
  if (random.uniform() < 0.6) sentences.push(pick(random, extensions));
  if (second !== undefined) {
    [words.u, words.v, words.w] = pickSome(random, topics[second]!.terms, 3) as [string, string, string];
    words.second = topics[second]!.name;
    sentences.push(pick(random, bridges));
  } else if (random.uniform() < 0.25) {
    const neighbour = subjects[pick(random, companions[subjectOfTopic[main]!]!)]!;
    words.x = pick(random, pick(random, neighbour.subtopics).terms);
    sentences.push(pick(random, outlooks));
  }
  if (Math.abs(course.practice) > 0.8) sentences.push(pick(random, course.practice > 0 ? practical : theoretical));
  if (course.prerequisiteTitles.length > 0) sentences.push(`It builds on ${quoted(course.prerequisiteTitles)}.`);
  return sentences.map((sentence) => sentence.replace(/\{(\w+)\}/g, (_, name: string) => words[name]!)).join(" ");
}

const quoted = (titles: readonly string[]): string => titles.map((title) => `"${title}"`).join(" and ");
