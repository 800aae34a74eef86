import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fmix32, pairHash, textHash } from "../../src/compute/hash.ts";
import { Dataset, type Row } from "../../src/data/dataset.ts";
import { historiesInOrder, historyInOrder } from "../../src/data/histories-in-order.ts";
import { idNumbers } from "../../src/data/id-numbers.ts";
import type { Interactions } from "../../src/data/interactions.ts";
import { Vocabulary } from "../../src/data/vocabulary.ts";
import { DataRequirementError, InvalidInputError, UnknownNameError } from "../../src/errors.ts";
import * as splits from "../../src/splits/index.ts";
import { documentedSplits, parseSplit } from "../../src/splits/parse.ts";
import { orderStatistic } from "../../src/splits/temporal.ts";

/** Rows as words, so that train and test can be put together again. */
const words = ({ users, items, values, times }: Interactions): readonly string[] =>
  Array.from(users, (user, p) => [user, items[p], values?.[p], times?.[p]].join(" "));

const apply = async (text: string, data: Dataset, seed = 0) => [...(await parseSplit(text).apply(data, seed))];
const held = async (text: string, rows: readonly Row[], seed = 0) => {
  const data = Dataset.fromRows(rows);
  const [fold] = await apply(text, data, seed);
  return Array.from(fold!.test.users, (user, p) => data.users.id(user) + data.items.id(fold!.test.items[p]!));
};
/** `users` users who each had the first `items` items, one a second, all users at once. */
const block = (users: number, items: number): Row[] =>
  Array.from({ length: users * items }, (_, n) => ({
    user: `u${n % users}`,
    item: `i${Math.floor(n / users)}`,
    value: (n * 7) % 5,
    time: Math.floor(n / users),
  }));

const splitTexts = documentedSplits.map(({ text }) => text).filter((text) => text !== "predefined");

describe.each(splitTexts)("%s", (split) => {
  const pairs = fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(12), fc.nat(4)), {
    selector: ([user, item]) => `${user} ${item}`,
    minLength: 2,
    maxLength: 70,
  });
  const world = pairs.map((numbers) => [
    ...block(2, 40),
    ...numbers.map(([user, item, time]): Row => ({ user: `v${user}`, item: `i${item}`, value: 3, time })),
  ]);

  test("puts every row on exactly one side of each fold, in the order of the data", async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.nat(1000), async (rows, seed) => {
        const data = Dataset.fromRows(rows);
        for (const { train, test } of await apply(split, data, seed)) {
          const all = words(data.interactions);
          const tested = new Set(words(test));
          expect(words(test)).toEqual(all.filter((row) => tested.has(row)));
          expect(words(train.interactions)).toEqual(all.filter((row) => !tested.has(row)));
          expect([train.users, train.items, train.scale]).toEqual([data.users, data.items, data.scale]);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("gives the same folds for the same seed", async () => {
    const data = Dataset.fromRows(block(6, 12));
    const [first, second] = [await apply(split, data, 3), await apply(split, data, 3)];
    expect(first.map(({ test }) => words(test))).toEqual(second.map(({ test }) => words(test)));
  });

  test("is parsed from its own text", () => {
    expect(parseSplit(split).text).toBe(split);
    expect(parseSplit(split).description).not.toBe("");
  });
});

test.each(["random:0.2", "per-user:0.2", "folds:5", "leave-one-out", "hash:10", "hash-per-user:5"])(
  "%s divides differently under another seed",
  async (split) => {
    const data = Dataset.fromRows(block(8, 20));
    const [a, b] = [(await apply(split, data, 0))[0]!, (await apply(split, data, 1))[0]!];
    expect(words(a.test)).not.toEqual(words(b.test));
  },
);

describe("random", () => {
  test.each([
    ["random:0.2", 20],
    ["random:0.29", 29],
    ["random:0.005", 1],
  ])("%s holds out exactly %i of 100 rows", async (split, count) => {
    const [fold] = await apply(split, Dataset.fromRows(block(10, 10)));
    expect(fold!.test.users.length).toBe(count);
  });

  test("holds out each row about equally often over many seeds", async () => {
    const data = Dataset.fromRows(block(5, 4));
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2000; seed++)
      for (const row of words((await apply("random:0.25", data, seed))[0]!.test))
        counts.set(row, (counts.get(row) ?? 0) + 1);
    // 2000 × 5/20 = 500 each, deviation √(2000 × ¼ × ¾) = 19: five of those either way
    expect(counts.size).toBe(20);
    for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
  });
});

describe("per-user", () => {
  test("takes each user's share, rounded down", async () => {
    const rows = [...block(1, 4), ...[..."abcdefghijk"].map((item) => ({ user: "long", item, value: 3 }))];
    const [fold] = await apply("per-user:0.2", Dataset.fromRows(rows));
    expect(fold!.test.users.length).toBe(Math.floor(4 / 5) + Math.floor(11 / 5));
  });
});

describe("folds", () => {
  test("test every row once, in folds whose sizes differ by one at most", async () => {
    const data = Dataset.fromRows(block(3, 6)); // 18 rows
    const folds = await apply("folds:4", data);
    expect(folds.map(({ name }) => name)).toEqual(["fold 1 of 4", "fold 2 of 4", "fold 3 of 4", "fold 4 of 4"]);
    expect(folds.map(({ test }) => test.users.length)).toEqual([5, 5, 4, 4]);
    expect(folds.flatMap(({ test }) => words(test)).sort()).toEqual([...words(data.interactions)].sort());
  });

  test("give the same sides however often they are asked for", async () => {
    const [fold] = await apply("folds:2", Dataset.fromRows(block(3, 6)));
    expect(fold!.train).toBe(fold!.train);
    expect(words(fold!.test)).toEqual(words({ ...fold! }.test));
  });
});

describe("leave-one-out", () => {
  test("takes one row of everyone but those who have no other", async () => {
    const rows = [...block(4, 5), { user: "single", item: "i0", value: 1, time: 0 }];
    const data = Dataset.fromRows(rows);
    const [fold] = await apply("leave-one-out", data);
    expect([...fold!.test.users].sort()).toEqual([0, 1, 2, 3].map((n) => data.users.index(`u${n}`)).sort());
  });
});

describe("leave-last", () => {
  const rows: readonly Row[] = [
    { user: "u", item: "a", time: 3 },
    { user: "u", item: "b", time: 9 },
    { user: "u", item: "d", time: 5 },
    { user: "u", item: "e" },
    { user: "single", item: "a", time: 7 },
    { user: "undated", item: "a" },
    { user: "undated", item: "b" },
    { user: "half", item: "a", time: -5 },
    { user: "half", item: "b" },
  ];
  /** Everybody had all courses on one day, but for one earlier. */
  const tied: readonly Row[] = Array.from({ length: 40 * 5 }, (_, n) => ({
    user: `u${n % 40}`,
    item: "abcde"[Math.floor(n / 40)]!,
    time: n < 40 ? 1 : 2,
  }));

  test("takes the latest row by time; what has no time stays in training", async () => {
    expect(await held("leave-last", rows)).toEqual(["ub", "halfa"]);
  });

  test("chooses among equal times by ids and seed, whatever the order of rows", async () => {
    const chosen = new Set(await held("leave-last", tied));
    for (const other of [tied.toReversed(), tied.toSorted((a, b) => (a.item < b.item ? 1 : -1))])
      expect(new Set(await held("leave-last", other))).toEqual(chosen);
    expect(new Set(await held("leave-last", tied, 1))).not.toEqual(chosen);
  });

  test("favours no course among equal times", async () => {
    const chosen = await held("leave-last", tied);
    const times = [..."abcde"].map((item) => chosen.filter((row) => row.endsWith(item)).length);
    expect(times[0]).toBe(0); // the earlier one
    for (const count of times.slice(1)) expect(count).toBeGreaterThan(3); // 10 are expected
  });

  test("holds out the last row of the history that models of sequences see", async () => {
    const data = Dataset.fromRows(tied);
    const [fold] = await apply("leave-last", data, 5);
    const order = historiesInOrder(data, 5);
    for (const [p, user] of fold!.test.users.entries())
      expect(historyInOrder(order, user).at(-1)).toBe(fold!.test.items[p]);
  });

  test("counts test rows chosen among equal times", async () => {
    expect((await apply("leave-last", Dataset.fromRows(tied)))[0]!.tiedRows).toBe(40);
    expect((await apply("leave-last", Dataset.fromRows(rows)))[0]!.tiedRows).toBe(0);
  });
});

describe("temporal", () => {
  const at = (times: readonly (number | undefined)[]): Row[] =>
    times.map((time, n) => ({ user: `u${n % 2}`, item: `i${n}`, ...(time !== undefined && { time }) }));

  test.each<[string, readonly (number | undefined)[], readonly number[]]>([
    ["temporal:0.8", [1, 9, 2, 8, 3, 7, 4, 6, 5, 10], [9, 10]],
    ["temporal:0.5", [4, 1, 3, 2], [4, 3]],
    ["temporal:0.5", [1, 2, 2, 2, 2, 3], [2, 2, 2, 2, 3]], // 1 of 6 is as near to half as 5 of 6: the earlier
    ["temporal:0.5", [1, 2, 2, 2, 3, 3], [3, 3]], // 4 of 6 are nearer than 1
    ["temporal:0.5", [1, 1, 2, 2, 2, 3], [2, 2, 2, 3]], // 2 of 6 are nearer than 5
    ["temporal:0.8", [undefined, 1, 2, 3, 4, 5, undefined], [5]], // undated rows do not count
    ["temporal:0.1", [1, 1, 1, 2], [2]], // never without anything to learn from
  ])("%s of rows at %j tests those at %j", async (split, times, tested) => {
    const [fold] = await apply(split, Dataset.fromRows(at(times)));
    expect([...fold!.test.times!]).toEqual(tested);
  });

  test("never learns from what comes after a tested row", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(9), { minLength: 2, maxLength: 40 }), async (times) => {
        fc.pre(new Set(times).size > 1);
        const [fold] = await apply("temporal:0.7", Dataset.fromRows(at(times)));
        const last = Math.max(...fold!.train.interactions.times!);
        for (const time of fold!.test.times!) expect(time > last).toBe(true);
      }),
    );
  });

  test("refuses times that are known to be places in a sequence", async () => {
    const places = new Dataset({ ...Dataset.fromRows(at([1, 1, 2, 2, 3, 3])), timesArePlaces: true });
    await expect(apply("temporal:0.5", places)).rejects.toThrow(
      /needs moments in time that learners share; this data set has places in each learner's own sequence.*leave-last/,
    );
    const [fold] = await apply("leave-last", places); // the order within a history is all it needs
    expect([...fold!.test.times!]).toEqual([3, 3]);
  });

  test.each<[string, readonly (number | undefined)[], boolean]>([
    ["1, 2, 3 for both", [1, 1, 2, 2, 3, 3], true],
    ["0, 1, 2 for both, in any order of rows", [2, 0, 1, 1, 0, 2], true],
    ["a gap", [1, 1, 2, 2, 4, 3], false],
    ["a term with two courses", [1, 1, 1, 2, 2, 3], false],
    ["seconds", [1e9, 1e9, 1e9 + 1, 1e9 + 1, 1e9 + 2, 1e9 + 2], false],
  ])("notes times that count rows: %s", async (_, times, noted) => {
    const [fold] = await apply("temporal:0.5", Dataset.fromRows(at(times)));
    expect(fold!.notes?.some((note) => note.includes("places in a sequence")) ?? false).toBe(noted);
  });

  test("of rows all at one instant is refused", async () => {
    await expect(apply("temporal:0.8", Dataset.fromRows(at([5, 5, 5])))).rejects.toThrow(InvalidInputError);
  });

  test("finds the number a sort would, however many there are and however unevenly they lie", () => {
    const numbers = Float64Array.from({ length: 50_000 }, (_, n) => Math.exp((fmix32(n) % 9000) / 100) - 5);
    numbers[7] = Number.NaN;
    const sorted = numbers.filter((x) => !Number.isNaN(x)).sort();
    for (const rank of [0, 1, 4095, 25_000, 49_997, 49_998]) expect(orderStatistic(numbers, rank)).toBe(sorted[rank]);
  });
});

describe("predefined", () => {
  const small = Dataset.fromRows(block(2, 3));
  const { users, items } = small.interactions;
  const part = (from: number, to: number): Interactions => ({
    users: users.slice(from, to),
    items: items.slice(from, to),
    values: small.interactions.values!.slice(from, to),
  });
  const negatives = [Uint32Array.of(1), Uint32Array.of(2)];
  const published = new Dataset({
    ...{ name: "published", users: small.users, items: small.items, interactions: small.interactions },
    scale: small.scale!,
    publishedFolds: async () => [{ name: "u1", train: part(0, 4), test: part(4, 6), negatives }],
  });

  test("gives the folds published with the data, with their names and negatives", async () => {
    const [fold, ...others] = await apply("predefined", published);
    expect([others.length, fold!.name, fold!.test, fold!.negatives]).toEqual([0, "u1", part(4, 6), negatives]);
    expect(fold!.train.interactions).toEqual(part(0, 4));
  });

  test("refuses a fold with an empty side, as every other split does", async () => {
    const empty = new Dataset({
      ...{ name: "published", users: small.users, items: small.items, interactions: small.interactions },
      publishedFolds: async () => [{ name: "u1", train: part(0, 4), test: part(4, 4) }],
    });
    await expect(apply("predefined", empty)).rejects.toThrow(InvalidInputError);
    await expect(apply("predefined", empty)).rejects.toThrow(/rows to test on in published .*"predefined, u1"/);
  });

  test("passes on what a fold has to say of itself", async () => {
    const noted = new Dataset({
      ...{ name: "published", users: small.users, items: small.items, interactions: small.interactions },
      publishedFolds: async () => [{ name: "u1", train: part(0, 4), test: part(4, 6), notes: ["u1: one row went"] }],
    });
    expect((await apply("predefined", noted))[0]!.notes).toEqual(["u1: one row went"]);
  });

  test("shows no ratings where the data is read as implicit", async () => {
    const [fold] = await apply("predefined", published.asImplicit());
    expect([fold!.train.feedback, fold!.train.interactions.values, fold!.test.values]).toEqual([
      "implicit",
      undefined,
      undefined,
    ]);
  });
});

describe("hash", () => {
  const rows: readonly Row[] = Array.from({ length: 600 }, (_, n) => ({ user: String(n % 20), item: String(n) }));

  test("holds out the rows whose hash divides, whatever else the data holds and however it is ordered", async () => {
    const expected = rows.filter(({ user, item }) => pairHash(Number(user), Number(item), 4) % 7 === 0);
    const names = expected.map(({ user, item }) => user + item);
    expect(await held("hash:7", rows, 4)).toEqual(names);
    expect(await held("hash:7", rows.toReversed(), 4)).toEqual(names.toReversed());
  });

  test("per user takes the first share by hash, rounded down", async () => {
    const expected = new Set<string>();
    for (let user = 0; user < 20; user++) {
      const own = rows.filter((row) => row.user === String(user)).map((row) => Number(row.item));
      own.sort((a, b) => pairHash(user, a, 2) - pairHash(user, b, 2));
      for (const item of own.slice(0, Math.floor(30 / 7))) expected.add(`${user}${item}`);
    }
    expect(new Set(await held("hash-per-user:7", rows, 2))).toEqual(expected);
  });

  test("numbers ids by value where they are whole and small, else by the hash of their text", () => {
    const ids = ["0", "4294967295", "4294967296", "007", "7", "-1", "1e3", "Ü", "", " 5"];
    expect([...idNumbers(new Vocabulary("learner", ids))]).toEqual([
      0,
      4294967295,
      textHash("4294967296"),
      textHash("007"),
      7,
      ...["-1", "1e3", "Ü", "", " 5"].map((id) => textHash(id)),
    ]);
  });
});

test("the same seed gives the same rows on every machine and in every release", async () => {
  const data = Dataset.fromRows(block(4, 6));
  const positions = async (split: string) => {
    const all = words(data.interactions);
    return words((await apply(split, data, 1))[0]!.test).map((row) => all.indexOf(row));
  };
  expect({
    random: await positions("random:0.2"),
    perUser: await positions("per-user:0.2"),
    folds: await positions("folds:5"),
    leaveOneOut: await positions("leave-one-out"),
  }).toEqual({
    random: [2, 9, 16, 17],
    perUser: [1, 2, 4, 15],
    folds: [5, 6, 9, 12, 13],
    leaveOneOut: [1, 10, 11, 12],
  });
});

describe("a split that cannot be made says what can be done", () => {
  const undated = Dataset.fromRows([
    { user: "u", item: "a" },
    { user: "u", item: "b" },
  ]);
  const timeless = undated.replaceInteractions({
    ...undated.interactions,
    times: Float64Array.of(Number.NaN, Number.NaN),
  });

  test.each<[string, Dataset, RegExp]>([
    [
      "leave-last",
      undated,
      /leave-last needs a time for each row; this data set has none.*Say which column holds times.*leave-one-out/,
    ],
    ["temporal:0.8", timeless, /needs a time for each row; this data set has a time column without a single time/],
    ["predefined", undated, /predefined needs a split published with the data; this data set has none. Choose random/],
  ])("%s of unsuitable data", async (split, data, message) => {
    await expect(apply(split, data)).rejects.toThrow(DataRequirementError);
    await expect(apply(split, data)).rejects.toThrow(message);
  });

  test.each(["per-user:0.2", "hash-per-user:5", "folds:3", "hash:1000"])("%s of two rows", async (split) => {
    await expect(apply(split, undated)).rejects.toThrow(
      /split must be one that leaves rows to test on in rows \(2 rows\)/,
    );
  });

  test("random of a single row", async () => {
    const one = Dataset.fromRows([{ user: "u", item: "a" }]);
    await expect(apply("random", one)).rejects.toThrow(/leaves rows to learn from/);
  });

  test.each<[string, RegExp]>([
    ["random:0", /random must be followed by a share between 0 and 1, and "random:0" is not. For example random:0.2./],
    ["random:1", /share between 0 and 1/],
    ["random:20%", /share between 0 and 1/],
    ["random:", /share between 0 and 1/],
    ["random:0.2:3", /share between 0 and 1/],
    ["temporal:-0.8", /share between 0 and 1/],
    ["folds:1", /folds must be followed by a whole number from 2 to 1000, and "folds:1" is not. For example folds:5./],
    ["folds:2.5", /whole number/],
    ["hash:0", /whole number/],
    ["hash:1e2", /whole number/],
    ["leave-last:2", /leave-last takes no number. Use leave-last alone/],
  ])("%s as typed", (text, message) => {
    expect(() => parseSplit(text)).toThrow(InvalidInputError);
    expect(() => parseSplit(text)).toThrow(message);
  });

  test.each([
    ["leave-lasst", "leave-last"],
    ["fold:5", "folds"],
    ["hash-peruser:5", "hash-per-user"],
  ])("%s is answered with %s", (text, near) => {
    expect(() => parseSplit(text)).toThrow(UnknownNameError);
    expect(() => parseSplit(text)).toThrow(near);
  });

  test("a name every object has is no split", () => {
    expect(() => parseSplit("constructor")).toThrow(UnknownNameError);
  });
});

test("a name alone takes its usual number, and shares are written one way", () => {
  expect(["random", "temporal", "folds", "hash", "random:.20"].map((text) => parseSplit(text).text)).toEqual([
    "random:0.2",
    "temporal:0.8",
    "folds:5",
    "hash:10",
    "random:0.2",
  ]);
  expect(parseSplit("random:0.07").description).toBe("7 % of all rows held out, drawn at random");
});

test("as values, splits are those of the command line", () => {
  const values = [
    splits.random(0.2),
    splits.perUser(0.2),
    splits.kFold(5),
    splits.leaveOneOut(),
    splits.leaveLast(),
    splits.temporal(0.8),
    splits.predefined(),
    splits.hash(10),
    splits.hashPerUser(5),
  ];
  expect(values.map(({ text }) => text)).toEqual(documentedSplits.map(({ text }) => text));
  for (const value of values) expect(parseSplit(value.text).description).toBe(value.description);
});

test("as values, splits name themselves and the number they cannot take", () => {
  for (const share of [0, 1, -0.2, Number.NaN]) {
    expect(() => splits.perUser(share)).toThrow("splits.perUser must be a share between 0 and 1");
    expect(() => splits.random(share)).toThrow("splits.random");
    expect(() => splits.temporal(share)).toThrow("splits.temporal");
  }
  for (const count of [1, 2.5, 1001]) {
    expect(() => splits.kFold(count)).toThrow("splits.kFold must be a whole number from 2 to 1000");
    expect(() => splits.hash(count)).toThrow("splits.hash ");
    expect(() => splits.hashPerUser(count)).toThrow("splits.hashPerUser");
  }
});
