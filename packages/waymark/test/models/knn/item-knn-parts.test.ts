import fc from "fast-check";
import { expect, test } from "vitest";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { BestNeighbours, kthLargest } from "../../../src/models/knn/best-neighbours.ts";
import { ImplicitOverlap } from "../../../src/models/knn/implicit-overlap.ts";
import type { RatingSimilarity } from "../../../src/models/knn/knn-params.ts";
import { RatingOverlap } from "../../../src/models/knn/rating-overlap.ts";

const similarities: readonly RatingSimilarity[] = ["cosine", "msd", "pearson", "pearson-baseline"];

/** A random sparse matrix of whole ratings as a table: `undefined` where nothing is rated, about half of it (`freq: 1` would be all). */
const tables = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 12 })).chain(([rows, columns]) =>
  fc.array(
    fc.array(fc.option(fc.integer({ min: -2, max: 5 }), { nil: undefined, freq: 2 }), {
      minLength: columns,
      maxLength: columns,
    }),
    { minLength: rows, maxLength: rows },
  ),
);
type Table = readonly (readonly (number | undefined)[])[];

function matrixOf(table: Table): CsrMatrix {
  const entries = table.flatMap((row, r) => row.flatMap((value, c) => (value === undefined ? [] : [{ r, c, value }])));
  return CsrMatrix.fromCoordinates(
    table.length,
    table[0]!.length,
    Uint32Array.from(entries, ({ r }) => r),
    Uint32Array.from(entries, ({ c }) => c),
    Float64Array.from(entries, ({ value }) => value),
  );
}

/** The definitions, pair by pair. */
function slowSimilarity(kind: RatingSimilarity, own: Table[number], other: Table[number], shrinkage: number): number {
  const shared = own.flatMap((a, c) => (a === undefined || other[c] === undefined ? [] : [[a, other[c]] as const]));
  const n = shared.length;
  const sum = (of: (a: number, b: number) => number) => shared.reduce((total, [a, b]) => total + of(a, b), 0);
  if (n === 0 || (kind === "pearson-baseline" && n === 1)) return 0;
  const [meanA, meanB] = kind === "pearson" ? [sum((a) => a) / n, sum((_, b) => b) / n] : [0, 0];
  const squares = sum((a) => (a - meanA) ** 2) * sum((_, b) => (b - meanB) ** 2);
  const cosine = squares < 1e-9 ? 0 : sum((a, b) => (a - meanA) * (b - meanB)) / Math.sqrt(squares);
  const raw = kind === "msd" ? 1 / (1 + sum((a, b) => (a - b) ** 2) / n) : cosine;
  const support = kind === "pearson-baseline" ? n - 1 : n;
  return Math.max(0, raw * (support / (support + shrinkage)));
}

test.each(similarities)("measures %s as defined, for few shared columns and many", (kind) => {
  fc.assert(
    fc.property(tables, fc.constantFrom(0, 2), (table, shrinkage) => {
      const rows = matrixOf(table);
      const overlap = new RatingOverlap(rows.transpose(), kind, shrinkage);
      table.forEach((own, r) => {
        overlap.measure(rows.columns, rows.values, rows.offsets[r]!, rows.offsets[r + 1]!);
        table.forEach((other, o) => {
          expect(overlap.similarities[o]).toBeCloseTo(slowSimilarity(kind, own, other, shrinkage), 9);
        });
        overlap.clear();
        expect(overlap.similarities.every((similarity) => similarity === 0)).toBe(true);
      });
    }),
    { numRuns: 200 },
  );
});

test("measures the damped cosine of 0/1 rows as defined", () => {
  fc.assert(
    fc.property(tables, fc.constantFrom(0, 0.5, 1), fc.constantFrom(0, 2), (table, damping, shrinkage) => {
      const rows = matrixOf(table);
      const overlap = new ImplicitOverlap(rows.transpose(), damping, shrinkage);
      const weightOf = (c: number) => table.filter((row) => row[c] !== undefined).length ** -damping;
      const weigh = (holds: (c: number) => boolean) =>
        table[0]!.reduce<number>((sum, _, c) => (holds(c) ? sum + weightOf(c) : sum), 0);
      table.forEach((own, r) => {
        overlap.measure(rows.columns, rows.values, rows.offsets[r]!, rows.offsets[r + 1]!);
        table.forEach((other, o) => {
          const both = (c: number) => own[c] !== undefined && other[c] !== undefined;
          const n = table[0]!.filter((_, c) => both(c)).length;
          const norms = weigh((c) => own[c] !== undefined) * weigh((c) => other[c] !== undefined);
          const expected = n === 0 ? 0 : (weigh(both) / Math.sqrt(norms)) * (n / (n + shrinkage));
          expect(overlap.similarities[o]).toBeCloseTo(expected, 12);
        });
        overlap.clear();
      });
    }),
    { numRuns: 200 },
  );
});

test("keeps the most similar rows, of equal ones the lower, never the row itself", () => {
  fc.assert(
    fc.property(tables, fc.integer({ min: 1, max: 5 }), (table, limit) => {
      const rows = matrixOf(table);
      const overlap = new ImplicitOverlap(rows.transpose(), 0, 0);
      for (let r = 0; r < rows.rowCount; r++) {
        overlap.measure(rows.columns, rows.values, rows.offsets[r]!, rows.offsets[r + 1]!);
        const all = [...overlap.similarities.keys()].filter((o) => o !== r && overlap.similarities[o]! > 0);
        const expected = all
          .sort((a, b) => overlap.similarities[b]! - overlap.similarities[a]! || a - b)
          .slice(0, limit)
          .sort((a, b) => a - b);
        expect([...overlap.nearest(limit, r)]).toEqual(expected);
        overlap.clear();
      }
    }),
    { numRuns: 200 },
  );
});

test("finds the k-th largest, however many are equal", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 }), fc.nat(), (values, n) => {
      const k = 1 + (n % values.length);
      const sorted = [...values].sort((a, b) => b - a);
      expect(kthLargest(Float64Array.from(values), values.length, k)).toBe(sorted[k - 1]);
    }),
  );
});

test("sums the best neighbours; of equal ones those that come first", () => {
  const best = new BestNeighbours(2);
  best.sum(Float64Array.of(9, 0.5, 0.8, 0.5, 0.5), Float64Array.of(9, 10, 20, 30, 40), 1, 5);
  expect(best.weighted).toBeCloseTo(0.8 * 20 + 0.5 * 10, 12);
  expect(best.total).toBeCloseTo(1.3, 12);
  expect(best.count).toBe(2);
  best.sum(Float64Array.of(0.5), Float64Array.of(10), 0, 1);
  expect([best.weighted, best.total, best.count]).toEqual([5, 0.5, 1]);
});
