import { describe, expect, test } from "vitest";
import { buildCatalogue, type Course } from "../../src/synthetic/campus/catalogue.ts";
import { subjectOfTopic, subjects, topics } from "../../src/synthetic/campus/subjects/all-subjects.ts";

const subjectOf = (course: Course): number => subjectOfTopic[course.topics[0]!]!;
const repeated = (words: readonly string[]): string[] => words.filter((word, i) => words.indexOf(word) !== i);

describe("subject vocabularies", () => {
  test("hold twelve subjects or more, each with thirty terms or more", () => {
    expect(subjects.length).toBeGreaterThanOrEqual(12);
    for (const subject of subjects)
      expect(subject.subtopics.flatMap(({ terms }) => terms).length).toBeGreaterThanOrEqual(30);
  });

  test("give no term, title word or sub-topic to two sub-topics", () => {
    expect(repeated(topics.flatMap(({ terms }) => terms))).toEqual([]);
    expect(repeated(topics.flatMap(({ heads }) => heads))).toEqual([]);
    expect(repeated(topics.map(({ name }) => name))).toEqual([]);
  });

  test("name companions that exist, never the subject itself", () => {
    const names = new Set(subjects.map(({ name }) => name));
    for (const { name, companions } of subjects) {
      expect(companions.filter((companion) => !names.has(companion))).toEqual([]);
      expect(companions).not.toContain(name);
    }
  });
});

describe("the catalogue", () => {
  const courses = buildCatalogue(2000, 7);

  test.each([300, 5000, 10_000])("gives %i courses as many titles, without numbering them through", (count) => {
    const titles = buildCatalogue(count, 1).map(({ title }) => title);
    expect(new Set(titles).size).toBe(count);
    for (const title of titles) expect(title).toMatch(/^[A-Z0-9][A-Za-z0-9 :-]{2,89}$/);
  });

  test("leaves no hole in a description", () => {
    for (const { description } of courses) {
      expect(description).not.toMatch(/[{}@]|undefined/);
      expect(description).toMatch(/^[A-Z].{60,900}[.]$/);
    }
  });

  test("begins with the smaller catalogue of the same seed", () => {
    expect(courses.slice(0, 250)).toEqual(buildCatalogue(250, 7));
    expect(courses.slice(0, 250)).not.toEqual(buildCatalogue(250, 8));
  });

  test("has a course of every subject even when it is small", () => {
    expect(new Set(buildCatalogue(20, 3).map(subjectOf)).size).toBe(subjects.length);
  });

  test("asks only for easier courses of the same subject that are at least as old", () => {
    const pairs = courses.flatMap((course, index) => course.prerequisites.map((p) => ({ course, index, p })));
    expect(pairs.length).toBeGreaterThan(400);
    for (const { course, index, p } of pairs) {
      const before = courses[p]!;
      expect(p).toBeLessThan(index);
      expect(subjectOf(before)).toBe(subjectOf(course));
      expect(before.firstTerm).toBeLessThanOrEqual(course.firstTerm);
      const isSequel = / II+$/.test(course.title) && before.title === course.title.slice(0, -1);
      expect(isSequel || before.level < course.level).toBe(true);
    }
  });

  test("builds every part of a series on the part before", () => {
    const sequels = courses.filter(({ title }) => / II+$/.test(title));
    expect(sequels.length).toBeGreaterThan(50);
    for (const sequel of sequels) {
      const [before] = sequel.prerequisites;
      expect(courses[before!]!.title).toBe(sequel.title.slice(0, -1));
      expect(sequel.topics).toEqual(courses[before!]!.topics);
    }
  });

  test("writes courses of one sub-topic in the same words, and those of others in other words", () => {
    const words = courses.map(({ description }) => new Set(description.toLowerCase().match(/[a-z]{4,}/g)));
    const overlap = (a: number, b: number): number => {
      let shared = 0;
      for (const word of words[a]!) if (words[b]!.has(word)) shared++;
      return shared / (words[a]!.size + words[b]!.size - shared);
    };
    let same = 0;
    let sameCount = 0;
    let other = 0;
    let otherCount = 0;
    for (let a = 0; a < 400; a++)
      for (let b = 0; b < a; b++) {
        if (courses[a]!.topics[0] === courses[b]!.topics[0]) {
          same += overlap(a, b);
          sameCount++;
        } else if (subjectOf(courses[a]!) !== subjectOf(courses[b]!)) {
          other += overlap(a, b);
          otherCount++;
        }
      }
    expect(same / sameCount).toBeGreaterThan(3 * (other / otherCount));
  });

  test("has all levels, and courses that are new this term or only announced", () => {
    for (const level of [0, 1, 2])
      expect(courses.filter((course) => course.level === level).length).toBeGreaterThan(200);
    expect(courses.filter(({ firstTerm }) => firstTerm === 11).length).toBeGreaterThan(50);
    expect(courses.filter(({ firstTerm }) => firstTerm === 12).length).toBeGreaterThan(30);
  });
});
