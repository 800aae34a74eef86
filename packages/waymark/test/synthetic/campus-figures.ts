/**
 * How realistic is a demo campus? `node test/synthetic/campus-figures.ts FOLDER` prints the figures of
 * docs/guide/demo-campus.md; the tests hold them to their ranges. Self-contained on purpose: it reads the files as a
 * outsider would and shares no code with the program.
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

export type CsvRow = Readonly<Record<string, string>>;

/** A CSV file as records; quoted fields may hold separators and doubled quotes. */
export function readCsv(path: string): CsvRow[] {
  const text = readFileSync(path, "utf8");
  const rows: string[][] = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    if (match === null) throw new Error(`${path} is not RFC 4180 after row ${rows.length}.`);
    rows.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === "\r\n") rows.push([]);
    else if (match[3] === "" && field.lastIndex >= text.length) break;
    if (match[3] === "," && field.lastIndex >= text.length) rows.at(-1)!.push("");
  }
  if (rows.at(-1)!.length === 0) rows.pop();
  const [header, ...records] = rows;
  return records.map((record, r) => {
    if (record.length !== header!.length) throw new Error(`${path} row ${r + 2} has ${record.length} fields.`);
    return Object.fromEntries(record.map((value, c) => [header![c]!, value]));
  });
}

/** A learner × course table of the truth, row per learner in order of the file. */
export function readTable(path: string): { readonly courses: string[]; readonly rows: Map<string, Float64Array> } {
  const [header, ...lines] = readFileSync(path, "utf8").trimEnd().split("\r\n");
  const rows = new Map(
    lines.map((line) => {
      const [id, ...cells] = line.split(",");
      return [id!, Float64Array.from(cells, Number)];
    }),
  );
  return { courses: header!.split(",").slice(1), rows };
}

export interface CampusFigures {
  readonly learners: number;
  readonly courses: number;
  readonly enrolments: number;
  readonly repeatedPairs: number;
  readonly enrolmentsMedian: number;
  readonly enrolmentsP90: number;
  /** Of course popularity, courses without enrolments included. */
  readonly gini: number;
  readonly untakenCourses: number;
  /** Courses with fewer enrolments than a tenth of the mean. */
  readonly coldShare: number;
  readonly dropOutShare: number;
  readonly statusShares: Readonly<Record<string, number>>;
  readonly ratedShare: number;
  /** Shares of 1 … 5. */
  readonly ratingShares: readonly number[];
  /** Of the variance of learners' log chances over courses, how much differs between learners. */
  readonly preferenceShareOfChoice: number;
  /** Squared correlation of a course's expected enjoyment with the rating given. */
  readonly truthShareOfRatings: number;
  /** nDCG@10 on a fifth of each learner's courses, all other courses as candidates. */
  readonly ndcg: {
    readonly random: number;
    readonly popularity: number;
    readonly itemKnn: number;
    readonly oracle: number;
  };
  /** Mean expected enjoyment of the ten courses offered. */
  readonly enjoymentOfTop10: { readonly popularity: number; readonly itemKnn: number; readonly oracle: number };
}

export function campusFigures(folder: string): CampusFigures {
  const courses = readCsv(`${folder}/courses.csv`).map((row) => row.course_id!);
  const learners = readCsv(`${folder}/learners.csv`);
  const enrolments = readCsv(`${folder}/enrolments.csv`);
  const position = new Map(courses.map((id, c) => [id, c]));
  const histories = new Map<string, number[]>(learners.map((row) => [row.learner_id!, []]));
  const popularity = new Float64Array(courses.length);
  let repeatedPairs = 0;
  for (const row of enrolments) {
    const history = histories.get(row.learner_id!)!;
    const course = position.get(row.course_id!)!;
    if (history.includes(course)) repeatedPairs++;
    else {
      history.push(course);
      popularity[course]! += 1;
    }
  }
  const perLearner = [...histories.values()].map((history) => history.length).sort((a, b) => a - b);
  const share = (count: number, of: number): number => count / of;
  const rated = enrolments.filter((row) => row.rating !== "");
  const statuses = ["completed", "failed", "withdrawn", "enrolled"];
  const mean = popularity.reduce((a, b) => a + b) / courses.length;
  const enjoyment = readTable(`${folder}/truth/enjoyment.csv`).rows;
  const appeal = readTable(`${folder}/truth/appeal.csv`).rows;
  return {
    learners: learners.length,
    courses: courses.length,
    enrolments: enrolments.length,
    repeatedPairs,
    enrolmentsMedian: perLearner[Math.floor(perLearner.length / 2)]!,
    enrolmentsP90: perLearner[Math.floor(perLearner.length * 0.9)]!,
    gini: gini(popularity),
    untakenCourses: popularity.filter((count) => count === 0).length,
    coldShare: share(popularity.filter((count) => count < mean / 10).length, courses.length),
    dropOutShare: share(learners.filter((row) => row.status === "left").length, learners.length),
    statusShares: Object.fromEntries(
      statuses.map((status) => [
        status,
        share(enrolments.filter((row) => row.status === status).length, enrolments.length),
      ]),
    ),
    ratedShare: share(rated.length, enrolments.length),
    ratingShares: ["1", "2", "3", "4", "5"].map((rating) =>
      share(rated.filter((row) => row.rating === rating).length, rated.length),
    ),
    preferenceShareOfChoice: preferenceShare([...appeal.values()]),
    truthShareOfRatings: squaredCorrelation(
      rated
        .filter((row) => enjoyment.has(row.learner_id!))
        .map((row) => [enjoyment.get(row.learner_id!)![position.get(row.course_id!)!]!, Number(row.rating)] as const),
    ),
    ...ranking(histories, appeal, enjoyment, courses.length),
  };
}

/** Hides every fifth course (by a fixed rule) of learners with five or more, and ranks all others for them. */
function ranking(
  histories: ReadonlyMap<string, readonly number[]>,
  appeal: ReadonlyMap<string, Float64Array>,
  enjoyment: ReadonlyMap<string, Float64Array>,
  courseCount: number,
): Pick<CampusFigures, "ndcg" | "enjoymentOfTop10"> {
  const kept = new Map<string, number[]>();
  const hidden = new Map<string, Set<number>>();
  let turn = 0;
  for (const [id, history] of histories) {
    const start = turn++ % 5;
    const isHidden = (p: number): boolean => history.length >= 5 && p % 5 === start;
    kept.set(
      id,
      history.filter((_, p) => !isHidden(p)),
    );
    hidden.set(id, new Set(history.filter((_, p) => isHidden(p))));
  }
  const counts = new Float64Array(courseCount);
  const together = Array.from({ length: courseCount }, () => new Float64Array(courseCount));
  for (const history of kept.values())
    for (const a of history) {
      counts[a]! += 1;
      for (const b of history) if (a !== b) together[a]![b]! += 1;
    }
  const cosine = (history: readonly number[]): Float64Array => {
    const scores = new Float64Array(courseCount);
    for (const a of history)
      for (let b = 0; b < courseCount; b++) scores[b]! += together[a]![b]! / (Math.sqrt(counts[a]! * counts[b]!) + 10);
    return scores;
  };
  const rankers: Record<string, (id: string, history: readonly number[]) => Float64Array> = {
    random: (_, history) => Float64Array.from({ length: courseCount }, (_, c) => (c * 7919 + history[0]! * 31) % 997),
    popularity: () => counts,
    itemKnn: (_, history) => cosine(history),
    oracle: (id) => appeal.get(id)!,
  };
  const ndcg: Record<string, number> = {};
  const joy: Record<string, number> = {};
  for (const [name, scoresOf] of Object.entries(rankers)) {
    let sum = 0;
    let pleasure = 0;
    let askers = 0;
    for (const [id, wanted] of hidden) {
      if (wanted.size === 0 || !appeal.has(id)) continue;
      const history = kept.get(id)!;
      const scores = scoresOf(id, history);
      const top = Array.from(scores.keys())
        .filter((c) => !history.includes(c))
        .sort((a, b) => scores[b]! - scores[a]! || a - b)
        .slice(0, 10);
      askers++;
      sum += ndcgOf(top, wanted);
      pleasure += top.reduce((total, c) => total + enjoyment.get(id)![c]!, 0) / top.length;
    }
    ndcg[name] = sum / askers;
    joy[name] = pleasure / askers;
  }
  return { ndcg, enjoymentOfTop10: joy } as unknown as Pick<CampusFigures, "ndcg" | "enjoymentOfTop10">;
}

function ndcgOf(top: readonly number[], wanted: ReadonlySet<number>): number {
  let gain = 0;
  let ideal = 0;
  top.forEach((c, p) => {
    if (wanted.has(c)) gain += 1 / Math.log2(p + 2);
  });
  for (let p = 0; p < Math.min(10, wanted.size); p++) ideal += 1 / Math.log2(p + 2);
  return gain / ideal;
}

/** 0: all courses alike; towards 1: a few have everything. */
function gini(values: Float64Array): number {
  const sorted = values.toSorted();
  const total = sorted.reduce((a, b) => a + b);
  return sorted.reduce((sum, value, i) => sum + (2 * (i + 1) - sorted.length - 1) * value, 0) / (sorted.length * total);
}

/** Variance left in a learners × courses table once each course's mean is taken out, within learners. */
function preferenceShare(rows: readonly Float64Array[]): number {
  const width = rows[0]!.length;
  const means = new Float64Array(width);
  for (const row of rows) for (let c = 0; c < width; c++) means[c]! += row[c]! / rows.length;
  let within = 0;
  let total = 0;
  for (const row of rows) {
    const centre = row.reduce((a, b) => a + b) / width;
    const rest = row.map((value, c) => value - means[c]!);
    const restCentre = rest.reduce((a, b) => a + b) / width;
    for (let c = 0; c < width; c++) {
      total += (row[c]! - centre) ** 2;
      within += (rest[c]! - restCentre) ** 2;
    }
  }
  return within / total;
}

function squaredCorrelation(pairs: readonly (readonly [number, number])[]): number {
  const n = pairs.length;
  const meanX = pairs.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = pairs.reduce((sum, [, y]) => sum + y, 0) / n;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  return xy ** 2 / (xx * yy);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) console.log(campusFigures(process.argv[2]!));
