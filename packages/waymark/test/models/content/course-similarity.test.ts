import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { Dataset, type Row } from "../../../src/data/dataset.ts";
import { Vocabulary } from "../../../src/data/vocabulary.ts";
import { courseSimilarity } from "../../../src/models/content/course-similarity.ts";
import { recommend } from "../../../src/models/model.ts";
import { describeModel } from "../../contract/estimator-contract.ts";
import { dataFolder } from "../../data-folder.ts";

describeModel(courseSimilarity, { knowsUnseen: true });

type Texts = Readonly<Record<string, readonly [title?: string | undefined, description?: string]>>;

/** Courses with their texts, in alphabetical order; `rows` take some of them. */
function catalogue(texts: Texts, rows: readonly Row[] = []): Dataset {
  const items = Vocabulary.from("course", Object.keys(texts));
  const taken = Dataset.fromRows(rows.length > 0 ? rows : [{ user: "u", item: items.id(0) }]);
  return new Dataset({
    name: "catalogue",
    users: taken.users,
    items,
    interactions: {
      ...taken.interactions,
      items: taken.interactions.items.map((item) => items.index(taken.items.id(item))),
    },
    ...(taken.scale && { scale: { min: 1, max: 5 } }),
    itemFeatures: {
      titles: items.ids.map((id) => texts[id]![0]),
      texts: items.ids.map((id) => texts[id]![1]),
    },
  });
}
const ids = (data: Dataset, list: readonly { item: number }[]) => list.map(({ item }) => data.items.id(item));
const plain = { weighting: "counts", threshold: 0, maxDocumentShare: 1, stemming: false } as const;

/** s(a, b) = 2/√10, s(a, d) = 1/√5, s(b, d) = 1/√2, s(b, e) = 1/√2: lengths √5, √2, 1, 1; c shares no word. */
const five: Texts = { a: ["fox fox dog"], b: ["fox cat"], c: ["owl"], d: ["fox"], e: [undefined, "cat"] };

test("adds up the similarities to all courses taken (worked by hand)", async () => {
  const data = catalogue(five);
  const model = await courseSimilarity(plain).fit(data);
  const scores = model.score({ history: Uint32Array.of(0, 1) });
  expect(scores[3]).toBeCloseTo(2 / Math.sqrt(5) + 1 / Math.sqrt(2), 14); // d, of a and b: (2·1)/(√5·1) + 1/√2
  expect(scores[4]).toBeCloseTo(1 / Math.sqrt(2), 14);
  expect(scores[2]).toBeNaN();
  expect(ids(data, recommend(model, { history: Uint32Array.of(0, 1) }, 9))).toEqual(["d", "e"]);
});

test("takes the most similar course alone where asked to", async () => {
  const model = await courseSimilarity({ ...plain, combine: "maximum" }).fit(catalogue(five));
  for (const history of [Uint32Array.of(0, 1), Uint32Array.of(1, 0)])
    expect(model.score({ history })[3]).toBeCloseTo(2 / Math.sqrt(5), 14);
});

test("offers nothing below the threshold, and what stands exactly on it", async () => {
  const on = await courseSimilarity({ ...plain, threshold: 1 / Math.sqrt(2) }).fit(catalogue(five));
  const scores = on.score({ history: Uint32Array.of(1) });
  expect([...scores].map(Number.isNaN)).toEqual([true, true, true, false, false]); // a: 2/√10 = .63 < .71
});

test("a rating weakens what its course speaks for; the lowest speaks for nothing", async () => {
  const data = catalogue(five, [{ user: "u", item: "a", value: 4 }]);
  const model = await courseSimilarity(plain).fit(data);
  const history = Uint32Array.of(0, 1);
  // On a scale of 1 to 5, a 4 counts (4 − 1)/4 and a 2 counts (2 − 1)/4.
  const scores = model.score({ history, weights: Float64Array.of(4, 2) });
  expect(scores[3]).toBeCloseTo((0.75 * 2) / Math.sqrt(5) + 0.25 / Math.sqrt(2), 14);
  expect(model.score({ history, weights: Float64Array.of(4, 1) })[4]).toBeNaN();
  expect(model.score({ history })[4]).toBeCloseTo(1 / Math.sqrt(2), 14); // without ratings, all speak fully
});

test("implicit data counts every course taken fully, whatever the weights in the query", async () => {
  const model = await courseSimilarity(plain).fit(catalogue(five));
  const scores = model.score({ history: Uint32Array.of(1), weights: Float64Array.of(0.01) });
  expect(scores[4]).toBeCloseTo(1 / Math.sqrt(2), 14);
});

test("explains a score by exactly the parts it is the sum of, or by the one course that set it", async () => {
  const data = catalogue(five, [{ user: "u", item: "a", value: 4 }]);
  const query = { history: Uint32Array.of(1, 0, 2), weights: Float64Array.of(5, 3, 5) };
  const fromB = 1 / Math.sqrt(2);
  const fromA = (0.5 * 2) / Math.sqrt(5);
  const summed = await courseSimilarity(plain).fit(data);
  const [first, second, ...rest] = summed.explain(query, 3);
  expect([first!.item, second!.item, rest]).toEqual([1, 0, []]);
  expect(first!.share).toBeCloseTo(fromB / (fromA + fromB), 14);
  expect(first!.share * summed.score(query)[3]!).toBeCloseTo(fromB, 14);
  const best = await courseSimilarity({ ...plain, combine: "maximum" }).fit(data);
  expect(best.explain(query, 3)).toEqual([{ item: 1, share: 1 }]);
  expect(best.explain(query, 2)).toEqual([]);
});

test("names the courses most alike, best first, never the course itself", async () => {
  const model = await courseSimilarity(plain).fit(catalogue(five));
  const similar = model.similar(3, 5);
  expect(similar.map(({ item }) => item)).toEqual([0, 1]); // 2/√5 = .89 before 1/√2 = .71
  expect(similar[0]!.score).toBeCloseTo(2 / Math.sqrt(5), 14);
  expect(model.similar(3, 1)).toHaveLength(1);
});

test("keeps only so many neighbours of each course", async () => {
  const model = await courseSimilarity({ ...plain, neighbours: 1 }).fit(catalogue(five));
  expect(model.similar(3, 5).map(({ item }) => item)).toEqual([0]);
});

test("offers a course nobody has taken, and never one without words", async () => {
  const data = catalogue(
    { ...five, cold: ["Fox course", "about a fox and a cat"], blank: ["  ", ""], none: [], signs: ["!?"] },
    [
      { user: "u", item: "a" },
      { user: "v", item: "b" },
    ],
  );
  const model = await courseSimilarity({ threshold: 0 }).fit(data);
  const offered = ids(data, recommend(model, { history: Uint32Array.of(data.items.index("b")) }, 99));
  expect(offered).toContain("cold");
  for (const wordless of ["blank", "none", "signs"]) {
    expect(offered).not.toContain(wordless);
    expect(model.similar(data.items.index(wordless), 9)).toEqual([]);
    expect(recommend(model, { history: Uint32Array.of(data.items.index(wordless)) }, 9)).toEqual([]);
  }
});

test("a course without text changes no other similarity", async () => {
  const without = await courseSimilarity().fit(catalogue(five));
  const data = catalogue({ ...five, x: [], y: [undefined, " "], z: [] });
  const model = await courseSimilarity().fit(data);
  expect([...model.similarities.values]).toEqual([...without.similarities.values]);
  expect([...model.similarities.columns]).toEqual([...without.similarities.columns]);
});

test("rare words, stems and stop words count as the parameters say", async () => {
  const data = catalogue({
    a: ["learning rust with us"],
    b: ["learn go with us"],
    c: ["learns rust"],
    d: ["the cobol way"],
  });
  const similar = async (params: object) => {
    const model = await courseSimilarity({ threshold: 0, ...params }).fit(data);
    return ids(data, model.similar(0, 9));
  };
  expect(await similar({})).toEqual(["c", "b"]);
  expect(await similar({ stemming: false })).toEqual(["c"]);
  expect(await similar({ stemming: false, stopWords: false })).toEqual(["b", "c"]); // "with us" outweighs "rust"
  expect(await similar({ minDocuments: 3 })).toEqual(["b", "c"]); // only "learn" is left: all alike, by place
});

test("forgets the phrases of a large catalogue, but no word of a small one", async () => {
  const texts = (size: number): Texts =>
    Object.fromEntries(
      Array.from({ length: size }, (_, n) => [`c${String(n).padStart(2, "0")}`, [`welcome subject${n >> 1}`]]),
    );
  const neighboursOf = async (size: number) =>
    (await courseSimilarity({ threshold: 0 }).fit(catalogue(texts(size)))).similar(0, 99).length;
  expect(await neighboursOf(10)).toBe(9); // "welcome" counts: it stands in no more than 10 courses
  expect(await neighboursOf(40)).toBe(1); // 40 of 40 courses: ignored, only the twin shares a word
});

test("compares texts in Chinese", async () => {
  const data = catalogue({ a: ["机器学习导论"], b: ["高级机器学习"], c: ["中国美术史"], d: ["西方美术欣赏"] });
  const model = await courseSimilarity().fit(data);
  expect(ids(data, model.similar(0, 9))).toEqual(["b"]);
  expect(ids(data, model.similar(3, 9))).toEqual(["c"]);
});

test("reports how far it has come", async () => {
  const seen: unknown[] = [];
  await courseSimilarity(plain).fit(catalogue(five), { onProgress: (progress) => seen.push(progress) });
  expect(seen.at(-1)).toEqual({ stage: "similarities", done: 5, of: 5 });
});

const capstone = dataFolder("ibm-course-recommender");

describe.skipIf(!capstone)("on the IBM capstone", () => {
  test("by counts, finds the similarities published with it and follows its rule of a threshold", async () => {
    const words: Record<string, string[]> = {};
    const order: string[] = [];
    const numbers = new Map<string, number>(); // some of its tokens are punctuation, which is no word to us: number them
    for (const line of readFileSync(`${capstone}/courses_bows.csv`, "utf8").trim().split(/\r?\n/).slice(1)) {
      const [, course, token, times] = line.split(",") as [string, string, string, string];
      if (!words[course]) order.push(course);
      numbers.set(token, numbers.get(token) ?? numbers.size);
      words[course] = [...(words[course] ?? []), ...Array<string>(Number(times)).fill(`w${numbers.get(token)}`)];
    }
    const data = catalogue(Object.fromEntries(order.map((course) => [course, [undefined, words[course]!.join(" ")]])));
    const published = gunzipSync(readFileSync(`${capstone}/sim.csv.gz`))
      .toString()
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(",").map(Number));
    const model = await courseSimilarity({
      ...plain,
      threshold: 0.27,
      neighbours: 400,
      stopWords: false,
      combine: "maximum",
    }).fit(data);
    const taken = order.indexOf("ML0101EN");
    const expected = order
      .filter((_, course) => course !== taken && published[taken]![course]! > 0.27)
      .sort((a, b) => published[taken]![order.indexOf(b)]! - published[taken]![order.indexOf(a)]!);
    const list = recommend(model, { history: Uint32Array.of(data.items.index("ML0101EN")) }, 400);
    expect(expected.length).toBeGreaterThan(2);
    expect(ids(data, list)).toEqual(expected);
    for (const { item, score } of list)
      expect(score).toBeCloseTo(published[taken]![order.indexOf(data.items.id(item))]!, 12);
    let worst = 0;
    for (const [i, a] of order.entries())
      for (const [j, b] of order.entries()) {
        const ours = model.similarities.find(data.items.index(a), data.items.index(b));
        if (i !== j && published[i]![j]! > 0.27) worst = Math.max(worst, Math.abs(published[i]![j]! - (ours ?? 0)));
      }
    expect(worst).toBeLessThan(1e-12);
  });
});
