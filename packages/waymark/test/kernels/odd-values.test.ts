import fc from "fast-check";
import { expect, test } from "vitest";
import type { Arena } from "../../src/compute/core/arena.ts";
import { gemm } from "../../src/compute/linear-algebra/gemm.ts";
import { Random } from "../../src/compute/random.ts";
import { describeVariants } from "../compute/linear-algebra/variants.ts";
import { slowNormal, slowUniform } from "./twins/random-numbers.ts";
import { slowDots, slowGemm, slowGram, slowScatter, slowSparseRows } from "./twins/rows.ts";
import { expectSums } from "./twins/sums.ts";

const odd = [0, -0, 1e-40, -1e-45, 1, -2, 3, 1e-30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN];
const kinds = ["whole", "mixed", "tiny", "odd"] as const;
type Kind = (typeof kinds)[number];

function draw(random: Random, kind: Kind): number {
  if (kind === "whole") return random.below(9) - 4;
  if (kind === "mixed") return random.normal() * 10 ** (random.below(7) - 3);
  if (kind === "tiny") return (random.uniform() - 0.5) * 1e-38; // products vanish, sums are denormal
  return random.below(6) === 0 ? odd[random.below(odd.length)]! : random.normal();
}

/** A case for one kernel: sizes, and arrays that begin at any multiple of four bytes. */
const cases = fc.record({
  M: fc.nat(21),
  N: fc.nat(35),
  K: fc.nat(20),
  start: fc.nat(3),
  seed: fc.nat(2 ** 31 - 1),
  kind: fc.constantFrom(...kinds),
});

describeVariants("any numbers in arrays that begin anywhere", (core) => {
  const check = (name: string, law: (at: Laid) => void | Promise<void>) =>
    test(name, async () => {
      await fc.assert(
        fc.asyncProperty(cases, async (sizes) => {
          const arena = core.arena();
          try {
            await law(layOut(arena, sizes));
          } finally {
            arena.dispose();
          }
        }),
        { numRuns: 60, seed: 7 },
      );
    });

  check("gemm, each operand as it is or transposed", async ({ floats, M, N, K, seed, arena }) => {
    const [A, B, C] = [floats(M * K), floats(K * N), floats(M * N)];
    const expected = slowGemm(C, A, B, M, N, K);
    const turned = (X: Float32Array, rows: number, columns: number) =>
      arena.copyF32(Array.from(X, (_, p) => X[(p % rows) * columns + Math.floor(p / rows)]!));
    const [left, right] = [(seed & 1) === 1, (seed & 2) === 2];
    await gemm(
      core,
      left ? turned(A, M, K) : A,
      { rows: M, columns: K, transposed: left },
      right ? turned(B, K, N) : B,
      { rows: K, columns: N, transposed: right },
      C,
      { threads: 1 },
    );
    expectSums(C, expected);
  });

  check("gram and mirror", ({ floats, K, N }) => {
    const width = 16 * (1 + (N % 3));
    const [Y, G] = [floats(K * width), floats(width * width)];
    for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) G[i * width + j] = G[j * width + i]!;
    const expected = slowGram(G, Y, K, width);
    core.runNow("gram", width / 4, { Y, rows: K, width, G });
    core.runNow("mirror", width, { A: G, width });
    expectSums(G, expected);
    for (let i = 0; i < width; i++)
      for (let j = 0; j < i; j++) expect(Object.is(G[i * width + j], G[j * width + i])).toBe(true);
  });

  check("gatherRows and dotRows", ({ floats, indexes, M, N, K }) => {
    const [width, rows] = [8 * (K % 4), M + 1];
    const Y = floats(rows * width);
    const [index, out] = [indexes(N, rows), floats(N * width)];
    core.runNow("gatherRows", N, { Y, index, width, out, rows });
    index.forEach((from, r) => {
      expect(out.subarray(r * width, (r + 1) * width)).toEqual(Y.subarray(from * width, (from + 1) * width));
    });
    const [Z, dots] = [floats(rows * width), floats(rows)];
    core.runNow("dotRows", rows, { Y, Z, width, out: dots, rows });
    expectSums(dots, slowDots(Y, Z, rows, width));
  });

  check("scatterRows", ({ floats, indexes, M, N, K }) => {
    const [width, rows] = [8 * (K % 4), M + 1];
    const [Y, index, source] = [floats(rows * width), indexes(N, rows), floats(N * width)];
    const expected = slowScatter(Y, index, source, 0.5, width);
    core.runNow("scatterRows", width / 8, { Y, index, width, source, count: N, weight: 0.5, rows });
    expectSums(Y, expected);
  });

  check("sparseRows", ({ floats, indexes, arena, M, N, K, seed }) => {
    const [width, columnCount] = [8 * (K % 4), N + 1];
    const columns = indexes(7 * M, columnCount);
    const offsets = arena.copyU32([0, ...Array.from({ length: M }, (_, r) => 7 * r + ((seed >> (r % 20)) & 7))]);
    const values = seed % 2 === 0 ? floats(columns.length) : undefined;
    const [Y, out] = [floats(columnCount * width), floats(M * width)];
    const add = (seed >> 3) & 1;
    const expected = slowSparseRows(offsets, columns, values, Y, width, add === 1 ? out : undefined);
    core.runNow("sparseRows", M, { offsets, columns, values, Y, width, out, add, rows: M, columnCount });
    expectSums(out, expected);
  });

  check("easeWeights", ({ floats, N }) => {
    const n = 16 * (N % 4);
    const [A, inverse] = [floats(n * n), floats(n)];
    const expected = A.map((_, p) => {
      const [i, j] = [Math.floor(p / n), p % n];
      return i === j ? 0 : Math.fround(A[Math.min(i, j) * n + Math.max(i, j)]! * inverse[j]!);
    });
    core.runNow("easeWeights", n / 16, { A, n, inverse });
    expect(A.every((value, p) => value === expected[p] || Number.isNaN(value + expected[p]!))).toBe(true);
  });

  check("productsToDistances", ({ floats, M, N, seed }) => {
    const C = floats(M * N);
    const [a, b] = [floats(M).map(Math.abs), floats(N).map(Math.abs)].map((own) => {
      const view = floats(own.length);
      view.set(own);
      return view;
    }) as [Float32Array, Float32Array];
    const kind = seed % 2;
    const expected = Array.from(C, (c, p) => {
      const [own, other] = [a[Math.floor(p / N)]!, b[p % N]!];
      if (kind === 0) return Math.max(0, Math.fround(Math.fround(own + other) - Math.fround(2 * c)));
      if (!(own > 0 && other > 0)) return 0;
      return Math.fround(c / Math.fround(Math.fround(Math.sqrt(own)) * Math.fround(Math.sqrt(other))));
    });
    core.runNow("productsToDistances", M, { C, N, a, b, kind, M });
    expect(Array.from(C, (value) => value + 0)).toEqual(expected.map((value) => value + 0)); // −0 is 0
  });

  check("fillUniform, to the last bit, and fillNormal", ({ floats, N, K, seed }) => {
    const key = seed % 2 ** 31;
    const out = floats(N);
    core.runNow("fillUniform", N, { out, key, from: -0.7, to: K });
    expect(out).toEqual(floats.of(slowUniform(N, key, -0.7, K)));
    core.runNow("fillNormal", N, { out, key, mean: K, deviation: 0.25 });
    slowNormal(N, key, K, 0.25).forEach((value, i) => {
      expect(Math.abs(out[i]! - value)).toBeLessThan(2e-6 * (1 + K));
    });
  });

  test("cosines of rows so long or short that the product of their lengths leaves the range", () => {
    const arena = core.arena();
    const run = (square: number) => {
      const C = arena.copyF32([square, -square / 2]);
      const [a, b] = [arena.copyF32([square]), arena.copyF32([square, square])];
      core.runNow("productsToDistances", 1, { C, N: 2, a, b, kind: 1, M: 1 });
      return Array.from(C);
    };
    for (const square of [1e-30, 1, 1e30]) {
      const [own, other] = run(square);
      expect(own).toBeCloseTo(1, 5);
      expect(other).toBeCloseTo(-0.5, 5);
    }
    arena.dispose();
  });

  test("half an iteration of als is the same where its columns overflow the caches", () => {
    const arena = core.arena();
    const [width, rows, few] = [16, 5, 40];
    const many = 70_000; // × 64 bytes: past the bound of als-entries.ts
    const random = new Random(7);
    const Y = arena.f32(many * width).map(() => random.normal() * 0.3);
    const near = arena.copyF32(Y.subarray(0, few * width));
    const far = arena.copyF32(Y);
    const columns = arena.copyU32(Array.from({ length: 85 }, () => random.below(few)));
    const shared = {
      offsets: arena.copyU32([0, 1, 10, 40, 40, 85]),
      columns,
      values: arena.f32(85).fill(2),
      G: arena.zerosF32(width * width),
      ridge: arena.f32(rows).fill(1),
      width,
      a: 0.5,
      b: 0.5,
      rows,
      steps: 3,
      longest: 45,
    };
    const start = Array.from({ length: rows * width }, () => random.normal());
    const [X1, X2] = [arena.copyF32(start), arena.copyF32(start)];
    core.runNow("alsCg", rows, { ...shared, X: X1, Y: near, columnCount: few });
    core.runNow("alsCg", rows, { ...shared, X: X2, Y: far, columnCount: many });
    X2.forEach((value, p) => {
      expect(value).toBeCloseTo(X1[p]!, 4);
    });
    expect(X1.subarray(0, width)).not.toEqual(Float32Array.from(start.slice(0, width)));
    arena.dispose();
  });
});

type Laid = ReturnType<typeof layOut>;

function layOut(
  arena: Arena,
  sizes: {
    readonly M: number;
    readonly N: number;
    readonly K: number;
    readonly start: number;
    readonly seed: number;
    readonly kind: Kind;
  },
) {
  const random = new Random(sizes.seed);
  const place = (length: number) => arena.f32(length + 3).subarray(sizes.start, sizes.start + length);
  const floats = (length: number): Float32Array => {
    const view = place(length);
    for (let p = 0; p < length; p++) view[p] = draw(random, sizes.kind);
    return view;
  };
  floats.of = (values: Float32Array): Float32Array => {
    const view = place(values.length);
    view.set(values);
    return view;
  };
  const indexes = (length: number, below: number): Uint32Array => {
    const view = arena.u32(length + 3).subarray(sizes.start, sizes.start + length);
    for (let p = 0; p < length; p++) view[p] = random.below(below);
    return view;
  };
  return { ...sizes, arena, floats, indexes };
}
