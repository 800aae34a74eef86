import { expect, test } from "vitest";
import { describeVariants, randomFloats } from "../compute/linear-algebra/variants.ts";

const sigma = (x: number): number => 1 / (1 + Math.exp(-x));
const softplus = (x: number): number => Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));

/** Value and slope of a loss at a number and its target. */
const losses: readonly ((x: number, t: number) => readonly [number, number])[] = [
  (x, t) => [softplus(x) - t * x, sigma(x) - t],
  (x, t) => [(x - t) ** 2, 2 * (x - t)],
  (x, t) => [Math.abs(x - t), Math.sign(x - t)],
];

describeVariants("losses", (core) => {
  const inputs = (rows: number): Float32Array =>
    randomFloats(rows, 1).map((value, i) => [-95, 95, 0, 1, 1e-30, -20][i] ?? 3 * value);

  test.each([0, 1, 2])("pointwiseLoss of kind %i, with and without weights, gradient anew and added", (kind) => {
    using arena = core.arena();
    for (const rows of [0, 1, 6, 33])
      for (const weighted of [false, true])
        for (const add of [0, 1]) {
          const x = inputs(rows);
          const t = Float32Array.from({ length: rows }, (_, i) => [1, 0, 0, 1, 0.25][i % 5]!);
          const w = Float32Array.from({ length: rows }, (_, i) => (weighted ? [0.5, 0, 2][i % 3]! : 1));
          const total = w.reduce((sum, value) => sum + value, 0);
          const [dX, loss] = [arena.f32(rows).fill(4), arena.copyF64([10])];
          const args = { x: arena.copyF32(x), targets: arena.copyF32(t), dX, loss, rows, kind, weight: 0.7, add };
          core.runNow("pointwiseLoss", rows, { ...args, weights: weighted ? arena.copyF32(w) : undefined });
          let expected = 10;
          x.forEach((value, i) => {
            const [own, slope] = losses[kind]!(value, t[i]!);
            expected += (0.7 * w[i]! * own) / total;
            const wanted = 4 * add + (0.7 * w[i]! * slope) / total;
            expect(Math.abs(dX[i]! - wanted)).toBeLessThan(1e-6 * (1 + Math.abs(wanted)));
          });
          expect(Math.abs(loss[0]! - expected)).toBeLessThan(2e-6 * expected);
        }
  });

  test("pointwiseLoss of rows that all weigh nothing is nothing, and asks for no gradient", () => {
    using arena = core.arena();
    const [three, zeros] = [arena.f32(3).fill(5), arena.zerosF32(3)];
    const [dX, loss] = [arena.f32(3).fill(7), arena.copyF64([0])];
    const args = { x: three, targets: zeros, weights: zeros, loss, rows: 3, kind: 1, weight: 1, add: 0 };
    core.runNow("pointwiseLoss", 3, { ...args, dX });
    expect([...dX, ...loss]).toEqual([0, 0, 0, 0]);
    core.runNow("pointwiseLoss", 3, { ...args, weights: undefined, dX: undefined });
    expect(loss[0]).toBeCloseTo(25, 5);
  });

  test.each([0, 1, 7, 40])("rankingLoss of %i rows pushes both sides apart", (rows) => {
    using arena = core.arena();
    const [x, y] = [inputs(rows), randomFloats(rows, 2)];
    for (const [addX, addY] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const [dX, dY, loss] = [arena.f32(rows).fill(3), arena.f32(rows).fill(3), arena.copyF64([1])];
      const args = { x: arena.copyF32(x), y: arena.copyF32(y), loss, rows, weight: 0.5, addX, addY };
      core.runNow("rankingLoss", rows, { ...args, dX, dY });
      let expected = 1;
      x.forEach((value, i) => {
        const margin = value - y[i]!;
        expected += (0.5 * softplus(-margin)) / rows;
        expect(dX[i]).toBeCloseTo(3 * addX - (0.5 * sigma(-margin)) / rows, 5);
        expect(dY[i]).toBeCloseTo(3 * addY + (0.5 * sigma(-margin)) / rows, 5);
      });
      expect(loss[0]).toBeCloseTo(expected, 4);
      core.runNow("rankingLoss", rows, { ...args, dX: undefined, dY: undefined });
      expect(loss[0]).toBeCloseTo(2 * expected - 1, 4);
    }
  });
});
