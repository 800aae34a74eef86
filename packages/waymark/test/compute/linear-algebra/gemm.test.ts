import { expect, test } from "vitest";
import { gemm } from "../../../src/compute/linear-algebra/gemm.ts";
import { describeVariants, farthest, randomFloats, slowProduct, slowTranspose } from "./variants.ts";

describeVariants("gemm", (core) => {
  const multiply = async (
    A: ArrayLike<number>,
    B: ArrayLike<number>,
    [M, K, N]: readonly [number, number, number],
    { left = false, right = false, start = 0, threads = 1 } = {},
  ) => {
    const arena = core.arena();
    try {
      const C = arena.f32(M * N).fill(start);
      const a = { rows: M, columns: K, transposed: left };
      const b = { rows: K, columns: N, transposed: right };
      await gemm(core, arena.copyF32(A), a, arena.copyF32(B), b, C, { threads });
      return new Float32Array(C);
    } finally {
      arena.dispose();
    }
  };

  test.each([
    [0, 3, 4],
    [3, 0, 4],
    [3, 4, 0],
    [1, 1, 1],
    [4, 16, 16],
    [5, 3, 17],
    [63, 257, 31],
    [130, 20, 49],
    [65, 513, 5],
  ] as const)("NN, NT, TN and TT of %i × %i × %i", async (M, K, N) => {
    const A = randomFloats(M * K, 1);
    const B = randomFloats(K * N, 2);
    const expected = slowProduct(A, B, M, K, N).map((value) => value + 2);
    for (const left of [false, true])
      for (const right of [false, true]) {
        const [a, b] = [left ? slowTranspose(A, M, K) : A, right ? slowTranspose(B, K, N) : B];
        const C = await multiply(a, b, [M, K, N], { left, right, start: 2 });
        expect(farthest(C, expected)).toBeLessThan(1e-6 * (K + 4));
      }
  });

  test("NaN, infinity and denormals go where arithmetic sends them, and no further", async () => {
    const A = Float32Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 1e-40);
    const C = await multiply(A, Float32Array.of(1, 2, 3), [4, 1, 3]);
    expect(Array.from(C.subarray(0, 3))).toEqual([1, 2, 3]);
    expect(Array.from(C.subarray(3, 6))).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(Array.from(C.subarray(6, 9))).toEqual(Array.from({ length: 3 }, () => Number.POSITIVE_INFINITY));
    expect(Array.from(C.subarray(9))).toEqual([1, 2, 3].map((by) => Math.fround(by * Math.fround(1e-40))));
  });

  test("equal bits on one, two and three threads", async () => {
    const shape = [400, 300, 200] as const;
    const [A, B] = [randomFloats(400 * 300, 3), randomFloats(300 * 200, 4)];
    const one = await multiply(A, B, shape);
    expect(await multiply(A, B, shape, { threads: 2 })).toEqual(one);
    expect(await multiply(A, B, shape, { threads: 3 })).toEqual(one);
  });

  test("inner dimensions that differ are refused", async () => {
    const arena = core.arena();
    const Z = arena.zerosF32(6);
    await expect(gemm(core, Z, { rows: 2, columns: 3 }, Z, { rows: 2, columns: 3 }, Z)).rejects.toThrow(/3 and 2/);
    arena.dispose();
  });
});
