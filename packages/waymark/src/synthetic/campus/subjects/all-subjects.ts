import { appliedSubjects } from "./applied.ts";
import { formalSubjects } from "./formal.ts";
import { humanSubjects } from "./human.ts";
import { naturalSubjects } from "./natural.ts";
import type { Subject, Subtopic } from "./subject.ts";

/** Order is part of the generator: changing it changes every campus, so raise the generator's version with it. */
export const subjects: readonly Subject[] = [
  ...formalSubjects,
  ...naturalSubjects,
  ...humanSubjects,
  ...appliedSubjects,
];

/** All sub-topics, subject by subject; a *topic* number in this folder is a position in this list. */
export const topics: readonly Subtopic[] = subjects.flatMap((subject) => subject.subtopics);

/** The subject (position in `subjects`) of each topic. */
export const subjectOfTopic: Uint8Array = Uint8Array.from(
  subjects.flatMap((subject, s) => subject.subtopics.map(() => s)),
);

/** The first topic of each subject, and the number of all topics last. */
export const firstTopic: Uint16Array = Uint16Array.from({ length: subjects.length + 1 }, (_, s) =>
  subjects.slice(0, s).reduce((sum, subject) => sum + subject.subtopics.length, 0),
);

/** Companions of each subject, as positions in `subjects`. */
export const companions: readonly (readonly number[])[] = subjects.map((subject) =>
  subject.companions.map((name) => subjects.findIndex((other) => other.name === name)),
);
