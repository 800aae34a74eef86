import { describe, expect, test } from "vitest";
import type { PublishedFold } from "../../../src/data/dataset.ts";
import { openSource } from "../../../src/data/open-source.ts";
import type { SourceData } from "../../../src/data/source.ts";
import { dataFolder } from "../../data-folder.ts";

/** Figures stand in the ORIGIN.md of each data set or, where "counted" is said, were counted with another program. */
function published(
  key: string,
  folder: string,
  claims: Record<string, (data: SourceData) => unknown>,
  format?: string,
): void {
  const path = dataFolder(folder);
  describe.skipIf(path === undefined)(key, () => {
    let reading: ReturnType<typeof openSource> | undefined;
    const open = () => (reading ??= openSource(path!, { format, strict: true }));
    test("is recognized, and no row of it is refused", async () => {
      const { source, data } = await open();
      expect(source.key).toBe(key);
      expect(data.rejected.count).toBe(0);
    });
    for (const [claim, check] of Object.entries(claims))
      test(claim, async () => {
        await check((await open()).data);
      });
  });
}

const sizes = ({ users, items, interactions }: SourceData) => [interactions.users.length, users.size, items.size];

function histogram(values: Float64Array): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

/** Index of an item, its title and its topics. */
function item(data: SourceData, id: string) {
  const index = data.items.index(id);
  const topics = data.itemFeatures?.topics;
  return {
    title: data.itemFeatures?.titles?.[index],
    description: data.itemFeatures?.texts?.[index],
    topics: topics ? Array.from(topics.matrix.row(index).columns, (topic) => topics.names[topic]) : [],
  };
}

const blanks = (values: Float64Array): number => values.filter((value) => Number.isNaN(value)).length;

const pairs = (fold: PublishedFold, data: SourceData): string[] =>
  [fold.train, fold.test].flatMap((rows) =>
    Array.from(rows.users, (user, row) => `${data.users.id(user)} ${data.items.id(rows.items[row]!)}`),
  );

published("movielens-100k", "ml-100k", {
  "has 100,000 ratings of 1,682 films by 943 people": (data) => {
    expect(sizes(data)).toEqual([100_000, 943, 1682]);
    expect(histogram(data.interactions.values!)).toEqual({ 1: 6110, 2: 11370, 3: 27145, 4: 34174, 5: 21201 });
    expect(data.scale).toEqual({ min: 1, max: 5 });
  },
  "keeps the first row of the file first": (data) => {
    const { users, items, values, times } = data.interactions;
    expect([data.users.id(users[0]!), data.items.id(items[0]!), values![0], times![0]]).toEqual([
      "196",
      "242",
      3,
      881250949,
    ]);
  },
  "reads Latin-1 titles and the genres of a film": (data) => {
    expect(item(data, "543")).toMatchObject({ title: "Misérables, Les (1995)", topics: ["Drama", "Musical"] });
    expect(item(data, "1").topics).toEqual(["Animation", "Children's", "Comedy"]);
    expect(data.itemFeatures?.topics?.names).toHaveLength(19);
  },
  "knows the year of a film, and age, gender and occupation of a person": (data) => {
    const { numeric } = data.itemFeatures!;
    expect(numeric!.year![data.items.index("1")]).toBe(1995);
    expect(numeric!.year!.filter(Number.isNaN)).toHaveLength(1); // film 267 has neither title nor date
    const first = data.users.index("1");
    const { numeric: numbers, categorical } = data.userFeatures!;
    expect(numbers!.age![first]).toBe(24);
    expect(
      ["gender", "occupation"].map((name) => categorical![name]!.names[categorical![name]!.codes[first]!]),
    ).toEqual(["M", "technician"]);
  },
  "has five published folds of 80,000 and 20,000 rows, each the whole data set": async (data) => {
    const folds = await data.publishedFolds!();
    expect(folds.map(({ name, train, test }) => [name, train.users.length, test.users.length])).toEqual(
      ["u1", "u2", "u3", "u4", "u5"].map((name) => [name, 80_000, 20_000]),
    );
    const all = new Set(
      Array.from(
        data.interactions.users,
        (user, row) => `${data.users.id(user)} ${data.items.id(data.interactions.items[row]!)}`,
      ),
    );
    for (const fold of folds) expect(new Set(pairs(fold, data))).toEqual(all);
  },
});

published("movielens-1m", "ml-1m", {
  "has 1,000,209 ratings of 3,706 films by 6,040 people, and 177 films nobody rated": (data) => {
    expect(sizes(data)).toEqual([1_000_209, 6040, 3883]);
    expect(new Set(data.interactions.items).size).toBe(3706);
    expect(histogram(data.interactions.values!)).toEqual({ 1: 56174, 2: 107557, 3: 261197, 4: 348971, 5: 226310 });
  },
  "leaves 31,237 missing timestamps blank and says so": (data) => {
    expect(blanks(data.interactions.times!)).toBe(31_237);
    expect(data.notes).toContain("Timestamps are missing in 31,237 rows.");
  },
  "reads Latin-1 titles and the genres of a film": (data) => {
    expect(item(data, "73")).toMatchObject({ title: "Misérables, Les (1995)", topics: ["Drama", "Musical"] });
    expect(data.itemFeatures?.topics?.names).toHaveLength(18);
  },
  "takes age groups and occupations for categories, though they are written as numbers": (data) => {
    const { numeric, categorical } = data.userFeatures!;
    expect(numeric).toBeUndefined();
    expect(categorical!.age!.names).toEqual(["1", "18", "25", "35", "45", "50", "56"]);
    expect(categorical!.occupation!.names).toHaveLength(21);
    expect(data.itemFeatures!.numeric!.year![data.items.index("1")]).toBe(1995);
  },
});

published("goodbooks", "goodbooks-10k", {
  "has 981,756 ratings of 10,000 books by 53,424 people, repeated pairs included": (data) => {
    expect(sizes(data)).toEqual([981_756, 53_424, 10_000]);
    expect(histogram(data.interactions.values!)).toEqual({ 1: 19575, 2: 63231, 3: 248623, 4: 357366, 5: 292961 });
    const { users, items } = data.interactions;
    expect(new Set(Array.from(users, (user, row) => user * 10_000 + items[row]!)).size).toBe(979_478);
  },
  "takes `id` of books.csv, not its book_id, for the book that was rated": (data) => {
    expect(item(data, "2")).toMatchObject({
      title: "Harry Potter and the Sorcerer's Stone (Harry Potter, #1)",
      description: "J.K. Rowling, Mary GrandPré",
    });
  },
});

published("mooccubex", "mooccubex", {
  "has 867,796 enrolments of 11,943 learners in 2,297 courses, without ratings or times": (data) => {
    expect(sizes(data)).toEqual([867_796, 11_943, 2297]);
    expect([data.scale, data.interactions.values, data.interactions.times]).toEqual([undefined, undefined, undefined]);
  },
  "names learners and courses by their original ids": (data) => {
    const { users, items } = data.interactions;
    expect([data.users.id(users[0]!), item(data, "C_1756063").title]).toEqual([
      "U_3112",
      "Conversational English Skills",
    ]);
    expect(data.items.id(items[0]!)).toMatch(/^C_\d+$/);
  },
  "has texts for nearly all courses and fields for those that have them": (data) => {
    expect(item(data, "C_1756063").description).toContain("Do you want to use English");
    expect(item(data, "C_1756063").description).toContain("conner");
    const { matrix } = data.itemFeatures!.topics!;
    let withFields = 0;
    for (let row = 0; row < matrix.rowCount; row++) if (matrix.row(row).columns.length > 0) withFields++;
    expect(withFields).toBe(2297 - 1865);
  },
  "has one published fold of 698,260 and 169,536 rows": async (data) => {
    const [fold, ...others] = await data.publishedFolds!();
    expect(others).toEqual([]);
    expect([fold!.train.users.length, fold!.test.users.length]).toEqual([698_260, 169_536]);
    expect(new Set(pairs(fold!, data)).size).toBe(867_796);
  },
});

published("coco", "coco-partial", {
  "has 159,664 enrolments of 24,036 learners in 8,166 of 8,196 courses": (data) => {
    expect(sizes(data)).toEqual([159_664, 24_036, 8196]);
    expect(new Set(data.interactions.items).size).toBe(8166);
  },
  "reads a rating that is 1 everywhere as no rating": (data) => {
    expect([data.scale, data.interactions.values]).toEqual([undefined, undefined]);
  },
  "keeps times between August 2013 and November 2017": (data) => {
    const times = data.interactions.times!;
    const months = [times.toSorted().at(0)!, times.toSorted().at(-1)!].map((t) =>
      new Date(t * 1000).toISOString().slice(0, 7),
    );
    expect(months).toEqual(["2013-08", "2017-11"]);
  },
  "makes titles of slugs, and topics of categories, concepts and levels": (data) => {
    const { title, topics } = item(data, "497736");
    expect(title).toBe("social psychology");
    expect(topics.length).toBeGreaterThan(1);
    const { names, matrix } = data.itemFeatures!.topics!;
    expect(
      ["all", "beginner", "intermediate", "esperto"].map(
        (level) => matrix.transpose().row(names.indexOf(level)).columns.length,
      ),
    ).toEqual([4860, 2431, 783, 121]);
  },
  "has the level of all courses but one": (data) => {
    const { names, codes } = data.itemFeatures!.level!;
    expect(names).toEqual(["beginner", "intermediate", "esperto", "all"]);
    expect(codes.filter((code) => code >= names.length)).toHaveLength(1);
  },
  "has one published fold: valid.txt to train on, test.txt to test": async (data) => {
    const [fold] = await data.publishedFolds!();
    expect([fold!.train.users.length, fold!.test.users.length]).toEqual([92_403, 67_261]);
    expect(data.notes?.join(" ")).toContain("train.txt is not in the folder");
  },
});

published("amazon-reviews", "amazon-musical-instruments", {
  "has 10,261 reviews of 900 products by 1,429 people, from 1 to 5": (data) => {
    expect(sizes(data)).toEqual([10_261, 1429, 900]);
    expect(data.scale).toEqual({ min: 1, max: 5 });
    expect(Object.keys(histogram(data.interactions.values!))).toEqual(["1", "2", "3", "4", "5"]);
    expect(data.interactions.times![0]! % 86_400).toBe(0);
  },
});

published("amazon-beauty", "amazon-beauty", {
  "has 198,502 interactions of 22,363 users with 12,101 items, without ratings": (data) => {
    expect(sizes(data)).toEqual([198_502, 22_363, 12_101]);
    expect(data.scale).toBeUndefined();
  },
  "takes the order in a line for time": (data) => {
    const { users, items, times } = data.interactions;
    const second = Array.from(users.keys()).filter((row) => data.users.id(users[row]!) === "2");
    expect(second.map((row) => data.items.id(items[row]!))).toEqual(["6", "7", "8", "9", "10", "4", "11"]);
    expect(second.map((row) => times![row])).toEqual([1, 2, 3, 4, 5, 6, 7]);
  },
  "has 637 attributes as topics": (data) => {
    expect(data.itemFeatures?.topics?.names).toHaveLength(637);
    expect(item(data, "4").topics).toEqual(["1", "2", "3"]);
  },
});

published("ibm-capstone", "ibm-course-recommender", {
  "has 9,402 enrolments of 1,000 learners in 105 of 307 courses": (data) => {
    expect(sizes(data)).toEqual([9402, 1000, 307]);
    expect(new Set(data.interactions.items).size).toBe(105);
  },
  "reads ratings that are nearly always 3 as no ratings, and says so": (data) => {
    expect([data.scale, data.interactions.values]).toEqual([undefined, undefined]);
    expect(data.notes?.[0]).toMatch(/read as enrolments without rating/);
  },
  "has texts and 14 genres, and takes the line break out of a title": (data) => {
    expect(data.itemFeatures?.topics?.names).toHaveLength(14);
    expect(item(data, "ML0122EN")).toMatchObject({
      title: "accelerating deep learning with gpu",
      topics: ["Python", "MachineLearning", "DataScience"],
    });
    expect(data.itemFeatures?.texts?.every((text) => text !== undefined)).toBe(true);
    expect(data.itemFeatures?.titles?.some((title) => title?.includes("\n"))).toBe(false);
  },
});

published("ncf", "ncf-ml-1m", {
  "has 994,169 rows to train on and 6,040 to test, of 6,040 users and 3,706 items": async (data) => {
    expect(sizes(data)).toEqual([1_000_209, 6040, 3706]);
    const [fold, ...others] = await data.publishedFolds!();
    expect(others).toEqual([]);
    expect([fold!.train.users.length, fold!.test.users.length]).toEqual([994_169, 6040]);
    expect(data.scale).toBeUndefined();
  },
  "never ranks the test item against itself: 156 lists of negatives have it taken out": async (data) => {
    const [fold] = await data.publishedFolds!();
    const { test, negatives } = fold!;
    expect(negatives!.filter((list) => list.length === 99)).toHaveLength(6040 - 156);
    expect(negatives!.filter((list, row) => list.length < 99 && !list.includes(test.items[row]!))).toHaveLength(156);
    expect(negatives!.some((list, row) => list.includes(test.items[row]!))).toBe(false);
  },
  "takes no negative that is in train": async (data) => {
    const [fold] = await data.publishedFolds!();
    const { train, test, negatives } = fold!;
    const taken = new Set(Array.from(train.users, (user, row) => user * 3706 + train.items[row]!));
    const clash = negatives!.some((list, row) => list.some((other) => taken.has(test.users[row]! * 3706 + other)));
    expect(clash).toBe(false);
  },
  "takes time 0 for unknown, in 31,237 rows": (data) => {
    expect(blanks(data.interactions.times!)).toBe(31_237);
  },
});

published("ednet-kt1", "ednet", {
  "has 168,118 answers of 11 learners and 78,558 of 92 without id": (data) => {
    expect(sizes(data)).toEqual([168_118 + 78_558, 11 + 92, 13_169]);
    expect(data.users.ids.filter((id) => id.startsWith("segment-"))).toHaveLength(92);
    expect(new Set(data.interactions.items).size).toBe(11_604); // counted
  },
  "leaves repeated answers to cleaning": (data) => {
    const { users, items } = data.interactions;
    expect(new Set(Array.from(users, (user, row) => user * 13_169 + items[row]!)).size).toBe(91_726 + 58_963); // counted
  },
  "turns milliseconds into seconds": (data) => {
    expect(data.interactions.times![0]).toBe(1561192807.778);
  },
  "has part and tags of a question as topics": (data) => {
    expect(item(data, "q1").topics.sort()).toEqual(["part 1", "tag 1", "tag 179", "tag 181", "tag 2"]);
  },
});

published(
  "ednet-kt4",
  "ednet",
  {
    "has 3,233 answers and lectures among the 18,256 actions of 9 learners": (data) => {
      expect(sizes(data)).toEqual([3233, 9, 13_169 + 1021]); // counted
      expect(data.notes?.[1]).toMatch(/^15,023 other actions/);
    },
    "names a learner after the file": (data) => {
      const counts = histogram(Float64Array.from(data.interactions.users));
      expect([counts[data.users.index("u7")], counts[data.users.index("u10")]]).toEqual([1452, 1]); // counted
    },
  },
  "ednet-kt4",
);

test.skipIf(dataFolder("ednet/kt4") === undefined)("a folder of EdNet-KT4 logs is recognized by itself", async () => {
  const { source, data } = await openSource(dataFolder("ednet/kt4")!);
  expect([source.key, data.interactions.users.length]).toEqual(["ednet-kt4", 3233]);
});

test.skipIf(dataFolder("amazon-beauty") === undefined)(
  "the table of Amazon Beauty ratings, with a fifth column without name, is read as a table",
  async () => {
    const { source, data } = await openSource(`${dataFolder("amazon-beauty")}/ratings_Beauty.part.csv.gz`);
    expect(source.key).toBe("csv");
    expect(sizes(data)).toEqual([29_999, 28_456, 1858]);
    expect(data.rejected.count).toBe(0);
    expect(data.scale).toEqual({ min: 1, max: 5 });
  },
);
