import { currentTerm, termName } from "./calendar.ts";
import { type CampusParameters, generatorVersion } from "./parameters.ts";
import { type StudyPath, statuses } from "./study-record.ts";

/** What was written; also the `counts` of `campus.json`. */
export interface CampusSummary {
  readonly learners: number;
  readonly courses: number;
  readonly enrolments: number;
  readonly completed: number;
  readonly failed: number;
  readonly withdrawn: number;
  readonly enrolled: number;
  readonly ratings: number;
  readonly reviews: number;
  /** Learners who left before the end of what they had planned. */
  readonly dropOuts: number;
  /** Courses nobody has ever enrolled in. */
  readonly untakenCourses: number;
}

/** Counts paths as they are written. */
export class Tally {
  readonly #takenMask: Uint8Array; // (courses)
  readonly #byStatus = new Float64Array(statuses.length);
  #learners = 0;
  #enrolments = 0;
  #ratings = 0;
  #dropOuts = 0;

  constructor(courseCount: number) {
    this.#takenMask = new Uint8Array(courseCount);
  }

  add(path: StudyPath): void {
    this.#learners++;
    this.#enrolments += path.count;
    if (path.leftTerm >= 0) this.#dropOuts++;
    for (let row = 0; row < path.count; row++) {
      this.#takenMask[path.courses[row]!] = 1;
      this.#byStatus[path.statuses[row]!]! += 1;
      if (path.ratings[row]! > 0) this.#ratings++;
    }
  }

  summary(reviews: number): CampusSummary {
    const [completed, failed, withdrawn, enrolled] = this.#byStatus;
    return {
      learners: this.#learners,
      courses: this.#takenMask.length,
      enrolments: this.#enrolments,
      completed: completed!,
      failed: failed!,
      withdrawn: withdrawn!,
      enrolled: enrolled!,
      ratings: this.#ratings,
      reviews,
      dropOuts: this.#dropOuts,
      untakenCourses: this.#takenMask.reduce((sum, taken) => sum + 1 - taken, 0),
    };
  }
}

export const generatorName = "waymark demo campus";

/** No date and no path in it, so that equal parameters give equal files. */
export function campusJson({ learners, courses, seed }: CampusParameters, counts: CampusSummary): string {
  const content = {
    generator: generatorName,
    version: generatorVersion,
    parameters: { learners, courses, seed },
    terms: { first: termName(0), current: termName(currentTerm) },
    counts,
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}
