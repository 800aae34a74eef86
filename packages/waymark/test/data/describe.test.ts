import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { clean } from "../../src/data/clean.ts";
import { Dataset } from "../../src/data/dataset.ts";
import { describe as describeData } from "../../src/data/describe.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { dataFolder } from "../data-folder.ts";
import { twoFaculties } from "../two-faculties.ts";
import { readRatings } from "./clean-real-source.ts";
import { type RawRow, sourceOf } from "./clean-source.ts";

const may = Date.UTC(2024, 4, 17, 13) / 1000;
const day = 86_400;

describe("a data set of seven rows", () => {
  const rows = [
    { user: "u", item: "a", value: 5, time: may },
    { user: "u", item: "b", value: 4, time: may + day },
    { user: "u", item: "c", value: 4, time: may + 40 * day },
    { user: "v", item: "a", value: 1, time: may - day },
    { user: "v", item: "b", value: 3 },
    { user: "w", item: "a", value: 5, time: may },
    { user: "x", item: "a", value: 4, time: may },
  ];
  const small = Dataset.fromRows(rows, { name: "small", scale: { min: 1, max: 5 } });
  const data = new Dataset({ ...small, items: new Vocabulary("course", ["a", "b", "c", "cold"]), ...partsOf(small) });
  const description = describeData(data);

  test("is counted as by hand", () => {
    expect(description).toMatchObject({
      name: "small",
      feedback: "explicit",
      users: 4,
      items: 4,
      interactions: 7,
      density: 7 / 16,
      coldUsers: 0,
      coldItems: 1,
      rowsPerUser: { min: 1, median: 1.5, mean: 7 / 4, max: 3 },
      rowsPerItem: { min: 1, median: 2, mean: 7 / 3, max: 4 },
      times: { from: "2024-05-16", to: "2024-06-26", rowsWithoutTime: 1 },
    });
  });

  test("has one bar per rating given, its mean and deviation", () => {
    const mean = 26 / 7;
    expect(description.ratings!.mean).toBeCloseTo(mean, 12);
    expect(description.ratings!.deviation).toBeCloseTo(Math.sqrt((25 + 16 + 16 + 1 + 9 + 25 + 16) / 7 - mean ** 2), 12);
    expect(description.ratings!.histogram).toEqual([
      { from: 1, to: 1, rows: 1 },
      { from: 3, to: 3, rows: 1 },
      { from: 4, to: 4, rows: 3 },
      { from: 5, to: 5, rows: 2 },
    ]);
  });

  test("holds its rows unevenly: 1, 2 and 4 rows an item", () => {
    const { top1, top10, top20, gini } = description.popularity;
    expect([top1, top10, top20]).toEqual([4 / 7, 4 / 7, 4 / 7]); // one item of three each
    expect(gini).toBeCloseTo((-2 * 1 + 0 * 2 + 2 * 4) / (3 * 7), 12);
  });

  test("has a 2-core of two users and two items, and no 3-core", () => {
    expect(description.cores.slice(0, 2)).toEqual([
      { k: 2, users: 2, items: 2, interactions: 4 },
      { k: 3, users: 0, items: 0, interactions: 0 },
    ]);
  });
});

test("the top fifth of ten items is two of them", () => {
  const rows = Array.from({ length: 10 }, (_, item) =>
    Array.from({ length: item + 1 }, (_, user) => ({ user: `u${user}`, item: `i${item}` })),
  ).flat();
  const { popularity } = describeData(Dataset.fromRows(rows));
  expect([popularity.top10, popularity.top20]).toEqual([10 / 55, 19 / 55]);
});

test("more than twenty different ratings are put into twenty bins that hold them all", () => {
  const rows = Array.from({ length: 101 }, (_, n) => ({ user: "u", item: `i${n}`, value: n / 10 }));
  const { histogram } = describeData(Dataset.fromRows(rows)).ratings!;
  expect(histogram).toHaveLength(20);
  expect(histogram[0]).toEqual({ from: 0, to: 0.5, rows: 5 }); // 0, .1, .2, .3, .4
  expect([histogram[19]!.to, histogram[19]!.rows]).toEqual([10, 6]); // 9.5 … 9.9 and 10
  expect(histogram.reduce((sum, bar) => sum + bar.rows, 0)).toBe(101);
});

test("texts and topics are counted by items that have them", () => {
  const { itemFeatures, ratings, times } = describeData(twoFaculties());
  expect([ratings, times]).toEqual([undefined, undefined]);
  expect(itemFeatures).toEqual([
    { name: "titles", kind: "text", known: 17 },
    { name: "texts", kind: "text", known: 17 },
    { name: "topics", kind: "topics", known: 17, topics: 3 },
  ]);
});

test("an empty data set is described with zeros, fit for JSON", () => {
  const empty = describeData(Dataset.fromRows([]));
  expect(empty.rowsPerUser).toEqual({ min: 0, median: 0, mean: 0, max: 0 });
  expect(JSON.stringify(empty)).not.toContain("null");
});

test("core sizes are what cleaning with the same thresholds leaves", () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.nat(7), fc.nat(7)), { selector: String, minLength: 1, maxLength: 64 });
  fc.assert(
    fc.property(pairs, (numbers) => {
      const source = sourceOf(numbers.map(([u, i]): RawRow => [`u${u}`, `i${i}`]));
      for (const { k, users, items, interactions } of describeData(clean(source).data).cores) {
        const asked = { minUserInteractions: k, minItemInteractions: k };
        if (interactions === 0) expect(() => clean(source, asked)).toThrow("No row is left after cleaning");
        else {
          const { data } = clean(source, asked);
          expect([data.users.size, data.items.size, data.size]).toEqual([users, items, interactions]);
        }
      }
    }),
  );
});

/** Figures by pandas: test/golden/describe-data.py. */
const movielens = dataFolder("ml-1m");
test.skipIf(movielens === undefined)("MovieLens 1M has the sizes, the spread and the cores that pandas finds", () => {
  const source = readRatings(`${movielens}/ratings.csv.gz`, ["user_id", "movie_id", "rating", "timestamp"]);
  const { ratings, popularity, rowsPerUser, rowsPerItem, times, cores } = describeData(clean(source).data);
  expect(ratings!.mean).toBeCloseTo(3.581564453029317, 12);
  expect(ratings!.deviation).toBeCloseTo(1.1171012869389083, 10); // a million squares added in turn, not pairwise
  expect(ratings!.histogram.map(({ rows }) => rows)).toEqual([56_174, 107_557, 261_197, 348_971, 226_310]);
  expect(popularity.gini).toBeCloseTo(0.6335616301416965, 12);
  expect([popularity.top1, popularity.top10, popularity.top20]).toEqual([
    0.08909637885681893, 0.4445410909119994, 0.6520697174290573,
  ]);
  expect([rowsPerUser.min, rowsPerUser.median, rowsPerUser.max]).toEqual([20, 96, 2314]);
  expect([rowsPerItem.min, rowsPerItem.median, rowsPerItem.max]).toEqual([1, 123.5, 3428]);
  expect(times).toEqual({ from: "2000-04-25", to: "2003-02-28", rowsWithoutTime: 31_237 });
  expect(cores.map(({ k, users, items, interactions }) => [k, users, items, interactions])).toEqual([
    [2, 6040, 3592, 1_000_095],
    [3, 6040, 3503, 999_917],
    [5, 6040, 3416, 999_611],
    [10, 6040, 3260, 998_539],
    [20, 6022, 3043, 995_154],
  ]);
});

function partsOf({ name, users, interactions }: Dataset) {
  return { name, users, interactions };
}

test("a time no date can be written for is passed over in the span", () => {
  const rows = [1e15, may, -1e15].map((time, n) => ({ user: "u", item: `i${n}`, time }));
  expect(describeData(Dataset.fromRows(rows)).times).toEqual({
    from: "2024-05-17",
    to: "2024-05-17",
    rowsWithoutTime: 0,
  });
  expect(describeData(Dataset.fromRows(rows.slice(0, 1))).times).toEqual({ rowsWithoutTime: 0 });
});

test("every bar holds exactly the ratings between its own edges, whatever the rounding", () => {
  const values = Array.from({ length: 41 }, (_, n) => n / 10);
  const rows = values.map((value, n) => ({ user: "u", item: `i${n}`, value }));
  const { histogram } = describeData(Dataset.fromRows(rows)).ratings!;
  const counted = histogram.map(
    ({ from, to }, bar) => values.filter((value) => value >= from && (value < to || bar === 19)).length,
  );
  expect(histogram.map((bar) => bar.rows)).toEqual(counted);
});

test("takes places in a sequence for no dates, and the first days of 1970 for dates once they are more than one", () => {
  const { users, items, interactions } = twoFaculties();
  const timed = (step: number) => {
    const times = Float64Array.from(interactions.users, (_, row) => 1 + row * step);
    return describeData(new Dataset({ name: "timed", users, items, interactions: { ...interactions, times } })).times;
  };
  expect(timed(1)).toBeUndefined();
  expect(timed(86_400)?.from).toBe("1970-01-01");
});
