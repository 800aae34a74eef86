import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { nearestByCosine } from "../../src/compute/linear-algebra/sparse-cosines.ts";
import { bagOfWords } from "../../src/text/bag-of-words.ts";
import { inverseDocumentFrequencies, tfIdf, unitRows } from "../../src/text/tf-idf.ts";
import { dataFolder } from "../data-folder.ts";

interface Golden {
  readonly documents: readonly string[];
  readonly small: readonly {
    readonly limits: { readonly min_df?: number; readonly max_df?: number };
    readonly terms: readonly string[];
    readonly counts: readonly number[][];
    readonly tfidf: readonly number[][];
    readonly idf: readonly number[];
  }[];
  readonly capstone: {
    readonly shape: readonly number[];
    readonly stored: number;
    readonly places: readonly number[];
    readonly columns: readonly number[];
    readonly values: readonly number[];
    readonly cosines: readonly (readonly [number, number, number])[];
  };
}
const golden: Golden = JSON.parse(readFileSync(new URL("../golden/text/tf-idf.json", import.meta.url), "utf8"));
const capstone = dataFolder("ibm-course-recommender");

const dense = (matrix: CsrMatrix): number[][] =>
  Array.from({ length: matrix.rowCount }, (_, r) =>
    Array.from({ length: matrix.columnCount }, (_, c) => matrix.find(r, c) ?? 0),
  );
const everything = { neighbours: 1_000, threshold: 0 };

describe.each(golden.small)("as scikit-learn, limits %$", ({ limits, counts, terms, tfidf, idf }) => {
  test("gives the same terms, counts and weights", () => {
    const documents = golden.documents.map((text) => text.split(" ").filter(Boolean));
    const bag = bagOfWords(documents, { minDocuments: limits.min_df ?? 1, maxDocumentShare: limits.max_df ?? 1 });
    expect(bag.terms).toEqual(terms);
    expect(dense(bag.counts)).toEqual(counts);
    const ours = dense(tfIdf(bag.counts)).flat();
    expect(inverseDocumentFrequencies(bag.counts).every((value, t) => Math.abs(value - idf[t]!) < 1e-14)).toBe(true);
    expect(Math.max(...ours.map((value, p) => Math.abs(value - tfidf.flat()[p]!)))).toBeLessThan(1e-14);
  });
});

test("weighs a rare word more, by hand", () => {
  // "a" in 2 of 2 documents: ln(3/3) + 1 = 1; "b" in 1 of 2: ln(3/2) + 1. Row 0 is (2a, b), then made unit length.
  const { counts } = bagOfWords([["a", "b", "a"], ["a"]]);
  const rare = Math.log(3 / 2) + 1;
  const length = Math.hypot(2, rare);
  expect(tfIdf(counts).find(0, 0)).toBeCloseTo(2 / length, 14);
  expect(tfIdf(counts).find(0, 1)).toBeCloseTo(rare / length, 14);
  expect(tfIdf(counts).find(1, 0)).toBe(1);
});

test("cosine of two bags, by hand: shared counts over the product of lengths", async () => {
  // (2, 1, 0) · (1, 0, 1) = 2; lengths √5 and √2. The third document shares nothing, the fourth is the first again.
  const { counts } = bagOfWords([["x", "x", "y"], ["x", "z"], ["w"], ["x", "y", "x"], []]);
  const cosines = await nearestByCosine(unitRows(counts), everything);
  expect(cosines.find(0, 1)).toBeCloseTo(2 / Math.sqrt(10), 14);
  expect(cosines.find(0, 2)).toBeUndefined();
  expect(cosines.find(0, 3)).toBeCloseTo(1, 14);
  expect(cosines.find(0, 3)).toBeLessThanOrEqual(1);
  expect(cosines.find(0, 0)).toBeUndefined();
  expect(cosines.row(2).columns).toHaveLength(0);
  expect(cosines.row(4).columns).toHaveLength(0);
});

test("keeps the most similar rows, those at the threshold included, twins even at a threshold of 1", async () => {
  const angles = [0, 0.3, 0.6, 1.2];
  const unit = CsrMatrix.fromCoordinates(
    4,
    2,
    Uint32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
    Uint32Array.of(0, 1, 0, 1, 0, 1, 0, 1),
    Float64Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)])),
  );
  const nearest = await nearestByCosine(unit, { neighbours: 2, threshold: 0 });
  expect([...nearest.row(0).columns]).toEqual([1, 2]);
  expect([...nearest.row(3).columns]).toEqual([1, 2]);
  const close = await nearestByCosine(unit, { neighbours: 9, threshold: Math.cos(0.6) });
  expect([...close.row(0).columns]).toEqual([1, 2]);
  expect([...close.row(1).columns]).toEqual([0, 2]); // not 3, though what rows 0 and 1 share with it adds up to enough
  expect([...close.row(3).columns]).toEqual([2]);
  const { counts } = bagOfWords([
    ["p", "q", "r"],
    ["p", "q", "r"],
    ["p", "q", "s"],
  ]);
  const twins = await nearestByCosine(tfIdf(counts), { neighbours: 9, threshold: 1 });
  expect([...twins.columns]).toEqual([1, 0]);
});

test("rows are unit vectors whatever the counts, and similarity is symmetric and at most 1", async () => {
  const documents = fc.array(fc.array(fc.constantFrom(..."abcdefgh"), { maxLength: 12 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(documents, async (texts) => {
      const weights = tfIdf(bagOfWords(texts).counts);
      texts.forEach((text, d) => {
        const length = Math.hypot(...weights.row(d).values);
        expect(length).toBeCloseTo(text.length === 0 ? 0 : 1, 12);
      });
      const cosines = await nearestByCosine(weights, everything);
      const flipped = cosines.transpose();
      expect([...flipped.columns]).toEqual([...cosines.columns]);
      cosines.values.forEach((value, p) => {
        expect(value).toBeCloseTo(flipped.values[p]!, 12);
        expect(value > 0 && value <= 1).toBe(true);
      });
    }),
  );
});

test("stops when asked", async () => {
  const { counts } = bagOfWords([["a"], ["a"]]);
  await expect(nearestByCosine(counts, { ...everything, signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

describe.skipIf(!capstone)("on the bags of words of the IBM capstone", () => {
  const rows = capstone ? readFileSync(`${capstone}/courses_bows.csv`, "utf8").trim().split(/\r?\n/).slice(1) : [];
  const fields = rows.map((row) => row.split(","));
  const documents: string[][] = Array.from({ length: 307 }, () => []);
  for (const [document, , token, times] of fields)
    for (let k = 0; k < Number(times); k++) documents[Number(document)]!.push(token!);

  test("finds the 307 × 307 similarities published with it", async () => {
    const cosines = await nearestByCosine(unitRows(bagOfWords(documents).counts), everything);
    const published = gunzipSync(readFileSync(`${capstone}/sim.csv.gz`))
      .toString()
      .trim()
      .split(/\r?\n/)
      .slice(1);
    expect(published).toHaveLength(307);
    let worst = 0;
    published.forEach((line, i) => {
      line.split(",").forEach((value, j) => {
        const ours = i === j ? 1 : (cosines.find(i, j) ?? 0);
        worst = Math.max(worst, Math.abs(ours - Number(value)));
      });
    });
    expect(worst).toBeLessThan(1e-12);
  });

  test("weighs its words as scikit-learn does", async () => {
    const weights = tfIdf(bagOfWords(documents).counts);
    const { shape, stored, places, columns, values, cosines } = golden.capstone;
    expect([weights.rowCount, weights.columnCount, weights.size]).toEqual([...shape, stored]);
    expect(places.map((p) => weights.columns[p])).toEqual(columns);
    const differences = places.map((p, k) => Math.abs(weights.values[p]! - values[k]!));
    expect(Math.max(...differences)).toBeLessThan(1e-14);
    const similar = await nearestByCosine(weights, everything);
    for (const [i, j, cosine] of cosines) if (i !== j) expect(similar.find(i, j)).toBeCloseTo(cosine, 14);
  });
});
