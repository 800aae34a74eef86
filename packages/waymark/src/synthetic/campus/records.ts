import { Random } from "../../compute/random.ts";
import type { CsvFile } from "../../data/io/csv-file.ts";
import { csvField } from "../../data/io/csv-line.ts";
import { isoDate, termName } from "./calendar.ts";
import type { Course } from "./catalogue.ts";
import type { Learner } from "./learner.ts";
import { learnerId, stream } from "./parameters.ts";
import { programmes } from "./programmes.ts";
import { composeReview } from "./review.ts";
import { type StudyPath, statuses } from "./study-record.ts";
import { subjectOfTopic, subjects, topics } from "./subjects/all-subjects.ts";
import { levelNames } from "./title.ts";

/** First lines of the files, by name. */
export const headers = {
  courses: "course_id title description subject topics level workload_hours credits prerequisites first_term offered",
  learners: "learner_id programme study_mode entry_term status left_term",
  enrolments: "learner_id course_id term enrolled_at status completed_at grade rating",
  reviews: "learner_id course_id rating review",
} as const;

export function courseRecord(course: Course, all: readonly Course[]): string {
  return [
    course.id,
    course.title,
    course.description,
    subjects[subjectOfTopic[course.topics[0]!]!]!.name,
    course.topics.map((topic) => topics[topic]!.name).join(";"),
    levelNames[course.level],
    String(course.workloadHours),
    String(course.credits),
    course.prerequisites.map((p) => all[p]!.id).join(";"),
    termName(course.firstTerm),
    course.offered,
  ]
    .map(csvField)
    .join(",");
}

export function learnerRecord(index: number, learner: Learner, path: StudyPath): string {
  const status = path.finished ? "finished" : path.leftTerm >= 0 ? "left" : "active";
  const left = path.leftTerm >= 0 ? termName(path.leftTerm) : "";
  const mode = learner.partTime ? "part-time" : "full-time";
  const programme = programmes[learner.programme]!.name;
  return `${learnerId(index)},${programme},${mode},${termName(learner.entryTerm)},${status},${left}`;
}

export function addEnrolments(index: number, path: StudyPath, courses: readonly Course[], file: CsvFile): void {
  const id = learnerId(index);
  for (let row = 0; row < path.count; row++) {
    const course = courses[path.courses[row]!]!.id;
    const completed = path.completedDays[row]! < 0 ? "" : isoDate(path.completedDays[row]!);
    const grade = path.grades[row]! < 0 ? "" : path.grades[row];
    const rating = path.ratings[row] === 0 ? "" : path.ratings[row];
    const term = termName(path.terms[row]!);
    const status = statuses[path.statuses[row]!];
    file.add(`${id},${course},${term},${isoDate(path.enrolledDays[row]!)},${status},${completed},${grade},${rating}`);
  }
}

/** By rating 1 … 5: strong feelings write more often. */
const reviewChance = [0, 0.5, 0.35, 0.15, 0.2, 0.3];

export function addReviews(
  seed: number,
  index: number,
  path: StudyPath,
  courses: readonly Course[],
  file: CsvFile,
): void {
  const random = new Random(seed, stream("review", index));
  for (let row = 0; row < path.count; row++) {
    const rating = path.ratings[row]!;
    if (rating === 0 || random.uniform() >= reviewChance[rating]!) continue;
    const course = courses[path.courses[row]!]!;
    const text = composeReview(random, rating, course.topics[0]!);
    file.add(`${learnerId(index)},${course.id},${rating},${csvField(text)}`);
  }
}
