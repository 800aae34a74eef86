import fc from "fast-check";
import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import type { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { ImplicitOverlap } from "../../src/models/knn/implicit-overlap.ts";
import { explicitNeighbours, implicitNeighbours, ratingKinds } from "../../src/models/knn/nearest-rows.ts";
import type { Overlap } from "../../src/models/knn/overlap.ts";
import { RatingOverlap } from "../../src/models/knn/rating-overlap.ts";
import { describeVariants, farthest } from "../compute/linear-algebra/variants.ts";
import { inMemory, randomSparse } from "./sparse-twin.ts";

/** Rows, columns, share of the cells stored: none, one, few and many, with room for tiles of four and without. */
const shapes = [
  [0, 4, 0.5],
  [1, 1, 1],
  [4, 0, 0.5],
  [3, 7, 0.5],
  [33, 70, 0.6], // rows meet so many others that sums are looked through
  [130, 40, 0.9], // and share so many columns that four are walked at once
  [131, 300, 0.01], // and so few that those met are marked; some rows are empty
  [4500, 400, 0.001], // marks need their upper level
] as const;

/** Each row as pairs of a neighbour and its similarity. */
const listsOf = (matrix: CsrMatrix) =>
  Array.from({ length: matrix.rowCount }, (_, r) => {
    const { columns, values } = matrix.row(r);
    return Array.from(columns, (column, n) => [column, values[n]!] as const);
  });

/** The same by the models' own comparison of one row at a time, which is tested against its definition. */
function slowNearest(overlap: Overlap, rows: CsrMatrix, limit: number) {
  return Array.from({ length: rows.rowCount }, (_, r) => {
    overlap.measure(rows.columns, rows.values, rows.offsets[r]!, rows.offsets[r + 1]!);
    const near = Array.from(overlap.nearest(limit, r), (row) => [row, overlap.similarities[row]!] as const);
    overlap.clear();
    return near;
  });
}

describeVariants("implicitNeighbours", (core) => {
  test.each(shapes)(
    "finds the nearest of %i rows of %i columns to the last bit, at %d stored",
    async (rows, columns, share) => {
      const matrix = randomSparse(rows, columns, share, rows + 1);
      const columnRows = matrix.transpose();
      for (const settings of [
        { damping: 0, shrinkage: 0, neighbours: 3 },
        { damping: 0.5, shrinkage: 0, neighbours: 20 },
        { damping: 1, shrinkage: 4, neighbours: 7 },
        { damping: 0.5, shrinkage: 0, neighbours: 10_000 },
      ]) {
        const found = await implicitNeighbours(matrix, columnRows, settings, { threads: 1, core });
        const overlap = new ImplicitOverlap(columnRows, settings.damping, settings.shrinkage);
        expect(listsOf(found)).toEqual(slowNearest(overlap, matrix, settings.neighbours));
      }
    },
  );

  test("prefers the lower of equally similar rows, also where many more tie than are wanted", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 90 }),
        fc.integer({ min: 1, max: 12 }),
        fc.nat(99),
        async (rows, neighbours, seed) => {
          const matrix = randomSparse(rows, 3, 0.6, seed); // three columns: seven kinds of row
          const found = await implicitNeighbours(
            matrix,
            matrix.transpose(),
            { damping: 0, shrinkage: 0, neighbours },
            { core },
          );
          const overlap = new ImplicitOverlap(matrix.transpose(), 0, 0);
          expect(listsOf(found)).toEqual(slowNearest(overlap, matrix, neighbours));
        },
      ),
      { numRuns: 50 },
    );
  });

  test("gives the same on two threads as on one", async () => {
    const matrix = randomSparse(2000, 300, 0.2, 5);
    const settings = { damping: 0.5, shrinkage: 0, neighbours: 30 };
    const [one, two] = [1, 2].map((threads) =>
      implicitNeighbours(matrix, matrix.transpose(), settings, { threads, core }),
    );
    expect(await two).toEqual(await one);
    await core.pool.terminate();
  });
});

describeVariants("explicitNeighbours", (core) => {
  test.each(shapes)("finds the nearest of %i rated rows of %i columns, at %d stored", async (rows, columns, share) => {
    const matrix = randomSparse(rows, columns, share, rows + 2);
    const columnRows = matrix.transpose();
    const limits = rows > 1000 ? [50] : [3, 20, 10_000]; // the last keeps all: only half the pairs are compared
    for (const similarity of ratingKinds)
      for (const [n, limit] of limits.entries()) {
        const shrinkage = n === 1 ? 5 : 0;
        const found = await explicitNeighbours(matrix, columnRows, { similarity, shrinkage }, limit, {
          threads: 1,
          core,
        });
        const expected = slowNearest(new RatingOverlap(columnRows, similarity, shrinkage), matrix, limit);
        const rowsOf = (lists: typeof expected) => lists.map((list) => list.map(([row]) => row));
        expect(rowsOf(listsOf(found))).toEqual(rowsOf(expected));
        const similarities = expected.flat().map(([, near]) => near);
        expect(farthest(found.values, similarities)).toBeLessThan(1e-12); // msd is rounded otherwise from the other side
      }
  });
});

describeVariants("neighbourSums", (core) => {
  test.each([
    [1, 1, 1, 1],
    [5, 9, 13, 1],
    [6, 40, 33, 3],
  ])(
    "adds up %i queries' neighbours of %i, over %i items, where at minNeighbours %4$i hold one",
    (queries, others, items, minNeighbours) => {
      const rows = randomSparse(others, items, 0.4, others);
      const similar = randomSparse(queries, others, 0.5, 3);
      const [scores, stride] = sums(core, rows, similar, minNeighbours);
      for (let q = 0; q < queries; q++)
        for (let item = 0; item < items; item++) {
          const { columns, values } = similar.row(q);
          const holding = Array.from(columns, (row, n) => (rows.find(row, item) === undefined ? 0 : values[n]!));
          const enough = holding.filter((s) => s > 0).length >= minNeighbours;
          const expected = enough ? Math.fround(holding.reduce((sum, s) => sum + s, 0)) : Number.NaN;
          expect(scores[q * stride + item]).toBe(expected);
        }
    },
  );
});

/** Runs the kernel on the neighbours in the rows of `similar`. */
function sums(core: Core, rows: CsrMatrix, similar: CsrMatrix, minNeighbours: number): readonly [Float32Array, number] {
  const arena = core.arena();
  const { rowCount: queries, columnCount: others } = similar;
  const { offsets, columns } = inMemory(arena, rows);
  const near = arena.zerosU32(queries * others);
  const similarities = arena.f64(queries * others);
  const found = arena.u32(queries);
  for (let q = 0; q < queries; q++) {
    const row = similar.row(q);
    near.set(row.columns, q * others);
    similarities.set(row.values, q * others);
    found[q] = row.columns.length;
  }
  const stride = rows.columnCount + 3;
  const out = arena.f32(queries * stride).fill(7);
  const { columnCount: items } = rows;
  const args = {
    near,
    similarities,
    found,
    limit: others,
    offsets,
    columns,
    items,
    minNeighbours,
    out,
    stride,
    queries,
    others,
  };
  core.runNow("neighbourSums", queries, args);
  const scores = Float32Array.from(out);
  arena.dispose();
  return [scores, stride];
}
