import { Random } from "../../compute/random.ts";
import { termCount } from "./calendar.ts";
import { composeDescription } from "./description.ts";
import { courseId, stream } from "./parameters.ts";
import { companions, firstTopic, subjectOfTopic, subjects } from "./subjects/all-subjects.ts";
import { composeSeriesTitle, composeTitle, type Level, pick, pickSome } from "./title.ts";

/** Hidden leanings of courses and learners: practice, writing, team work, competition. */
export const styleCount = 4;

/** When a course is taught: every term, or only in S1 or S2. */
export type Offered = "both" | "S1" | "S2";

export interface Course {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Topic numbers, main topic first; one or two. */
  readonly topics: readonly number[];
  readonly level: Level;
  readonly workloadHours: number;
  readonly credits: number;
  /** Indexes of earlier courses that must have been completed. */
  readonly prerequisites: readonly number[];
  /** 0 … `termCount`; the last means announced for the next term, so nobody has taken it. */
  readonly firstTerm: number;
  readonly offered: Offered;
  /** On the scale of learners' ability. */
  readonly difficulty: number;
  /** Standard normal. */
  readonly quality: number;
  /** Logarithm of how much likelier than another a course is chosen, preferences apart. */
  readonly attraction: number;
  readonly style: readonly number[]; // (styleCount), standard normal
}

/** Share of the main topic in a course with two. */
export const mainShare = 0.7;

interface OpenSeries {
  readonly title: string;
  readonly topics: readonly number[];
  readonly style: readonly number[];
  readonly parts: number;
  next: number;
}

/** Courses 0 … `count` − 1. A longer catalogue of the same seed begins with the shorter one. Titles never repeat. */
export function buildCatalogue(count: number, seed: number): readonly Course[] {
  const courses: Course[] = [];
  const titles = new Set<string>();
  let series: OpenSeries | undefined;
  for (let index = 0; index < count; index++) {
    const random = new Random(seed, stream("course", index));
    if (series && series.next > series.parts) series = undefined;
    const opened: OpenSeries | undefined = series ?? openSeries(random, index, titles);
    const course = opened ? seriesPart(random, courses, opened) : singleCourse(random, courses, titles);
    series = opened;
    titles.add(course.title);
    courses.push(course);
  }
  return courses;
}

function openSeries(random: Random, index: number, titles: ReadonlySet<string>): OpenSeries | undefined {
  if (index < subjects.length || random.uniform() >= 0.06) return undefined;
  const topics = drawTopics(random, drawSubject(random), random.uniform() < 0.5);
  const title = composeSeriesTitle(random, topics);
  if (titles.has(`${title} I`)) return undefined;
  return { title, topics, style: drawStyle(random), parts: random.uniform() < 0.7 ? 2 : 3, next: 1 };
}

function seriesPart(random: Random, earlier: readonly Course[], series: OpenSeries): Course {
  const part = series.next++;
  const level = Math.min(2, part - (series.parts === 3 ? 1 : random.below(2))) as Level;
  const before = part > 1 ? [earlier.length - 1] : [];
  return finish(random, earlier, {
    title: `${series.title} ${"I".repeat(part)}`,
    topics: series.topics,
    style: series.style,
    level,
    prerequisites: before,
    firstTerm: before.length > 0 ? earlier.at(-1)!.firstTerm : drawFirstTerm(random),
  });
}

function singleCourse(random: Random, earlier: readonly Course[], titles: ReadonlySet<string>): Course {
  const index = earlier.length;
  const founding = index < subjects.length; // one course of every subject stands first, however small the campus
  const subject = founding ? index : drawSubject(random);
  const u = random.uniform();
  const level: Level = founding || u < 0.45 ? 0 : u < 0.8 ? 1 : 2;
  let topics = drawTopics(random, subject, !founding && random.uniform() < 0.35);
  let title = composeTitle(random, level, topics);
  for (let attempt = 1; titles.has(title); attempt++) {
    if (attempt >= 4) topics = drawTopics(random, subject, true); // plain titles of a topic are few, combined ones many
    title = composeTitle(random, level, topics);
    if (attempt >= 100) title += `, Part ${attempt}`;
  }
  const firstTerm = founding ? 0 : drawFirstTerm(random);
  const prerequisites = drawPrerequisites(random, earlier, topics[0]!, level, firstTerm);
  return finish(random, earlier, { title, topics, level, firstTerm, prerequisites, style: drawStyle(random) });
}

type Plan = Pick<Course, "title" | "topics" | "level" | "firstTerm" | "prerequisites" | "style">;

function finish(random: Random, earlier: readonly Course[], plan: Plan): Course {
  const quality = random.normal();
  const credits = pick(random, [2, 3, 3, 5, 5, 6]);
  const u = random.uniform();
  return {
    ...plan,
    id: courseId(earlier.length),
    description: composeDescription(random, {
      ...plan,
      practice: plan.style[0]!,
      prerequisiteTitles: plan.prerequisites.map((p) => earlier[p]!.title),
    }),
    workloadHours: credits * 25 + 5 * random.below(6),
    credits,
    offered: u < 0.6 ? "both" : u < 0.8 ? "S1" : "S2",
    difficulty: [-0.5, 0, 0.6][plan.level]! + random.normal(0, 0.4),
    quality,
    attraction: random.normal(0, 1.1) + 0.3 * quality,
  };
}

function drawSubject(random: Random): number {
  const total = subjects.reduce((sum, { weight }) => sum + weight, 0);
  let left = random.uniform() * total;
  return Math.max(
    0,
    subjects.findIndex(({ weight }) => (left -= weight) < 0),
  );
}

function drawTopics(random: Random, subject: number, combined: boolean): readonly number[] {
  const main = topicIn(random, subject);
  return combined ? [main, topicIn(random, pick(random, companions[subject]!))] : [main];
}

const topicIn = (random: Random, subject: number): number =>
  firstTopic[subject]! + random.below(firstTopic[subject + 1]! - firstTopic[subject]!);

const drawStyle = (random: Random): readonly number[] => Array.from({ length: styleCount }, () => random.normal());

/** Six in ten are as old as the campus, one in twenty is new this term, one in thirty announced for the next. */
function drawFirstTerm(random: Random): number {
  const u = random.uniform();
  if (u < 0.6) return 0;
  if (u < 0.915) return 1 + random.below(termCount - 2);
  return u < 0.967 ? termCount - 1 : termCount;
}

/** Easier courses of the same subject, of the same topic where there are any, not younger than the course itself. */
function drawPrerequisites(
  random: Random,
  earlier: readonly Course[],
  topic: number,
  level: Level,
  firstTerm: number,
): readonly number[] {
  if (random.uniform() >= [0, 0.4, 0.7][level]!) return [];
  const easier: number[] = [];
  const easierOnTopic: number[] = [];
  earlier.forEach((course, index) => {
    if (course.level >= level || course.firstTerm > firstTerm) return;
    if (subjectOfTopic[course.topics[0]!] !== subjectOfTopic[topic]) return;
    easier.push(index);
    if (course.topics[0] === topic) easierOnTopic.push(index);
  });
  const wanted = level === 2 && random.uniform() < 0.3 ? 2 : 1;
  return pickSome(random, easierOnTopic.length >= wanted ? easierOnTopic : easier, wanted).sort((a, b) => a - b);
}
