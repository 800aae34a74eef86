import { expect, test } from "vitest";
import type { Core } from "../../src/compute/core/core.ts";
import type { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Random } from "../../src/compute/random.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { randomSparse } from "./sparse-twin.ts";

/** Users, items, share of the cells stored. */
const shapes = [
  [1, 1, 1],
  [5, 1, 0.5],
  [3, 7, 0.6],
  [40, 17, 0.3],
  [60, 33, 0.05],
] as const;

const columnPairs = (X: CsrMatrix, of: (user: number) => number): number[][] => {
  const G = Array.from({ length: X.columnCount }, () => new Array<number>(X.columnCount).fill(0));
  for (let user = 0; user < X.rowCount; user++)
    for (const i of X.row(user).columns) for (const j of X.row(user).columns) G[i]![j]! += of(user);
  return G;
};

describeVariants("weights between items", (core: Core) => {
  test.each(shapes)("walks over %i users and %i items, %d stored, keep what a sort would", (users, items, share) => {
    using arena = core.arena();
    const X = randomSparse(users, items, share, 3);
    const random = new Random(5);
    const some = (length: number) => arena.copyF32(Float32Array.from({ length }, () => random.below(4) / 4)); // with ties and zeros
    const [steps, from, to] = [some(users), some(items), some(items)];
    const sums = columnPairs(X, (user) => steps[user]!);
    for (const k of [1, 3, items]) {
      const [counts, columns, values] = [arena.u32(items), arena.u32(items * k), arena.f32(items * k)];
      const Xt = X.transpose();
      core.runNow("walkWeights", items, {
        ...{ steps, from, to, k, counts, columns, values, items, users },
        itemOffsets: arena.copyU32(Xt.offsets),
        itemUsers: arena.copyU32(Xt.columns),
        userOffsets: arena.copyU32(X.offsets),
        userItems: arena.copyU32(X.columns),
      });
      for (let i = 0; i < items; i++) {
        const expected = sums[i]!.map((sum, j) => ({ j, weight: i === j ? 0 : from[i]! * (to[j]! * sum) }))
          .filter(({ weight }) => weight > 0)
          .sort((a, b) => b.weight - a.weight || a.j - b.j)
          .slice(0, k)
          .sort((a, b) => a.j - b.j);
        const kept = counts[i]!;
        expect([...columns.subarray(i * k, i * k + kept)]).toEqual(expected.map(({ j }) => j));
        expect([...values.subarray(i * k, i * k + kept)]).toEqual(expected.map(({ weight }) => weight)); // sums of quarters are exact
      }
    }
  });

  test.each(shapes)(
    "elastic nets of %i users and %i items, %d stored, stand where descent by loops ends",
    (users, items, share) => {
      using arena = core.arena();
      const gram = columnPairs(randomSparse(users, items, share, 4), () => 1);
      const ld = Math.ceil(items / 16) * 16;
      const G = arena.zerosF32(ld * ld);
      gram.forEach((row, i) => void G.set(row, i * ld));
      const [l1, l2, first] = [0.5, 2, items >> 1];
      const W = arena.f32(ld * (items - first)).fill(9);
      const rows = items - first;
      core.runNow("elasticNet", rows, { G, W, items, ld, l1, l2, tolerance: 1e-7, first, rows });
      for (let b = 0; b < rows; b++) {
        const slow = slowNet(gram, first + b, l1, l2);
        for (let i = 0; i < ld; i++) expect(W[b * ld + i]).toBeCloseTo(slow[i] ?? 0, 5);
      }
    },
  );
});

/** The w ≥ 0 with w_j = 0 of least ½ wᵀG w − g_j·w + l1 Σ w + ½ l2 |w|², in float64. */
function slowNet(G: readonly (readonly number[])[], j: number, l1: number, l2: number): number[] {
  const w = G.map(() => 0);
  for (let sweep = 0; sweep < 300; sweep++)
    for (let i = 0; i < w.length; i++) {
      const others = w.reduce((sum, weight, k) => sum + (k === i ? 0 : weight * G[i]![k]!), 0);
      if (i !== j) w[i] = Math.max(0, (G[i]![j]! - others - l1) / (G[i]![i]! + l2));
    }
  return w;
}
