import { expect, test } from "vitest";
import { thinQr } from "../../../src/compute/linear-algebra/qr.ts";
import { InvalidInputError } from "../../../src/errors.ts";
import { describeVariants, farthest, randomFloats, slowProduct, slowTranspose } from "./variants.ts";

describeVariants("thin QR", (core) => {
  const decompose = async (source: ArrayLike<number>, rows: number, width: number, threads = 1) => {
    const arena = core.arena();
    try {
      const Y = arena.copyF32(source);
      const { R, rank } = await thinQr(core, Y, rows, width, { threads });
      return { Q: new Float32Array(Y), R, rank };
    } finally {
      arena.dispose();
    }
  };
  const gram = (Q: ArrayLike<number>, rows: number, width: number) =>
    slowProduct(slowTranspose(Q, rows, width), Q, width, rows, width);

  test.each([
    [8, 8],
    [9, 8],
    [33, 16],
    [257, 24],
    [1025, 16],
    [2051, 8],
  ])("gives orthonormal columns and A back: %i × %i", async (rows, width) => {
    const A = randomFloats(rows * width, rows);
    const { Q, R, rank } = await decompose(A, rows, width);
    expect(rank).toBe(width);
    const identity = Float64Array.from({ length: width * width }, (_, p) => Number(p % (width + 1) === 0));
    expect(farthest(gram(Q, rows, width), identity)).toBeLessThan(1e-6);
    expect(farthest(slowProduct(Q, R, rows, width, width), A)).toBeLessThan(1e-6);
    for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) expect(R[i * width + j]).toBe(0);
  });

  test("columns that nearly coincide still come out orthonormal: once is not enough", async () => {
    const rows = 500;
    const base = randomFloats(rows, 1);
    const noise = randomFloats(rows * 8, 2);
    const A = Float32Array.from(noise, (value, p) => base[Math.floor(p / 8)]! + 1e-4 * value);
    const { Q, rank } = await decompose(A, rows, 8);
    expect(rank).toBe(8);
    const identity = Float64Array.from({ length: 64 }, (_, p) => Number(p % 9 === 0));
    expect(farthest(gram(Q, rows, 8), identity)).toBeLessThan(1e-6);
  });

  test("a column that depends on earlier ones, or is 0, becomes 0, and later ones are not harmed", async () => {
    const rows = 40;
    const A = randomFloats(rows * 8, 3);
    for (let r = 0; r < rows; r++) {
      A[r * 8 + 2] = A[r * 8]! - 2 * A[r * 8 + 1]!;
      A[r * 8 + 5] = 0;
    }
    const { Q, R, rank } = await decompose(A, rows, 8);
    expect(rank).toBe(6);
    const identity = Float64Array.from({ length: 64 }, (_, p) => Number(p % 9 === 0 && p !== 18 && p !== 45));
    expect(farthest(gram(Q, rows, 8), identity)).toBeLessThan(1e-6);
    expect([R[18], R[45]]).toEqual([0, 0]);
    expect(farthest(slowProduct(Q, R, rows, 8, 8), A)).toBeLessThan(1e-6);
  });

  test("more columns than rows: the rank is the number of rows", async () => {
    const { Q, rank } = await decompose(randomFloats(3 * 8, 5), 3, 8);
    expect(rank).toBe(3);
    for (let r = 0; r < 3; r++) expect(Array.from(Q.subarray(r * 8 + 3, r * 8 + 8))).toEqual([0, 0, 0, 0, 0]);
  });

  test.each([0, 1])("%i rows", async (rows) => {
    const { Q, rank } = await decompose(new Float32Array(rows * 8).fill(-2), rows, 8);
    expect(rank).toBe(rows);
    expect(Array.from(Q)).toEqual(rows === 0 ? [] : [-1, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("very small and very large entries lose nothing", async () => {
    for (const scale of [1e-30, 1e30]) {
      const A = randomFloats(30 * 8, 6).map((value) => value * scale);
      const { Q, rank } = await decompose(A, 30, 8);
      expect(rank).toBe(8);
      const identity = Float64Array.from({ length: 64 }, (_, p) => Number(p % 9 === 0));
      expect(farthest(gram(Q, 30, 8), identity)).toBeLessThan(1e-6);
    }
  });

  test("equal bits on one, two and three threads", async () => {
    const [rows, width] = [9000, 64];
    const A = randomFloats(rows * width, 7);
    const [one, two, three] = await Promise.all([1, 2, 3].map((threads) => decompose(A, rows, width, threads)));
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  test("NaN and odd widths are refused", async () => {
    const A = randomFloats(80, 8);
    A[13] = Number.NaN;
    await expect(decompose(A, 10, 8)).rejects.toThrow(InvalidInputError);
    await expect(decompose(A, 8, 10)).rejects.toThrow(RangeError);
    expect(core.used).toBeLessThan(2 ** 22); // nothing is left behind
  });
});
