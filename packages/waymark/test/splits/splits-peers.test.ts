import { describe, expect, test } from "vitest";
import { fmix32, pairHash, rowHash } from "../../src/compute/hash.ts";
import { clean } from "../../src/data/clean.ts";
import type { Interactions } from "../../src/data/interactions.ts";
import type { Fold } from "../../src/splits/fold.ts";
import { parseSplit } from "../../src/splits/parse.ts";
import { readRatings } from "../data/clean-real-source.ts";
import { dataFolder } from "../data-folder.ts";

/** Check values of the language-neutral protocols that other programs' results were measured with. */

test("the hashes of numbers, pairs and rows are those other programs compute", () => {
  expect([fmix32(1), fmix32(0xdeadbeef)]).toEqual([1364076727, 233162409]);
  expect([pairHash(1, 1193, 0), pairHash(6040, 1097, 0), pairHash(1, 1193, 1)]).toEqual([
    3896078027, 1122792050, 4164986288,
  ]);
  expect([0, 1, 2, 3].map((row) => rowHash(row, 0))).toEqual([2605812845, 931346865, 1024049343, 2112176226]);
});

const movielens = dataFolder("ml-1m");
describe.skipIf(movielens === undefined)("MovieLens 1M", () => {
  const source = () => readRatings(`${movielens}/ratings.csv.gz`, ["user_id", "movie_id", "rating"]);

  test("hash:10 holds out the 100,439 rows the peers were tested on, in file order", async () => {
    const { data } = clean(source());
    const [fold] = await parseSplit("hash:10").apply(data, 0);
    const { users, items, values } = fold!.test;
    expect(users.length).toBe(100_439);
    expect([0, 1, 2].map((row) => [data.users.id(users[row]!), data.items.id(items[row]!), values![row]])).toEqual([
      ["1", "2398", 4],
      ["1", "1721", 4],
      ["1", "1836", 5],
    ]);
    expect(fold!.train.size).toBe(1_000_209 - 100_439);
  });

  test("hash-per-user:5 over ratings from 4 holds out the peers' rows", async () => {
    const { data, report } = clean(source(), { threshold: 4 });
    expect([data.users.size, data.items.size]).toEqual([6_038, 3_533]);
    expect(report.rowsKept).toBe(462_672 + 112_609);
    const [fold] = await parseSplit("hash-per-user:5").apply(data, 0);
    expect([fold!.train.size, fold!.test.users.length]).toEqual([462_672, 112_609]);
    expect(usersTested(fold!)).toBe(6_034);
    expect(testItemsOf(fold!.test, 0)).toEqual([245, 502, 559, 910, 1052, 1688, 1996, 2096, 2837]);
  });
});

const goodbooks = dataFolder("goodbooks-10k");
describe.skipIf(goodbooks === undefined)("goodbooks-10k", () => {
  test("keeping the first of repeated rows, hash-per-user:5 over ratings from 4 holds out the peers' rows", async () => {
    const source = readRatings(`${goodbooks}/ratings.csv.gz`, ["user_id", "book_id", "rating"]);
    const { data, report } = clean(source, { threshold: 4, repeats: "first" });
    const gone = Object.fromEntries(report.steps.map((step) => [step.key, step.rows]));
    expect([gone["exact-repeats"], gone["repeated-pairs"]]).toEqual([1_644, 634]); // 2,278 repeats of a pair
    expect([data.users.size, data.items.size]).toEqual([51_293, 10_000]);
    const [fold] = await parseSplit("hash-per-user:5").apply(data, 0);
    expect([fold!.train.size, fold!.test.users.length]).toEqual([539_730, 108_958]);
    expect(usersTested(fold!)).toBe(28_971);
  });
});

const usersTested = (fold: Fold): number => new Set(fold.test.users).size;

const testItemsOf = (rows: Interactions, user: number): readonly number[] =>
  [...rows.items].filter((_, row) => rows.users[row] === user).sort((a, b) => a - b);
