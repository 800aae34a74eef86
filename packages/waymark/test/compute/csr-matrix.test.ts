import fc from "fast-check";
import { expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";

const coordinates = fc
  .record({ rows: fc.integer({ min: 1, max: 9 }), columns: fc.integer({ min: 1, max: 7 }) })
  .chain(({ rows, columns }) =>
    fc.record({
      rows: fc.constant(rows),
      columns: fc.constant(columns),
      entries: fc.array(
        fc.tuple(fc.nat({ max: rows - 1 }), fc.nat({ max: columns - 1 }), fc.double({ min: -5, max: 5, noNaN: true })),
        { maxLength: 40 },
      ),
    }),
  );

type Entries = readonly (readonly [number, number, number])[];
const build = (rows: number, columns: number, entries: Entries) =>
  CsrMatrix.fromCoordinates(
    rows,
    columns,
    Uint32Array.from(entries, ([row]) => row),
    Uint32Array.from(entries, ([, column]) => column),
    Float64Array.from(entries, ([, , value]) => value),
  );

test("holds what a map from position to the last value given holds", () => {
  fc.assert(
    fc.property(coordinates, ({ rows, columns, entries }) => {
      const oracle = new Map(entries.map(([row, column, value]) => [`${row},${column}`, value]));
      const matrix = build(rows, columns, entries);
      expect(matrix.size).toBe(oracle.size);
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < columns; c++) expect(matrix.find(r, c)).toBe(oracle.get(`${r},${c}`));
    }),
  );
});

test("keeps columns strictly ascending inside a row", () => {
  fc.assert(
    fc.property(coordinates, ({ rows, columns, entries }) => {
      const matrix = build(rows, columns, entries);
      for (let r = 0; r < rows; r++) {
        const row = [...matrix.row(r).columns];
        expect(row).toEqual([...new Set(row)].sort((a, b) => a - b));
      }
    }),
  );
});

test("is itself again after transposing twice, and swaps positions after once", () => {
  fc.assert(
    fc.property(coordinates, ({ rows, columns, entries }) => {
      const matrix = build(rows, columns, entries);
      expect(matrix.transpose().transpose()).toEqual(matrix);
      for (const [r, c] of entries) expect(matrix.transpose().find(c, r)).toBe(matrix.find(r, c));
    }),
  );
});

test("stores a 0 that was given and nothing where none was", () => {
  const matrix = build(2, 2, [[0, 1, 0]]);
  expect(matrix.find(0, 1)).toBe(0);
  expect(matrix.find(1, 1)).toBeUndefined();
});

test("counts 1 for every position when no values are given", () => {
  const matrix = CsrMatrix.fromCoordinates(1, 3, Uint32Array.of(0, 0), Uint32Array.of(2, 0));
  expect([...matrix.row(0).columns]).toEqual([0, 2]);
  expect([...matrix.row(0).values]).toEqual([1, 1]);
});

test("refuses arrays that do not fit together", () => {
  expect(() => new CsrMatrix(2, Uint32Array.of(0, 1), Uint32Array.of(0), Float64Array.of())).toThrow(/CSR values/);
  expect(() => new CsrMatrix(2, Uint32Array.of(0, 3), Uint32Array.of(0), Float64Array.of(1))).toThrow(/CSR offsets/);
});
