import { expect, test } from "vitest";
import { wholeVectors } from "../../src/compute/core/whole-vectors.ts";
import { describeVariants, randomFloats } from "../compute/linear-algebra/variants.ts";
import { slowGemm } from "./twins/rows.ts";
import { expectSums, Sums } from "./twins/sums.ts";

const shapes = [
  [0, 3, 2],
  [1, 1, 1],
  [1, 0, 3],
  [3, 5, 1],
  [5, 17, 9],
  [70, 33, 47],
] as const;

describeVariants("layers", (core) => {
  test.each(shapes)(
    "product of %i × %i by %i columns, from nothing, what is there and a bias, with and without ReLU",
    (M, K, N) => {
      using arena = core.arena();
      const [a, b, bias, c] = [M * K, K * N, N, M * N].map((length, n) => randomFloats(length, n + 1)) as [
        Float32Array,
        Float32Array,
        Float32Array,
        Float32Array,
      ];
      const packed = arena.zerosF32(K * wholeVectors(N));
      core.runNow("packRight", Math.ceil(N / 16), { B: arena.copyF32(b), rowStride: N, columnStride: 1, K, N, packed });
      const args = { A: arena.copyF32(a), rowStride: K, columnStride: 1, packed, M, N, K };
      for (const start of [0, 1, 2])
        for (const relu of [0, 1]) {
          const C = arena.copyF32(c);
          core.runNow("product", M, { ...args, C, bias: start === 2 ? arena.copyF32(bias) : undefined, start, relu });
          const from = [new Float32Array(M * N), c, c.map((_, p) => bias[p % N]!)][start]!;
          const expected = slowGemm(from, a, b, M, N, K);
          if (relu) for (const [p, value] of expected.values.entries()) expected.values[p] = Math.max(0, value);
          expectSums(C, expected);
        }
    },
  );

  test("product takes A by any strides", () => {
    using arena = core.arena();
    const [M, K, N] = [6, 4, 3];
    const [a, b] = [randomFloats(M * K, 1), randomFloats(K * N, 2)];
    const turned = a.map((_, p) => a[(p % M) * K + Math.floor(p / M)]!);
    const packed = arena.zerosF32(K * 16);
    core.runNow("packRight", 1, { B: arena.copyF32(b), rowStride: N, columnStride: 1, K, N, packed });
    const C = arena.zerosF32(M * N);
    const args = { packed, C, M, N, K, bias: undefined, start: 0, relu: 0 };
    core.runNow("product", M, { ...args, A: arena.copyF32(turned), rowStride: 1, columnStride: M });
    expectSums(C, slowGemm(new Float32Array(M * N), a, b, M, N, K));
  });

  test.each([
    [1, 8],
    [2, 8],
    [37, 24],
  ] as const)("batchNorm and batchNormBack of %i × %i agree with the textbook, masks included", (rows, columns) => {
    using arena = core.arena();
    for (const keep of [1, 0.6]) {
      const x = randomFloats(rows * columns, 3).map((value, p) => 100 * (p % 3) + 3 * value);
      const [X, Y] = [arena.copyF32(x), arena.zerosF32(rows * columns)];
      const [gamma, beta] = [arena.copyF32(randomFloats(columns, 4)), arena.copyF32(randomFloats(columns, 5))];
      const [mean, rstd, runningMean] = [arena.zerosF32(columns), arena.zerosF32(columns), arena.f32(columns).fill(2)];
      const runningVariance = arena.f32(columns).fill(4);
      const shared = { X, gamma, mean, rstd, rows, columns, key: 6, runs: arena.copyU32([1]), keep };
      const blocks = columns / 8;
      core.runNow("batchNorm", blocks, { ...shared, Y, beta, runningMean, runningVariance, momentum: 0.1 });
      const dy = randomFloats(rows * columns, 7);
      const [dX, dGamma, dBeta] = [
        arena.f32(rows * columns).fill(1),
        arena.f32(columns).fill(1),
        arena.f32(columns).fill(1),
      ];
      const back = { ...shared, dY: arena.copyF32(dy), dX, dGamma, dBeta, add: 1, addParameters: 1 };
      core.runNow("batchNormBack", blocks, back);
      for (let c = 0; c < columns; c++) {
        const column = (of: Float32Array): number[] => Array.from({ length: rows }, (_, r) => of[r * columns + c]!);
        const average = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / rows;
        const own = column(x);
        const m = average(own);
        const variance = average(own.map((value) => (value - m) ** 2));
        const deviation = Math.sqrt(variance + 1e-5);
        const hat = own.map((value) => (value - m) / deviation);
        const whole = hat.map((h) => h * gamma[c]! + beta[c]!);
        const mask = column(Y).map((y) => (keep < 1 && y === 0 ? 0 : 1 / keep));
        const tolerance = 1e-4 * (1 + 1 / deviation);
        column(Y).forEach((y, r) => void expect(Math.abs(y - whole[r]! * mask[r]!)).toBeLessThan(tolerance));
        const unbiased = rows > 1 ? (variance * rows) / (rows - 1) : variance;
        expect(runningMean[c]).toBeCloseTo(0.9 * 2 + 0.1 * m, 3);
        expect(runningVariance[c]).toBeCloseTo(0.9 * 4 + 0.1 * unbiased, 3);
        const d = column(dy).map((value, r) => value * mask[r]!);
        const bySlope = d.reduce((sum, value, r) => sum + value * hat[r]!, 0);
        expect(Math.abs(dGamma[c]! - 1 - bySlope)).toBeLessThan(1e-2 * tolerance * rows + 1e-3);
        expect(dBeta[c]! - 1).toBeCloseTo(
          d.reduce((sum, value) => sum + value, 0),
          3,
        );
        column(dX).forEach((value, r) => {
          const expected = (gamma[c]! / deviation) * (d[r]! - average(d) - (hat[r]! * bySlope) / rows);
          expect(Math.abs(value - 1 - expected)).toBeLessThan(3e-3 * (1 + 1 / deviation));
        });
      }
    }
  });

  test("batchNorm of no rows leaves the running statistics alone", () => {
    using arena = core.arena();
    const none = arena.zerosF32(0);
    const eight = () => arena.f32(8).fill(1);
    const [runningMean, runningVariance] = [eight(), eight()];
    core.runNow("batchNorm", 1, {
      ...{
        X: none,
        Y: none,
        gamma: eight(),
        beta: eight(),
        mean: eight(),
        rstd: eight(),
        runningMean,
        runningVariance,
      },
      ...{ rows: 0, columns: 8, key: 1, runs: arena.copyU32([1]), keep: 1, momentum: 0.1 },
    });
    expect([...runningMean, ...runningVariance]).toEqual(new Array(16).fill(1));
  });

  test.each([
    [0, 3],
    [1, 1],
    [6, 11],
  ])("normalizeBy of %i × %i, forth and back, anew and added", (rows, columns) => {
    using arena = core.arena();
    const [x, g, b, m] = [rows * columns, columns, columns, columns].map((length, n) =>
      randomFloats(length, n + 1),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const v = randomFloats(columns, 9).map(Math.abs);
    const args = {
      X: arena.copyF32(x),
      gamma: arena.copyF32(g),
      mean: arena.copyF32(m),
      variance: arena.copyF32(v),
      columns,
    };
    for (const beta of [arena.copyF32(b), undefined])
      for (const add of [0, 1]) {
        const Y = arena.f32(rows * columns).fill(0.5);
        const expected = new Sums(Y.map((y) => add * y));
        core.runNow("normalizeBy", rows, { ...args, Y, beta, add });
        for (let p = 0; p < rows * columns; p++) {
          const c = p % columns;
          const slope = g[c]! / Math.sqrt(v[c]! + 1e-5);
          expected.add(p, x[p]! * slope);
          if (beta) for (const term of [b[c]!, -m[c]! * slope]) expected.add(p, term);
        }
        expectSums(Y, expected);
      }
  });
});
