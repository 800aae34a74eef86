import { join } from "node:path";
import { expect, test } from "vitest";
import { clean } from "../../../src/data/clean.ts";
import { Dataset } from "../../../src/data/dataset.ts";
import { openSource } from "../../../src/data/open-source.ts";
import { writeDataset } from "../../../src/data/write-dataset.ts";
import { InvalidInputError, UnknownIdError, UnknownNameError } from "../../../src/errors.ts";
import { folderWith, readOwn } from "./own-file.ts";

const enrolments = "Matrikel;Kurs\n01;A\n01;B\n02;A\n";
const catalogue = [
  "Kurs;Titel;Beschreibung;Thema;Niveau;Sprache;Stunden;Voraussetzungen;Ort",
  "A;Algebra;Gruppen;Mathe|Theorie;leicht;de;40;;Ulm",
  "B;Bayes;Daten;Mathe;schwer;en;20 h;A;Bonn",
  "C;Chemie;Stoffe;Chemie;;de;;A, B;Ulm",
].join("\n");

test("a catalogue beside the table gives every kind of feature, also of courses nobody took", async () => {
  const folder = folderWith({ "rows.csv": enrolments, "k.csv": catalogue, "l.csv": "Matrikel;Alter\n01;20\n03;40\n" });
  const options = { courses: join(folder, "k.csv"), learners: join(folder, "l.csv") };
  const { data } = await openSource(join(folder, "rows.csv"), options);
  expect(data.items.ids).toEqual(["A", "B", "C"]);
  const { titles, texts, topics, level, workload, prerequisites, categorical } = data.itemFeatures!;
  expect([titles, texts?.[2], topics?.names]).toEqual([
    ["Algebra", "Bayes", "Chemie"],
    "Stoffe",
    ["Chemie", "Mathe", "Theorie"],
  ]);
  expect([level?.names.length, Array.from(workload!)]).toEqual([2, [40, 20, Number.NaN]]);
  expect(Array.from(prerequisites!.row(2).columns)).toEqual([0, 1]);
  expect(Object.keys(categorical!)).toEqual(["language", "Ort"]);
  expect(Array.from(data.userFeatures!.numeric!.Alter!)).toEqual([20, Number.NaN]);
  expect(data.notes?.join()).toContain("Courses from k.csv: id = Kurs, title = Titel");
  // written and read again
  const out = join(folder, "out");
  await writeDataset(out, clean(data).data, {});
  const again = (await openSource(out)).data;
  expect(again.items.ids).toEqual(data.items.ids);
  expect(again.itemFeatures!.titles).toEqual(titles);
  expect(Object.keys(again.itemFeatures!.categorical!)).toEqual(["language", "Ort"]);
  expect(Array.from(again.itemFeatures!.prerequisites!.row(2).columns)).toEqual([0, 1]);
});

test("columns of a catalogue may be named, and the ids are the column that the rows name", async () => {
  const folder = folderWith({
    "rows.csv": "user,course\nu,x1\nv,x2\n",
    "k.csv": "id,code,heading\n1,x1,One\n2,x2,Two\n",
  });
  const open = (courseColumns: object) =>
    openSource(join(folder, "rows.csv"), { courses: join(folder, "k.csv"), courseColumns });
  const { data } = await open({ title: "heading" });
  expect([data.items.ids, data.itemFeatures?.titles]).toEqual([
    ["x1", "x2"],
    ["One", "Two"],
  ]);
  await expect(open({ title: "headline" })).rejects.toThrow(UnknownNameError);
});

test("what the table itself says of courses is used, but not what differs between its rows", async () => {
  const data = await readOwn(
    "student,course id,course title,term\n1,a,Art,2021\n2,a,Art,2022\n3,a,Art,2023\n1,b,Biology,2022\n2,b,Biology,2021\n",
  );
  expect(data.itemFeatures).toEqual({ titles: ["Art", "Biology"] });
  expect(data.notes?.join()).toContain("rows of one course differ: term");
});

test("ids that differ only in form are joined where one asks for it, and hinted at where not", async () => {
  const text = "learner,course\nada,Caf\u00e9\nbea,Cafe\u0301\ncem,CAF\u00c9\ncem,07\nada,7.0\n";
  const apart = await readOwn(text);
  expect(apart.items.size).toBe(5);
  expect(clean(apart).report.notes.filter((note) => note.startsWith("Some course ids"))).toHaveLength(3);
  expect(() => apart.items.index("7")).toThrow(/There is "07"/);
  expect((await readOwn(text, { foldIds: true })).items.ids).toEqual(["07", "CAFÉ"]);
  expect(() => Dataset.fromRows([{ user: "u", item: "Cafe\u0301" }]).items.index("Caf\u00e9")).toThrow(UnknownIdError);
});

test("rows handed over by a program are checked", () => {
  const rows = (...given: unknown[]) => given as Parameters<typeof Dataset.fromRows>[0];
  for (const [wrong, scale] of [
    [rows({ item: "b" })],
    [rows({ user: "a", item: null })],
    [rows({ user: 1, item: "b" })],
    [rows({ user: Number.NaN, item: "b" })],
    [rows({ user: " ", item: "b" })],
    [rows({ user: "a", item: "b", value: 3 }), { min: 5, max: 1 }],
    [rows({ user: "a", item: "b", value: 7 }), { min: 1, max: 5 }],
    [rows({ user: "a", item: "b" }), { min: 1, max: 5 }],
  ] as const)
    expect(() => Dataset.fromRows(wrong, scale ? { scale } : {})).toThrow(InvalidInputError);
});
