import { ComputeError, InvalidInputError, ShapeError } from "../../errors.ts";
import { accumulate, tridiagonalize } from "./householder.ts";

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array; // (n)
  /** Row k is the unit eigenvector of value k. Its sign is arbitrary. */
  readonly vectors: Float64Array; // (n, n)
}

const SWEEPS = 60; // a value: two or three are usual
const EPSILON = 2 ** -52;

/**
 * All eigenvalues and eigenvectors of a real symmetric matrix: reduction to tridiagonal form by Householder reflections,
 * then QL steps with implicit shifts. Float64, on one thread, about 6 n³ operations: for n up to a few hundred.
 *
 * Values are exact to about 1e-15 of the largest, vectors are orthogonal to about 1e-15.
 *
 * @param matrix (n, n), row-major; only the upper triangle is read, nothing is overwritten
 * @throws {ShapeError} when `matrix` does not have n² entries
 * @throws {InvalidInputError} when an entry is NaN or infinite
 * @see Bowdler, Martin, Reinsch & Wilkinson 1968, doi:10.1007/BF02161360 (the routines tred2 and tql2 of EISPACK). Deviation:
 * the matrix is scaled to a largest entry of 1 first, so that squares neither overflow nor underflow.
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): Eigen {
  if (matrix.length !== n * n) throw new ShapeError("symmetric matrix", `(${n}, ${n})`, `${matrix.length} entries`);
  const V = Float64Array.from(matrix); // row j becomes column j of the reflections, then eigenvector j
  let largest = 0;
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const entry = V[i * n + j]!;
      if (!Number.isFinite(entry))
        throw new InvalidInputError(`matrix[${i}, ${j}]`, "finite", entry, "Others have no eigenvalues.");
      largest = Math.max(largest, Math.abs(entry));
    }
  const d = new Float64Array(n); // the diagonal, in the end the eigenvalues
  const e = new Float64Array(n); // beside it
  if (n === 0) return { values: d, vectors: V };
  const scale = largest > 0 ? largest : 1;
  for (let p = 0; p < V.length; p++) V[p]! /= scale;
  tridiagonalize(V, n, d, e);
  accumulate(V, n, d);
  e.copyWithin(0, 1);
  e[n - 1] = 0;
  diagonalize(V, n, d, e);
  return ascending(V, n, d, scale);
}

/** QL steps until everything beside the diagonal is negligible; the rotations go into the rows of V. */
function diagonalize(V: Float64Array, n: number, d: Float64Array, e: Float64Array): void {
  let shift = 0;
  let size = 0;
  for (let l = 0; l < n; l++) {
    size = Math.max(size, Math.abs(d[l]!) + Math.abs(e[l]!));
    let m = l;
    while (Math.abs(e[m]!) > EPSILON * size) m++;
    for (let sweep = 0; m > l && Math.abs(e[l]!) > EPSILON * size; sweep++) {
      if (sweep === SWEEPS) throw new ComputeError("eigenvalues", `${SWEEPS} steps did not separate value ${l}`);
      shift += step(V, n, d, e, l, m);
    }
    d[l]! += shift;
    e[l] = 0;
  }
}

/** One implicit QL step on rows l … m. @returns by how much the values from l on were shifted */
function step(V: Float64Array, n: number, d: Float64Array, e: Float64Array, l: number, m: number): number {
  const before = d[l]!;
  let p = (d[l + 1]! - before) / (2 * e[l]!);
  const root = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
  d[l] = e[l]! / (p + root);
  d[l + 1] = e[l]! * (p + root);
  const next = d[l + 1]!;
  const shift = before - d[l]!;
  for (let i = l + 2; i < n; i++) d[i]! -= shift;
  p = d[m]!;
  const beside = e[l + 1]!;
  let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
  for (let i = m - 1; i >= l; i--) {
    c3 = c2;
    c2 = c;
    s2 = s;
    const g = c * e[i]!;
    const h = c * p;
    const r = Math.hypot(p, e[i]!);
    e[i + 1] = s * r;
    s = e[i]! / r;
    c = p / r;
    p = c * d[i]! - s * g;
    d[i + 1] = h + s * (c * g + s * d[i]!);
    rotate(V, i * n, n, c, s);
  }
  p = (-s * s2 * c3 * beside * e[l]!) / next;
  e[l] = s * p;
  d[l] = c * p;
  return shift;
}

/** Rows at `row` and `row + n`. */
function rotate(V: Float64Array, row: number, n: number, c: number, s: number): void {
  for (let k = row; k < row + n; k++) {
    const a = V[k]!;
    const b = V[k + n]!;
    V[k + n] = s * a + c * b;
    V[k] = c * a - s * b;
  }
}

function ascending(V: Float64Array, n: number, d: Float64Array, scale: number): Eigen {
  const order = Uint32Array.from(d.keys()).sort((a, b) => d[a]! - d[b]!);
  const vectors = new Float64Array(n * n);
  order.forEach((k, at) => {
    vectors.set(V.subarray(k * n, (k + 1) * n), at * n);
  });
  return { values: Float64Array.from(order, (k) => d[k]! * scale), vectors };
}
