import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Dataset, type DatasetParts } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { userProfile } from "../../../src/models/content/user-profile.ts";
import { queryOf, recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { dataFolder } from "../../data-folder.ts";

describeModel(userProfile, { knowsUnseen: true });

/** Courses a … e on the topics data, web and art; e has none. One learner rated a 5 and b 2. */
function school(extra: Partial<DatasetParts> = {}): Dataset {
  const items = new Vocabulary("course", ["a", "b", "c", "d", "e"]);
  const nothing = items.ids.map(() => undefined);
  return new Dataset({
    name: "school",
    users: new Vocabulary("learner", ["u"]),
    items,
    interactions: { users: Uint32Array.of(0, 0), items: Uint32Array.of(0, 1), values: Float64Array.of(5, 2) },
    scale: { min: 1, max: 5 },
    itemFeatures: {
      titles: nothing,
      texts: nothing,
      topics: {
        names: ["data", "web", "art"],
        matrix: CsrMatrix.fromCoordinates(
          5,
          3,
          Uint32Array.of(0, 0, 1, 2, 2, 3), // a: data, web; b: web; c: data, web; d: art; e: nothing
          Uint32Array.of(0, 1, 1, 0, 1, 2),
        ),
      },
    },
    ...extra,
  });
}
const plain = { inverseFrequency: false };

test("adds rating × topics over the history and scores a course by the topics it shares (worked by hand)", async () => {
  const data = school();
  const model = await userProfile(plain).fit(data);
  const query = queryOf(data, 0);
  expect([...model.profile(query)]).toEqual([5, 5 + 2, 0]);
  const scores = model.score(query);
  expect([scores[0], scores[1], scores[2]]).toEqual([12, 7, 12]);
  expect(scores[3]).toBeNaN(); // art: no topic in common
  expect(scores[4]).toBeNaN(); // no topics
  expect(recommend(model, query, 9)).toEqual([{ item: 2, score: 12 }]);
});

test("without ratings every course taken counts once", async () => {
  const { interactions, scale: _, ...rest } = school();
  const data = new Dataset({ ...rest, interactions: { users: interactions.users, items: interactions.items } });
  const model = await userProfile(plain).fit(data);
  expect([...model.profile(queryOf(data, 0))]).toEqual([1, 2, 0]);
  expect([...model.profile({ history: Uint32Array.of(3) })]).toEqual([0, 0, 1]);
});

test("offers what reaches the threshold, not what stays below", async () => {
  const data = school();
  const history = Uint32Array.of(1);
  const reach = async (threshold: number) =>
    (await userProfile({ ...plain, threshold }).fit(data)).score({ history, weights: Float64Array.of(2) })[2];
  expect(await reach(2)).toBe(2);
  expect(await reach(2.01)).toBeNaN();
});

test("gives no reasons for what it does not offer", async () => {
  const model = await userProfile({ ...plain, threshold: 100 }).fit(school());
  const query = { history: Uint32Array.of(0), weights: Float64Array.of(5) };
  expect(model.score(query)[2]).toBeNaN();
  expect(model.explain(query, 2)).toEqual([]);
});

test("normalized, a course with many topics does not win by width", async () => {
  const data = school();
  const model = await userProfile({ ...plain, normalize: true }).fit(data);
  const half = Math.SQRT1_2; // a and c: two topics of weight 1/√2; b: one of weight 1
  const [data5, web] = [5 * half, 5 * half + 2];
  expect([...model.profile(queryOf(data, 0))]).toEqual([expect.closeTo(data5, 12), expect.closeTo(web, 12), 0]);
  const scores = model.score(queryOf(data, 0));
  expect(scores[1]).toBeCloseTo(web, 12);
  expect(scores[2]).toBeCloseTo((data5 + web) * half, 12);
});

test("with inverse frequency, a rare topic weighs ln(6 / (1 + courses)) + 1", async () => {
  const model = await userProfile().fit(school());
  const [rare, common] = [Math.log(6 / 3) + 1, Math.log(6 / 4) + 1]; // data in 2 of 5 courses, web in 3
  const profile = model.profile({ history: Uint32Array.of(0) });
  expect(profile[0]).toBeCloseTo(rare, 14);
  expect(profile[1]).toBeCloseTo(common, 14);
  expect(model.score({ history: Uint32Array.of(0) })[2]).toBeCloseTo(rare ** 2 + common ** 2, 12);
});

test("explains a score by rating × shared topics of each course taken", async () => {
  const data = school();
  const model = await userProfile(plain).fit(data);
  const query = { history: Uint32Array.of(1, 0, 3), weights: Float64Array.of(2, 5, 4) };
  // c shares web with b: 2 · 1; data and web with a: 5 · 2; nothing with d.
  expect(model.score(query)[2]).toBe(12);
  expect(model.explain(query, 2)).toEqual([
    { item: 0, share: 10 / 12 },
    { item: 1, share: 2 / 12 },
  ]);
  expect(model.explain(query, 4)).toEqual([]);
});

test("a history without topics gives no list, and a course nobody has taken can be on one", async () => {
  const data = school();
  const model = await userProfile().fit(data);
  expect(recommend(model, { history: Uint32Array.of(4) }, 5)).toEqual([]);
  const taken = new Set(data.interactions.items);
  const [best] = recommend(model, { history: Uint32Array.of(0) }, 1, (item) => !taken.has(item));
  expect(best!.item).toBe(2);
});

test("says before training that there are no topics", async () => {
  const data = school({ itemFeatures: { titles: Array(5).fill("t"), texts: Array(5).fill(undefined) } });
  await expect(userProfile().fit(data)).rejects.toMatchObject({
    code: "unsuited_data",
    message: expect.stringContaining("course-similarity"),
  });
});

const capstone = dataFolder("ibm-course-recommender");

test.skipIf(!capstone)(
  "finds the profiles published with the IBM capstone, for the 877 learners whose rows are here",
  async () => {
    const genres = readFileSync(`${capstone}/course_genre.csv`, "utf8");
    const names = genres
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/, 1)[0]!
      .split(",")
      .slice(2);
    const courses = [...genres.matchAll(/^(\w+),(?:[^\n]|\n(?!\w+,))*?,((?:[01],){13}[01])\r?$/gm)]; // a title may break the line
    expect(courses).toHaveLength(307);
    const rows = readFileSync(`${capstone}/rs_content_test.csv`, "utf8").trim().split(/\r?\n/).slice(1);
    const cells = rows.map((row) => row.split(",") as [string, string, string]);
    const users = Vocabulary.from(
      "learner",
      cells.map(([user]) => user),
    );
    const items = Vocabulary.from(
      "course",
      courses.map(([, id]) => id!),
    );
    const marks = courses.flatMap(([, id, flags]) =>
      flags!.split(",").flatMap((flag, topic) => (flag === "1" ? [[items.index(id!), topic] as const] : [])),
    );
    const data = new Dataset({
      name: "capstone",
      users,
      items,
      interactions: {
        users: Uint32Array.from(cells, ([user]) => users.index(user)),
        items: Uint32Array.from(cells, ([, item]) => items.index(item)),
        values: Float64Array.from(cells, ([, , rating]) => Number(rating)),
      },
      scale: { min: 2, max: 3 },
      itemFeatures: {
        titles: items.ids.map(() => undefined),
        texts: items.ids.map(() => undefined),
        topics: {
          names,
          matrix: CsrMatrix.fromCoordinates(
            items.size,
            names.length,
            Uint32Array.from(marks, ([item]) => item),
            Uint32Array.from(marks, ([, topic]) => topic),
          ),
        },
      },
    });
    const model = await userProfile(plain).fit(data);
    const published = new Map(
      gunzipSync(readFileSync(`${capstone}/user_profile.csv.gz`))
        .toString()
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => [line.slice(0, line.indexOf(",")), line.split(",").slice(1).map(Number)]),
    );
    const equal = users.ids.filter((id, user) => {
      const profile = model.profile(queryOf(data, user));
      return published.get(id)!.every((value, topic) => value === profile[topic]);
    });
    expect(equal).toHaveLength(877);
  },
);
