import { expect, test } from "vitest";
import { ratingsOf, readOwn } from "./own-file.ts";

const valuesOf = async (...[cells, options]: Parameters<typeof ratingsOf>) => {
  const data = await ratingsOf(cells, options);
  return Array.from(data.interactions.values ?? []);
};

test("blanks are blanks however they are written, and no row goes for one", async () => {
  const blanks = ["", "NA", "n/a", "N/A", "NULL", "null", "None", "nan", "-", "–", "?", "#N/A", "."];
  const data = await ratingsOf(["4", ...blanks, "2"]);
  expect(data.rejected.count).toBe(0);
  expect(Array.from(data.interactions.values!)).toEqual([4, ...blanks.map(() => Number.NaN), 2]);
});

test("a rating column that is not wanted is not read", async () => {
  const data = await ratingsOf(["good", "bad", "4"], { columns: { rating: "none" } });
  expect([data.rejected.count, data.interactions.users.length, data.interactions.values]).toEqual([0, 3, undefined]);
  expect(data.notes?.at(-1)).toBe("Ratings are not read, so every row counts as an enrolment.");
});

test("letter grades are points, best first, and grades of one's own are steps", async () => {
  expect(await valuesOf(["A+", "a", "A-", "B+", "F", "W"])).toEqual([4.3, 4, 3.7, 3.3, 0, Number.NaN]);
  expect(await valuesOf(["A", "E", "B"])).toEqual([5, 1, 4]);
  expect(await valuesOf(["Pass", "Distinction", "Fail", "Withdrawn"])).toEqual([2, 3, 1, Number.NaN]);
  expect(await valuesOf(["gut", "sehr gut", "ausreichend"])).toEqual([2, 3, 1]);
  expect(await valuesOf(["good", "poor", "fair"], { grades: ["good", "fair", "poor"] })).toEqual([3, 1, 2]);
});

test("percentages, fractions, decimal commas and thousands are decided by the column", async () => {
  expect(await valuesOf(["85 %", "40%", "7,5 %"])).toEqual([85, 40, 7.5]);
  expect(await valuesOf(["17/20", "9/20", "20 / 20"])).toEqual([17, 9, 20]);
  expect(await valuesOf(["1/2", "3/4"])).toEqual([50, 75]);
  expect(await valuesOf(["3,5", "4", "2,75"])).toEqual([3.5, 4, 2.75]);
  expect(await valuesOf(["1,234", "999", "12,345"])).toEqual([1234, 999, 12345]);
  expect(await valuesOf(["1.234,5", "1.000", "7"])).toEqual([1234.5, 1000, 7]);
  expect(await valuesOf(["4 stars", "★★", "3.5"])).toEqual([4, 2, 3.5]);
});

test("words for passed and failed are 1 and 0", async () => {
  expect(await valuesOf(["Pass", "fail", "P"])).toEqual([1, 0, 1]);
  expect(await valuesOf(["bestanden", "nicht bestanden"])).toEqual([1, 0]);
});

test("where the lowest grade is the best, ratings are turned round", async () => {
  expect(await valuesOf(["1,0", "5,0", "2,3"], { best: "low" })).toEqual([5, 1, 3.7]);
  expect(await valuesOf(["2", "3"], { best: "low", scale: { min: 1, max: 6 } })).toEqual([5, 4]);
  const german = await readOwn("Matrikelnummer;Kurs;Note\n01;a;1,3\n02;a;4,0\n");
  expect(german.users.ids).toEqual(["01", "02"]);
  expect(german.notes?.join()).toContain("the option best, low");
});

test("a rating that is none is refused with its line and what to do", async () => {
  const data = await readOwn("learner,course,rating\nu0,c0,A\nu1,c1,B\nu2,c2,banana\n");
  expect(data.rejected.examples).toEqual([
    { file: "rows.csv", line: 4, reason: "the rating is no letter grade as the others are", text: "u2,c2,banana" },
  ]);
  expect(data.notes?.join()).toContain("the option grades");
});

test("counts are no scale, but one wrong entry among stars makes none of them", async () => {
  const plays = ["1", "2", "1", "3", "1", "640", "2", "57", "1"];
  const data = await ratingsOf(plays);
  expect(data.scale).toBeUndefined();
  expect(Array.from(data.interactions.weights!)).toEqual(plays.map(Number));
  expect((await ratingsOf(plays, { ratingsAre: "ratings" })).scale).toEqual({ min: 1, max: 640 });
  expect((await ratingsOf(["4", "5", "555", "3", "1"])).scale).toEqual({ min: 1, max: 555 });
  expect((await ratingsOf(["70", "81", "3", "100", "55"])).scale).toEqual({ min: 3, max: 100 });
});

test("names that every object has are ordinary names of columns and ids", async () => {
  const lines = '{"user":"__proto__","item":"toString","constructor":4}\n{"user":"valueOf","item":"constructor"}\n';
  const data = await readOwn(lines, { columns: { rating: "constructor" } }, "rows.jsonl");
  expect(data.users.ids).toEqual(["__proto__", "valueOf"]);
  expect(data.interactions.users.length).toBe(2);
});
