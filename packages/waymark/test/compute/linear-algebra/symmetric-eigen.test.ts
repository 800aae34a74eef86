import { describe, expect, test } from "vitest";
import { symmetricEigen } from "../../../src/compute/linear-algebra/symmetric-eigen.ts";
import { InvalidInputError, ShapeError } from "../../../src/errors.ts";
import { golden } from "../../golden/implicit-feedback/matrix.ts";
import { farthest, randomFloats, slowProduct, slowTranspose } from "./variants.ts";

const symmetric = (n: number, seed: number): Float64Array => {
  const half = randomFloats(n * n, seed);
  return Float64Array.from(half, (value, p) => value + half[(p % n) * n + Math.floor(p / n)]!);
};

describe("eigenvalues of a symmetric matrix", () => {
  test("are NumPy's, and so are the vectors but for their sign", () => {
    const { symmetric, eigenvalues, eigenvectors } = golden<{
      symmetric: number[][];
      eigenvalues: number[];
      eigenvectors: number[][];
    }>("linear-algebra");
    const n = eigenvalues.length;
    const { values, vectors } = symmetricEigen(symmetric.flat(), n);
    expect(farthest(values, eigenvalues)).toBeLessThan(1e-9); // as many digits as the file has
    for (let k = 0; k < n; k++) {
      const vector = vectors.subarray(k * n, (k + 1) * n);
      const largest = vector.reduce((most, entry) => (Math.abs(entry) > Math.abs(most) ? entry : most), 0);
      const expected = eigenvectors.map((row) => row[k]!);
      expect(
        farthest(
          vector.map((entry) => entry * Math.sign(largest)),
          expected,
        ),
      ).toBeLessThan(1e-9);
    }
  });

  test.each([0, 1, 2, 3, 7, 16, 33, 70])("make A V = V Λ with orthonormal V, n = %i", (n) => {
    const A = symmetric(n, n);
    const { values, vectors } = symmetricEigen(A, n);
    expect(values.length).toBe(n);
    const V = slowTranspose(vectors, n, n); // one a column
    const expected = V.map((entry, p) => entry * values[p % n]!);
    expect(farthest(slowProduct(A, V, n, n, n), expected)).toBeLessThan(1e-13 * (n + 1));
    const identity = Float64Array.from({ length: n * n }, (_, p) => Number(p % (n + 1) === 0));
    expect(farthest(slowProduct(vectors, V, n, n, n), identity)).toBeLessThan(1e-13);
    expect(values).toEqual(values.slice().sort());
  });

  test("by hand: [2 1; 1 2] has 1 and 3", () => {
    const { values, vectors } = symmetricEigen([2, 1, 1, 2], 2);
    expect(values[0]).toBeCloseTo(1, 15);
    expect(values[1]).toBeCloseTo(3, 15);
    expect(vectors[2]! * vectors[3]!).toBeCloseTo(1 / 2, 15); // (1, 1) / √2
    expect(vectors[0]! * vectors[1]!).toBeCloseTo(-1 / 2, 15);
  });

  test.each([1e-300, 1e-160, 1e160, 1e300])(
    "scale with the matrix, also where squares would leave the range: %f",
    (scale) => {
      const A = symmetric(9, 4);
      const { values } = symmetricEigen(A, 9);
      const scaled = symmetricEigen(
        A.map((entry) => entry * scale),
        9,
      ).values;
      expect(
        farthest(
          scaled.map((value) => value / scale),
          values,
        ),
      ).toBeLessThan(1e-13);
    },
  );

  test("of blocks of very unlike size are all found", () => {
    const A = new Float64Array(16);
    A.set([1, 1, 0, 0, 1, 1], 0); // 0 and 2
    A[10] = A[15] = 0;
    A[11] = A[14] = 1e-200; // ∓1e-200
    const { values } = symmetricEigen(A, 4);
    expect(values[3]).toBeCloseTo(2, 14);
    for (const value of values.subarray(0, 3)) expect(Math.abs(value)).toBeLessThan(1e-15);
  });

  test("repeated values and zeros give orthonormal vectors all the same", () => {
    for (const A of [new Float64Array(25), Float64Array.from({ length: 25 }, () => 1)]) {
      const { values, vectors } = symmetricEigen(A, 5);
      expect(values[4]).toBeCloseTo(A[0]! * 5, 13);
      const identity = Float64Array.from({ length: 25 }, (_, p) => Number(p % 6 === 0));
      expect(farthest(slowProduct(vectors, slowTranspose(vectors, 5, 5), 5, 5, 5), identity)).toBeLessThan(1e-13);
    }
  });

  test("only the upper triangle is read, and nothing is overwritten", () => {
    const A = symmetric(6, 1);
    const upper = A.map((entry, p) => (p % 6 >= Math.floor(p / 6) ? entry : 99));
    const before = upper.slice();
    expect(symmetricEigen(upper, 6)).toEqual(symmetricEigen(A, 6));
    expect(upper).toEqual(before);
  });

  test("a matrix that is not square is refused", () => {
    expect(() => symmetricEigen(new Float64Array(6), 2)).toThrow(ShapeError);
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("%d is refused, and its place named", (entry) => {
    expect(() => symmetricEigen([1, entry, 0, 1], 2)).toThrow(InvalidInputError);
    expect(() => symmetricEigen([1, entry, 0, 1], 2)).toThrow(/matrix\[0, 1\]/);
  });
});
