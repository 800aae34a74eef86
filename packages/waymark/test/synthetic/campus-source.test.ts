import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { clean } from "../../src/data/clean.ts";
import type { SourceData } from "../../src/data/source.ts";
import { demo } from "../../src/data/sources/demo.ts";
import { writeDataset } from "../../src/data/write-dataset.ts";
import { SourceError } from "../../src/errors.ts";
import { writeCampus } from "../../src/synthetic/campus/write-campus.ts";
import { readCsv } from "./campus-figures.ts";

const root = mkdtempSync(join(tmpdir(), "waymark-demo-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe("reading a generated campus", () => {
  const campus = join(root, "campus");
  let data: SourceData;
  beforeAll(async () => {
    await writeCampus(campus, { learners: 300, courses: 60, seed: 4 });
    data = await demo.read(campus, {});
  });

  test("gives every row of enrolments.csv, in order, with its rating where there is one", () => {
    const rows = readCsv(`${campus}/enrolments.csv`);
    const { users, items, values, times } = data.interactions;
    const read = Array.from(users, (user, r) => ({
      learner: data.users.id(user),
      course: data.items.id(items[r]!),
      rating: values![r],
      time: times![r],
    }));
    expect(read).toEqual(
      rows.map((row) => ({
        learner: row.learner_id,
        course: row.course_id,
        rating: row.rating === "" ? Number.NaN : Number(row.rating),
        time: Date.parse(row.enrolled_at!) / 1000,
      })),
    );
    expect(data.scale).toEqual({ min: 1, max: 5 });
    expect(data.rejected.count).toBe(0);
    expect(data.name).toBe("campus");
  });

  test("knows all courses of the catalogue, taken or not, with title, description, subject and topics", () => {
    const rows = readCsv(`${campus}/courses.csv`);
    expect(data.items.ids).toEqual(rows.map((row) => row.course_id));
    expect(data.itemFeatures!.titles).toEqual(rows.map((row) => row.title));
    expect(data.itemFeatures!.texts).toEqual(rows.map((row) => row.description));
    const { names, matrix } = data.itemFeatures!.topics!;
    rows.forEach((row, item) => {
      const read = Array.from(matrix.row(item).columns, (topic) => names[topic]);
      expect(read.toSorted()).toEqual([row.subject, ...row.topics!.split(";")].toSorted());
    });
  });

  test("knows level, workload, prerequisites and further columns of courses", () => {
    const rows = readCsv(`${campus}/courses.csv`);
    const { level, workload, prerequisites, numeric, categorical } = data.itemFeatures!;
    expect(level!.names).toEqual(["introductory", "intermediate", "advanced"]);
    expect(Array.from(level!.codes, (code) => level!.names[code])).toEqual(rows.map((row) => row.level));
    expect(Array.from(workload!)).toEqual(rows.map((row) => Number(row.workload_hours)));
    rows.forEach((row, item) => {
      const before = Array.from(prerequisites!.row(item).columns, (other) => data.items.id(other));
      expect(before.toSorted()).toEqual(row.prerequisites!.split(";").filter(Boolean).toSorted());
    });
    expect(Object.keys(numeric!)).toEqual(["credits"]);
    expect(Object.keys(categorical!)).toEqual(["subject", "first_term", "offered"]);
  });

  test("knows of learners what was known beforehand, and not how their studies ended", () => {
    const byId = new Map(readCsv(`${campus}/learners.csv`).map((row) => [row.learner_id, row]));
    const { numeric, categorical } = data.userFeatures!;
    expect(numeric).toBeUndefined();
    expect(Object.keys(categorical!)).toEqual(["programme", "study_mode", "entry_term"]);
    const { names, codes } = categorical!.programme!;
    expect(Array.from(codes, (code) => names[code])).toEqual(data.users.ids.map((id) => byId.get(id)!.programme));
  });

  test("survives `import`: what was cleaned and written reads the same", async () => {
    const { data: cleaned } = clean(data);
    const copy = join(root, "copy");
    await writeDataset(copy, cleaned, {});
    const again = clean(await demo.read(copy, {})).data;
    const rated = new Set(cleaned.interactions.users);
    expect(again.users.ids).toEqual(cleaned.users.ids.filter((_, user) => rated.has(user)));
    expect(again.items.ids).toEqual(cleaned.items.ids);
    expect(again.interactions.items).toEqual(cleaned.interactions.items);
    expect(again.interactions.values).toEqual(cleaned.interactions.values);
    expect(again.interactions.times).toEqual(cleaned.interactions.times);
    expect(again.itemFeatures).toEqual(cleaned.itemFeatures);
    const { names, codes } = again.userFeatures!.categorical!.programme!;
    const before = cleaned.userFeatures!.categorical!.programme!;
    expect(Array.from(codes, (code) => names[code])).toEqual(
      again.users.ids.map((id) => before.names[before.codes[cleaned.users.index(id)]!]),
    );
  });
});

describe("reading a folder of two files", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(root, "two-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const put = (files: Readonly<Record<string, string | Uint8Array>>): void => {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  };
  const courses =
    'course_id,title,description,topics\nc1,Algebra,"Sets, maps",maths;logic\nc2,Botany,,\nc9,Unloved,,\n';

  test("needs no more than learner and course: then nothing is rated", async () => {
    put({ "courses.csv": courses, "enrolments.csv": "learner_id,course_id\nana,c1\nben,c2\nana,c2\n" });
    const { interactions, scale, items, users, itemFeatures } = await demo.read(folder, {});
    expect([users.ids, items.ids]).toEqual([
      ["ana", "ben"],
      ["c1", "c2", "c9"],
    ]);
    expect(interactions).toEqual({ users: Uint32Array.of(0, 1, 0), items: Uint32Array.of(0, 1, 1) });
    expect(scale).toBeUndefined();
    expect(itemFeatures!.titles).toEqual(["Algebra", "Botany", "Unloved"]);
    expect(itemFeatures!.texts).toEqual(["Sets, maps", undefined, undefined]);
    expect(itemFeatures!.topics!.names).toEqual(["logic", "maths"]);
  });

  test.each([
    ["gz", gzipSync],
    ["zst", zstdCompressSync],
  ] as const)("unpacks enrolments.csv.%s", async (ending, pack) => {
    put({
      "courses.csv": courses,
      [`enrolments.csv.${ending}`]: pack("learner_id,course_id,rating\nana,c1,4.5\nben,c2,\nben,c1,2\n"),
    });
    expect(demo.recognizes({ path: folder, isFolder: true, names: new Set(readdirSync(folder)) })).toBe(true);
    const { interactions, scale } = await demo.read(folder, {});
    expect(interactions.values).toEqual(Float64Array.of(4.5, Number.NaN, 2));
    expect(scale).toEqual({ min: 2, max: 4.5 });
  });

  test("takes columns by their names only, in any place: a grade is no rating, completed_at not the time", async () => {
    put({
      "courses.csv": courses,
      "enrolments.csv": "grade,course_id,completed_at,learner_id\n88,c1,2024-01-01,ana\n",
    });
    const { interactions } = await demo.read(folder, {});
    expect(interactions).toEqual({ users: Uint32Array.of(0), items: Uint32Array.of(0) });
  });

  test.each([
    ["2024-02-01", 1_706_745_600],
    ["2024-02-01T06:00:00.000Z", 1_706_767_200],
    ["1706745600", 1_706_745_600],
  ])("reads the time %s", async (text, seconds) => {
    put({ "courses.csv": courses, "enrolments.csv": `learner_id,course_id,enrolled_at\nana,c1,${text}\nben,c1,\n` });
    expect((await demo.read(folder, {})).interactions.times).toEqual(Float64Array.of(seconds, Number.NaN));
  });

  test.each([
    ["nothing", ""],
    ["one and the same number", "3"],
  ])("a rating column with %s in it is no rating, and a note says so", async (_, rating) => {
    const rows = `learner_id,course_id,rating\nana,c1,${rating}\nben,c2,${rating}\n`;
    put({ "courses.csv": courses, "enrolments.csv": rows });
    const { interactions, scale, notes } = await demo.read(folder, {});
    expect([interactions.values, scale]).toEqual([undefined, undefined]);
    expect(notes).toContain("No two ratings differ: every row counts as taken.");
  });

  test("says how many courses have no row in courses.csv, and keeps their enrolments", async () => {
    put({ "courses.csv": courses, "enrolments.csv": "learner_id,course_id\nana,c1\nana,x7\nana,c2\n" });
    const { items, itemFeatures, notes } = await demo.read(folder, {});
    expect(items.ids).toEqual(["c1", "c2", "c9", "x7"]);
    expect(itemFeatures!.titles![3]).toBeUndefined();
    expect(notes).toContain(
      "1 of the courses with enrolments are not in courses.csv: they have no title and no topics.",
    );
  });

  test("says which prerequisites are no courses of the data, and passes over learners without an id", async () => {
    put({
      "courses.csv": "course_id,prerequisites,workload_hours\nc1,,soon\nc2,c1;c7,12.5\n",
      "enrolments.csv": "learner_id,course_id\nana,c1\nana,c2\n",
      "learners.csv": "name,age\nana,31\n",
    });
    const { itemFeatures, userFeatures, notes } = await demo.read(folder, {});
    expect([...itemFeatures!.prerequisites!.row(1).columns]).toEqual([0]);
    expect(itemFeatures!.workload).toEqual(Float64Array.of(Number.NaN, 12.5));
    expect(userFeatures).toBeUndefined();
    expect(notes).toEqual([
      "1 of the prerequisites in courses.csv name a course that is not in the data; they are left out.",
      "learners.csv has no column learner_id and was not used.",
    ]);
  });

  test("counts enrolments that it cannot take, with their lines, and lines of courses.csv apart", async () => {
    put({
      "courses.csv": `${courses}c1,Again,,\n,Nameless,,\n`,
      "enrolments.csv": "learner_id,course_id,rating\nana,c1,5\nana,c2,good\n,c2,3\n",
    });
    const { rejected, itemFeatures, notes } = await demo.read(folder, {});
    expect(rejected.count).toBe(2);
    expect(rejected.byReason).toEqual({
      "the rating is not a finite number": 1,
      "the learner is blank": 1,
    });
    expect(rejected.examples.map(({ file, line }) => `${file}:${line}`)).toEqual([
      ...["enrolments.csv:3", "enrolments.csv:4"],
    ]);
    expect(notes).toContain("2 lines of courses.csv could not be read, e.g. line 5: the course has a row already.");
    const { rowsRead, rowsKept, steps } = clean(await demo.read(folder, {})).report;
    expect([rowsRead, steps.find((step) => step.key === "rejected")?.rows, rowsKept]).toEqual([3, 2, 1]);
    expect(itemFeatures!.titles![0]).toBe("Algebra"); // the first row of a course stands
    await expect(demo.read(folder, { strict: true })).rejects.toThrow(/courses.csv: line 5 was rejected/);
  });

  test.each([
    [
      { "courses.csv": "id,name\n1,x\n", "enrolments.csv": "learner_id,course_id\na,1\n" },
      /no column course_id.*id, name/,
    ],
    [
      { "courses.csv": courses, "enrolments.csv": "student,course_id\na,1\n" },
      /no column learner_id.*student, course_id/,
    ],
    [{ "courses.csv": courses, "enrolments.csv": "learner_id,course_id\n" }, /no rows/],
    [{ "courses.csv": courses, "enrolments.csv": "" }, /is empty/],
    [{ "courses.csv": courses }, /has no file enrolments.csv/],
    [
      { "courses.csv": courses, "enrolments.csv.gz": gzipSync("learner_id,course_id\na,1\n").subarray(0, 30) },
      /too early/,
    ],
  ])("says what is wrong, case %#", async (files, message) => {
    put(files);
    await expect(demo.read(folder, {})).rejects.toThrow(SourceError);
    await expect(demo.read(folder, {})).rejects.toThrow(message);
  });

  test("says that a folder does not exist", async () => {
    await expect(demo.read(join(folder, "absent"), {})).rejects.toThrow(/does not exist/);
  });

  test("is recognized by both files together, and only in a folder", () => {
    const recognizes = (names: string[], isFolder = true) =>
      demo.recognizes({ path: folder, isFolder, names: new Set(names) });
    expect(recognizes(["courses.csv", "enrolments.csv", "readme.md"])).toBe(true);
    expect(recognizes(["courses.csv.gz", "enrolments.csv.gz"])).toBe(true);
    expect(recognizes(["enrolments.csv"])).toBe(false);
    expect(recognizes(["courses.csv"])).toBe(false);
    expect(recognizes(["courses.csv", "enrolments.csv"], false)).toBe(false);
  });

  test("stops when its signal is aborted", async () => {
    mkdirSync(join(folder, "x"));
    put({ "courses.csv": courses, "enrolments.csv": "learner_id,course_id\nana,c1\n" });
    await expect(demo.read(folder, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(readFileSync(join(folder, "courses.csv"), "utf8")).toBe(courses);
  });
});
