import { expect, test } from "vitest";
import { describeVariants, farthest, randomFloats } from "../compute/linear-algebra/variants.ts";
import { inMemory, randomSparse } from "./sparse-twin.ts";

const shapes = [
  [0, 3],
  [1, 1],
  [3, 0],
  [7, 5],
  [40, 33],
] as const;

describeVariants("co-occurrences", (core) => {
  test.each(shapes)(
    "coCounts of %i users and %i items counts the users of every pair, from the diagonal on",
    (users, items) => {
      const arena = core.arena();
      const userItems = randomSparse(users, items, 0.4, users + 1);
      const [rows, columns] = [inMemory(arena, userItems), inMemory(arena, userItems.transpose())];
      const ld = items + 3;
      const G = arena.f32(items * ld).fill(7);
      core.runNow("coCounts", items, {
        itemOffsets: columns.offsets,
        users: columns.columns,
        userOffsets: rows.offsets,
        itemsOf: rows.columns,
        G,
        ld,
        items,
        userCount: users,
      });
      for (let i = 0; i < items; i++)
        for (let j = i; j < items; j++) {
          let shared = 0;
          for (let u = 0; u < users; u++)
            if (userItems.find(u, i) !== undefined && userItems.find(u, j) !== undefined) shared++;
          expect(G[i * ld + j]).toBe(shared);
        }
      arena.dispose();
    },
  );

  test.each([16, 48])("easeWeights of %i courses divides by the diagonal of the column", (n) => {
    const arena = core.arena();
    const P = randomFloats(n * n, n);
    const A = arena.copyF32(P);
    const inverse = arena.f32(n).map((_, i) => 1 / (i + 1));
    core.runNow("easeWeights", n / 16, { A, n, inverse: arena.copyF32(inverse) });
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const p = i < j ? P[i * n + j]! : P[j * n + i]!;
        expect(A[i * n + j]).toBeCloseTo(i === j ? 0 : p / (j + 1), 5);
      }
    arena.dispose();
  });
});

describeVariants("rows", (core) => {
  test.each([8, 24, 40])("gatherRows, scatterRows and dotRows with rows of %i", (width) => {
    const arena = core.arena();
    const source = randomFloats(5 * width, width);
    const Y = arena.copyF32(source);
    const index = arena.copyU32([4, 0, 4, 2, 1, 4]);
    const out = arena.f32(6 * width);
    core.runNow("gatherRows", 6, { Y, index, width, out, rows: 5 });
    for (const [r, from] of index.entries())
      expect(out.subarray(r * width, (r + 1) * width)).toEqual(Y.subarray(from * width, (from + 1) * width));
    const lengths = arena.f32(5);
    core.runNow("dotRows", 5, { Y, Z: Y, width, out: lengths, rows: 5 });
    lengths.forEach((length, r) => {
      expect(length).toBeCloseTo(
        source.subarray(r * width, (r + 1) * width).reduce((sum, value) => sum + value * value, 0),
        4,
      );
    });
    // a row that is named three times receives three times
    core.runNow("scatterRows", width / 8, { Y, index, width, source: out, count: 6, weight: 0.5, rows: 5 });
    const times = [1, 1, 1, 0, 3];
    const expected = source.map((value, p) => value * (1 + 0.5 * times[Math.floor(p / width)]!));
    expect(farthest(Y, expected)).toBeLessThan(1e-5);
    arena.dispose();
  });

  test.each(shapes)("sparseRows of %i × %i adds up the rows named, with values or ones", (rows, columnCount) => {
    const arena = core.arena();
    const width = 16;
    const matrix = randomSparse(rows, columnCount, 0.5, 9);
    const source = randomFloats(columnCount * width, 4);
    const { offsets, columns, values } = inMemory(arena, matrix);
    const out = arena.f32(rows * width);
    for (const [weights, add] of [
      [values, 0],
      [undefined, 0],
      [values, 1],
    ] as const) {
      out.fill(3);
      const args = { offsets, columns, values: weights, Y: arena.copyF32(source), width, out, add, rows, columnCount };
      core.runNow("sparseRows", rows, args);
      const expected = Float64Array.from(out, (_, p) => {
        const row = matrix.row(Math.floor(p / width));
        return row.columns.reduce(
          (sum, c, e) => sum + (weights ? row.values[e]! : 1) * source[c * width + (p % width)]!,
          3 * add,
        );
      });
      expect(farthest(out, expected)).toBeLessThan(1e-4);
    }
    arena.dispose();
  });

  test("products become squared distances, never below 0, and cosines, 0 for a row of zeros", () => {
    const arena = core.arena();
    const run = (kind: number) => {
      const C = arena.copyF32([1, 0, 2, 0]); // (2, 2)
      core.runNow("productsToDistances", 2, {
        C,
        N: 2,
        a: arena.copyF32([1, 4]),
        b: arena.copyF32([1, 0]),
        kind,
        M: 2,
      });
      return Array.from(C);
    };
    expect(run(0)).toEqual([0, 1, 1, 4]);
    expect(run(1)).toEqual([1, 0, 1, 0]);
    arena.dispose();
  });
});
