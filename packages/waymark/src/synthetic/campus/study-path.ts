import type { Random } from "../../compute/random.ts";
import { currentTerm, termCount, termEnd, termStart } from "./calendar.ts";
import type { Course } from "./catalogue.ts";
import { logistic, poisson, upperBound } from "./chance.ts";
import type { Learner } from "./learner.ts";
import type { Preferences } from "./preferences.ts";
import type { StudyPath } from "./study-record.ts";

// Positions in `statuses`.
const [completed, failed, withdrawn, enrolled] = [0, 1, 2, 3];

/** More rows than any learner has: 12 terms of at most 12 courses. */
const capacity = 12 * termCount;
const mostCoursesATerm = 12;

// What a course is to the learner at hand.
const open = 0;
const closed = 1;
const passed = 2;
const retake = 3;

/**
 * Walks learners through the terms: each term they choose courses that are taught, that they have not had and whose
 * prerequisites they have completed in an earlier term, with chances exp(appeal) times the fit of the level; then the
 * term's outcomes decide on grades, ratings and on staying. O(courses × terms) per learner, nothing allocated.
 */
export class StudySimulator {
  readonly #preferences: Preferences;
  readonly #levels: Uint8Array; // (courses)
  readonly #taught: Uint8Array; // (terms × courses), 0/1
  readonly #prerequisiteOffsets: Uint32Array; // (courses + 1)
  readonly #prerequisites: Uint16Array;
  readonly #chances: Float64Array; // (courses), of the learner at hand
  readonly #cumulative: Float64Array; // (courses)
  readonly #states: Uint8Array; // (courses)
  readonly #days = new Int32Array(mostCoursesATerm);
  readonly path: StudyPath = {
    count: 0,
    courses: new Uint16Array(capacity),
    terms: new Uint8Array(capacity),
    enrolledDays: new Int32Array(capacity),
    statuses: new Uint8Array(capacity),
    completedDays: new Int32Array(capacity),
    grades: new Int16Array(capacity),
    ratings: new Uint8Array(capacity),
    leftTerm: -1,
    finished: false,
  };

  constructor(courses: readonly Course[], preferences: Preferences) {
    this.#preferences = preferences;
    this.#levels = Uint8Array.from(courses, ({ level }) => level);
    this.#prerequisites = Uint16Array.from(courses.flatMap(({ prerequisites }) => prerequisites));
    this.#prerequisiteOffsets = new Uint32Array(courses.length + 1);
    courses.forEach(({ prerequisites }, c) => {
      this.#prerequisiteOffsets[c + 1] = this.#prerequisiteOffsets[c]! + prerequisites.length;
    });
    this.#taught = new Uint8Array(termCount * courses.length);
    for (let term = 0; term < termCount; term++)
      courses.forEach(({ firstTerm, offered }, c) => {
        const season = offered === "both" || offered === ((term & 1) === 0 ? "S1" : "S2");
        this.#taught[term * courses.length + c] = Number(firstTerm === term || (firstTerm < term && season));
      });
    this.#chances = new Float64Array(courses.length);
    this.#cumulative = new Float64Array(courses.length);
    this.#states = new Uint8Array(courses.length);
  }

  /** The learner's whole path; valid until the next call. */
  run(learner: Learner, random: Random): StudyPath {
    const { path } = this;
    path.count = 0;
    path.leftTerm = -1;
    path.finished = false;
    this.#states.fill(open);
    for (let c = 0; c < this.#chances.length; c++) this.#chances[c] = Math.exp(this.#preferences.appeal(learner, c));

    let studied = 0;
    for (let term = learner.entryTerm; term < termCount; term++) {
      const first = path.count;
      if (studied > 0 && random.uniform() < 0.06) continue; // a term off
      this.#choose(learner, term, studied, random);
      studied++;
      const leaves = term < currentTerm && random.uniform() < 0.04 * Math.exp(-0.4 * learner.ability);
      this.#decideOutcomes(learner, term, studied, first, leaves, random);
      if (term === currentTerm) break;
      path.finished = studied >= learner.plannedTerms && !leaves;
      if (path.finished) break;
      if (leaves || random.uniform() < this.#regret(first)) {
        path.leftTerm = term;
        break;
      }
    }
    return path;
  }

  /** Appends the courses chosen for a term, each with the day of enrolling, in order of days. */
  #choose(learner: Learner, term: number, studied: number, random: Random): void {
    const { path } = this;
    const total = this.#weigh(learner, term, studied);
    if (total <= 0) return;
    const wanted = Math.min(mostCoursesATerm, Math.max(1, poisson(random, learner.pace)));
    const first = path.count;
    for (let tries = 0; tries < 4 * wanted && path.count - first < wanted; tries++) {
      const course = upperBound(this.#cumulative, random.uniform() * total);
      if (this.#states[course] === closed) continue; // drawn a moment ago
      this.#states[course] = closed;
      path.courses[path.count] = course;
      path.terms[path.count++] = term;
    }
    const days = this.#days.subarray(0, path.count - first);
    for (let p = 0; p < days.length; p++) days[p] = termStart(term) - 35 + random.below(50);
    path.enrolledDays.set(days.sort(), first);
  }

  /** Fills the cumulative chances of all courses and returns their sum. */
  #weigh(learner: Learner, term: number, studied: number): number {
    const states = this.#states;
    const cumulative = this.#cumulative;
    const offset = term * states.length;
    const target = Math.min(2, Math.max(0, 0.3 * studied + 0.3 * learner.ability));
    const fit0 = Math.exp(-target * target);
    const fit1 = Math.exp(-(1 - target) * (1 - target));
    const fit2 = Math.exp(-(2 - target) * (2 - target));
    let sum = 0;
    for (let c = 0; c < states.length; c++) {
      const state = states[c]!;
      if (this.#taught[offset + c] === 1 && (state === open || state === retake)) {
        const ready = this.#readiness(c);
        const level = this.#levels[c]!;
        sum += ready * this.#chances[c]! * (level === 0 ? fit0 : level === 1 ? fit1 : fit2);
      }
      cumulative[c] = sum;
    }
    return sum;
  }

  /** 0 while a prerequisite is missing; a course one has prepared for is wanted more. */
  #readiness(course: number): number {
    const end = this.#prerequisiteOffsets[course + 1]!;
    let p = this.#prerequisiteOffsets[course]!;
    if (p === end) return 1;
    for (; p < end; p++) if (this.#states[this.#prerequisites[p]!] !== passed) return 0;
    return 3;
  }

  /** Decides the outcome of every row from `first` on. */
  #decideOutcomes(
    learner: Learner,
    term: number,
    studied: number,
    first: number,
    leaves: boolean,
    random: Random,
  ): void {
    const { path } = this;
    const overload = Math.max(0, path.count - first - learner.pace - 1);
    for (let row = first; row < path.count; row++) {
      const course = path.courses[row]!;
      const effort = this.#preferences.overreach(learner, course) - 1.5 * this.#preferences.interest(learner, course);
      const gaveUp = random.uniform() < (leaves ? 0.7 : logistic(-2 + 0.7 * effort + 0.25 * overload));
      const grade = Math.round(
        this.#preferences.expectedGrade(learner, course, studied) - 1.5 * overload + random.normal(0, 11),
      );
      const running = term === currentTerm;
      const status = gaveUp ? withdrawn : running ? enrolled : grade >= 50 ? completed : failed;
      const graded = status === completed || status === failed;
      path.statuses[row] = status;
      path.grades[row] = graded ? Math.min(100, Math.max(0, grade)) : -1;
      path.completedDays[row] = graded ? termEnd(term) - 12 + random.below(20) : -1;
      path.ratings[row] = this.#rate(learner, course, status, random);
      const again = random.uniform() < 0.4;
      this.#states[course] = status === completed ? passed : status === failed && again ? retake : closed;
    }
  }

  /** A rating, or 0 where the learner gives none: those who finish answer more often, and the delighted and the angry most. */
  #rate(learner: Learner, course: number, status: number, random: Random): number {
    const disappointment = status === failed ? 0.6 : status === withdrawn ? 1 : 0;
    const felt = this.#preferences.enjoyment(learner, course) - disappointment + random.normal(0, 0.8);
    const rating = Math.min(5, Math.max(1, Math.round(felt)));
    const answers = [0.6, 0.35, 0.2, 0][status]! + (status !== enrolled && rating !== 3 ? 0.08 : 0);
    return random.uniform() < answers ? rating : 0;
  }

  /** Chance of leaving after a term whose rows begin at `first`: grows with what went wrong in it. */
  #regret(first: number): number {
    const { count, statuses: outcomes } = this.path;
    let wrong = 0;
    for (let row = first; row < count; row++) if (outcomes[row] !== completed) wrong++;
    return 0.03 + (count > first ? (0.22 * wrong) / (count - first) : 0.1);
  }
}
