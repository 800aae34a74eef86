import { type Course, mainShare, styleCount } from "./catalogue.ts";
import type { Learner } from "./learner.ts";

/** How strongly interest and style move the logarithm of the chance that a course is chosen. Tuned: docs/guide/demo-campus.md. */
const interestWeight = 7;
const styleWeight = 0.35;

/** The hidden side of a catalogue in flat arrays, and what learners feel about it: the ground truth of a campus. */
export class Preferences {
  readonly courseCount: number;
  readonly #mainTopics: Uint8Array; // (courses)
  readonly #secondTopics: Uint8Array; // (courses); the main topic again where there is no second
  readonly #styles: Float64Array; // (courses × styleCount)
  readonly #attractions: Float64Array; // (courses)
  readonly #qualities: Float64Array; // (courses)
  readonly #difficulties: Float64Array; // (courses)

  constructor(courses: readonly Course[]) {
    this.courseCount = courses.length;
    this.#mainTopics = Uint8Array.from(courses, ({ topics }) => topics[0]!);
    this.#secondTopics = Uint8Array.from(courses, ({ topics }) => topics[1] ?? topics[0]!);
    this.#styles = Float64Array.from(courses.flatMap(({ style }) => style));
    this.#attractions = Float64Array.from(courses, ({ attraction }) => attraction);
    this.#qualities = Float64Array.from(courses, ({ quality }) => quality);
    this.#difficulties = Float64Array.from(courses, ({ difficulty }) => difficulty);
  }

  /** Interest in what the course is about, 0 … 1. */
  interest({ interest }: Learner, course: number): number {
    return mainShare * interest[this.#mainTopics[course]!]! + (1 - mainShare) * interest[this.#secondTopics[course]!]!;
  }

  /** Do the learner's leanings match the course's? About normal with deviation 2. */
  styleMatch({ style }: Learner, course: number): number {
    let sum = 0;
    for (let k = 0; k < styleCount; k++) sum += style[k]! * this.#styles[course * styleCount + k]!;
    return sum;
  }

  /** Logarithm of the relative chance that the learner chooses the course, level and timetable apart. */
  appeal(learner: Learner, course: number): number {
    return (
      this.#attractions[course]! +
      interestWeight * this.interest(learner, course) +
      styleWeight * this.styleMatch(learner, course)
    );
  }

  /** How much too hard the course is for the learner; 0 where it is not. */
  overreach({ ability }: Learner, course: number): number {
    return Math.max(0, this.#difficulties[course]! - ability - 0.5);
  }

  /** Expected rating, 1 … 5, of a learner who takes the course. */
  enjoyment(learner: Learner, course: number): number {
    const value =
      3.4 +
      1.5 * this.interest(learner, course) +
      0.15 * this.styleMatch(learner, course) +
      0.4 * this.#qualities[course]! -
      0.25 * this.overreach(learner, course) +
      learner.leniency;
    return Math.min(5, Math.max(1, value));
  }

  /** Expected grade, 0 … 100 and beyond, of a learner with some terms of experience. */
  expectedGrade(learner: Learner, course: number, experience: number): number {
    return (
      66 + 10 * (learner.ability - this.#difficulties[course]! + 0.1 * experience) + 6 * this.interest(learner, course)
    );
  }
}
