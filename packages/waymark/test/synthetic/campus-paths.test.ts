import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { writeCampus } from "../../src/synthetic/campus/write-campus.ts";
import { type CsvRow, campusFigures, readCsv, readTable } from "./campus-figures.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-campus-"));
const campus = join(folder, "campus");
let courses: Map<string, CsvRow>;
let learners: CsvRow[];
let enrolments: CsvRow[];
let reviews: CsvRow[];
let summary: Awaited<ReturnType<typeof writeCampus>>;

beforeAll(async () => {
  summary = await writeCampus(campus, { learners: 2000, courses: 300, seed: 1 });
  courses = new Map(readCsv(`${campus}/courses.csv`).map((row) => [row.course_id!, row]));
  learners = readCsv(`${campus}/learners.csv`);
  enrolments = readCsv(`${campus}/enrolments.csv`);
  reviews = readCsv(`${campus}/reviews.csv`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const list = (text: string): string[] => (text === "" ? [] : text.split(";"));
const days = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;
const termStart = (term: string): string => `${term.slice(0, 4)}-${term.endsWith("S1") ? "02" : "09"}-01`;
const byLearner = (): Map<string, CsvRow[]> => Map.groupBy(enrolments, (row) => row.learner_id!);

describe("what learners do", () => {
  test("counts in the summary are the rows in the files", () => {
    const having = (status: string): number => enrolments.filter((row) => row.status === status).length;
    expect(summary).toEqual({
      learners: learners.length,
      courses: courses.size,
      enrolments: enrolments.length,
      completed: having("completed"),
      failed: having("failed"),
      withdrawn: having("withdrawn"),
      enrolled: having("enrolled"),
      ratings: enrolments.filter((row) => row.rating !== "").length,
      reviews: reviews.length,
      dropOuts: learners.filter((row) => row.status === "left").length,
      untakenCourses: [...courses.keys()].filter((id) => !enrolments.some((row) => row.course_id === id)).length,
    });
    expect(JSON.parse(readFileSync(`${campus}/campus.json`, "utf8"))).toMatchObject({
      generator: "waymark demo campus",
      version: 1,
      parameters: { learners: 2000, courses: 300, seed: 1 },
      counts: summary,
    });
  });

  test("nobody takes a course before completing all it asks for, in an earlier term", () => {
    let asked = 0;
    for (const rows of byLearner().values())
      for (const row of rows)
        for (const needed of list(courses.get(row.course_id!)!.prerequisites!)) {
          asked++;
          const done = rows.some(
            (other) => other.course_id === needed && other.status === "completed" && other.term! < row.term!,
          );
          expect(done, `${row.learner_id} ${row.course_id} without ${needed}`).toBe(true);
        }
    expect(asked).toBeGreaterThan(500);
  });

  test("nobody takes a course before its first term or in a term in which it is not taught", () => {
    for (const { course_id, term } of enrolments) {
      const { first_term, offered } = courses.get(course_id!)!;
      expect(first_term! <= term!).toBe(true);
      expect(offered === "both" || term!.endsWith(offered!) || term === first_term).toBe(true);
    }
  });

  test("nobody takes a course again, unless it was failed", () => {
    let again = 0;
    for (const rows of byLearner().values())
      rows.forEach((row, r) => {
        const before = rows.slice(0, r).filter((other) => other.course_id === row.course_id);
        for (const other of before) expect([other.status, other.term! < row.term!]).toEqual(["failed", true]);
        again += before.length;
      });
    expect(again).toBeGreaterThan(0);
  });

  test("learners study from their entry until they leave, in order of time", () => {
    const rows = byLearner();
    for (const { learner_id, entry_term, left_term, status } of learners) {
      const own = rows.get(learner_id!) ?? [];
      expect(own.length).toBeGreaterThan(0);
      expect(own[0]!.term).toBe(entry_term);
      expect(own.map((row) => row.enrolled_at)).toEqual(own.map((row) => row.enrolled_at).toSorted());
      expect(status === "left").toBe(left_term !== "");
      if (left_term !== "") expect(own.at(-1)!.term).toBe(left_term);
      if (status !== "active") expect(own.some((row) => row.status === "enrolled")).toBe(false);
    }
  });

  test("dates, grades and ratings fit the status", () => {
    for (const row of enrolments) {
      const ended = row.status === "completed" || row.status === "failed";
      expect(row.enrolled_at).toMatch(/^20\d\d-\d\d-\d\d$/);
      const late = days(termStart(row.term!), row.enrolled_at!);
      expect(late >= -35 && late < 15).toBe(true);
      expect([row.completed_at !== "", row.grade !== ""]).toEqual([ended, ended]);
      if (ended) {
        expect(days(row.enrolled_at!, row.completed_at!)).toBeGreaterThan(100);
        expect(row.grade).toMatch(/^(100|\d\d?)$/);
        expect(Number(row.grade) >= 50).toBe(row.status === "completed");
      }
      if (row.status === "enrolled") expect([row.term, row.rating]).toEqual(["2024-S2", ""]);
      expect(row.rating).toMatch(/^[1-5]?$/);
    }
  });

  test("able learners get better grades, and hard courses worse ones", () => {
    const ability = new Map(
      readCsv(`${campus}/truth/learners.csv`).map((row) => [row.learner_id!, Number(row.ability)]),
    );
    const difficulty = new Map(
      readCsv(`${campus}/truth/courses.csv`).map((row) => [row.course_id!, Number(row.difficulty)]),
    );
    const graded = enrolments.filter((row) => row.grade !== "");
    const mean = (rows: readonly CsvRow[]): number =>
      rows.reduce((sum, row) => sum + Number(row.grade), 0) / rows.length;
    const able = (row: CsvRow): boolean => ability.get(row.learner_id!)! > 0;
    const hard = (row: CsvRow): boolean => difficulty.get(row.course_id!)! > 0;
    expect(mean(graded.filter(able))).toBeGreaterThan(mean(graded.filter((row) => !able(row))) + 5);
    expect(mean(graded.filter((row) => !hard(row) && able(row)))).toBeGreaterThan(
      mean(graded.filter((row) => hard(row) && able(row))),
    );
  });
});

describe("reviews", () => {
  test("repeat the rating of an enrolment", () => {
    const rated = new Set(enrolments.map((row) => `${row.learner_id} ${row.course_id} ${row.rating}`));
    for (const row of reviews) expect(rated.has(`${row.learner_id} ${row.course_id} ${row.rating}`)).toBe(true);
  });

  test("sound as the rating is: the delighted never complain, the angry never praise", () => {
    const complaint =
      /confusing|boring|came late|far too fast|do not understand|outdated|too high|tedious|ignored|hard to/;
    const praise =
      /were clear|helped me|quick and friendly|just right|finally|well chosen|was fair|fascinating|patience|treasure/;
    const of = (rating: string): string[] => reviews.filter((row) => row.rating === rating).map((row) => row.review!);
    for (const rating of ["1", "5"]) expect(of(rating).length).toBeGreaterThan(10);
    expect(of("5").filter((text) => complaint.test(text) || !praise.test(text))).toEqual([]);
    expect(of("1").filter((text) => praise.test(text) || !complaint.test(text))).toEqual([]);
    expect(of("3").filter((text) => !praise.test(text) || !complaint.test(text))).toEqual([]);
    for (const text of reviews.map((row) => row.review!)) expect(text).not.toMatch(/[{}]|undefined/);
  });

  test("speak about the course: a term in them is one of the course's main topic", () => {
    const about = (row: CsvRow): string => courses.get(row.course_id!)!.description!.toLowerCase();
    const named = reviews.flatMap((row) => {
      const term = /The unit on (.+?) was/.exec(row.review!)?.[1];
      return term === undefined ? [] : [about(row).includes(term.toLowerCase())];
    });
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(Boolean).length / named.length).toBeGreaterThan(0.5); // a description has 5 or 7 of 8 terms
  });
});

describe("a campus is realistic enough that models differ on it", () => {
  let figures: ReturnType<typeof campusFigures>;
  beforeAll(() => {
    figures = campusFigures(campus);
  });

  test("a few courses have most of the enrolments, and some have none", () => {
    expect(figures.gini).toBeGreaterThan(0.5);
    expect(figures.gini).toBeLessThan(0.7);
    expect(figures.untakenCourses).toBeGreaterThan(3);
    expect(figures.coldShare).toBeGreaterThan(0.1);
    expect(figures.coldShare).toBeLessThan(0.3);
  });

  test("most learners have few courses, some have many, and a quarter or so leave early", () => {
    expect(figures.enrolmentsMedian).toBeGreaterThanOrEqual(5);
    expect(figures.enrolmentsMedian).toBeLessThanOrEqual(10);
    expect(figures.enrolmentsP90).toBeGreaterThan(2 * figures.enrolmentsMedian);
    expect(figures.dropOutShare).toBeGreaterThan(0.2);
    expect(figures.dropOutShare).toBeLessThan(0.4);
  });

  test("ratings lean to the good side and are there for about half of the enrolments", () => {
    const [one, two, three, four, five] = figures.ratingShares as [number, number, number, number, number];
    expect(one).toBeGreaterThan(0.003);
    expect(two).toBeGreaterThan(one);
    expect(three).toBeGreaterThan(two);
    expect(four + five).toBeGreaterThan(0.6);
    expect(figures.ratedShare).toBeGreaterThan(0.4);
    expect(figures.ratedShare).toBeLessThan(0.6);
  });

  test("ratings follow what learners truly enjoy, but not slavishly", () => {
    expect(figures.truthShareOfRatings).toBeGreaterThan(0.2);
    expect(figures.truthShareOfRatings).toBeLessThan(0.5);
  });

  test("neighbours beat popularity clearly, and who knows the truth beats both", () => {
    const { random, popularity, itemKnn, oracle } = figures.ndcg;
    expect(popularity).toBeGreaterThan(3 * random);
    expect(itemKnn).toBeGreaterThan(1.5 * popularity);
    expect(oracle).toBeGreaterThan(1.1 * itemKnn);
    expect(oracle).toBeLessThan(0.6);
    expect(figures.enjoymentOfTop10.itemKnn).toBeGreaterThan(figures.enjoymentOfTop10.popularity + 0.1);
    expect(figures.enjoymentOfTop10.oracle).toBeGreaterThan(figures.enjoymentOfTop10.itemKnn);
  });
});

test("no two learners are alike", () => {
  const natures = readCsv(`${campus}/truth/learners.csv`).map(({ learner_id, ...nature }) =>
    Object.values(nature).join(),
  );
  expect(new Set(natures).size).toBe(learners.length);
});

test("the truth gives the expected enjoyment of every course by every learner of a small campus", () => {
  const { courses: ids, rows } = readTable(`${campus}/truth/enjoyment.csv`);
  expect(ids).toEqual([...courses.keys()]);
  expect([...rows.keys()]).toEqual(learners.map((row) => row.learner_id));
  for (const row of rows.values()) for (const value of row) if (!(value >= 1 && value <= 5)) expect.fail(`${value}`);
});
