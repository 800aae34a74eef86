import type { CsrMatrix } from "../../../src/compute/csr-matrix.ts";

/** A factorization in training: rows of factors as arrays, changed in place. */
export interface Twin {
  readonly x: number[][]; // (users, factors)
  readonly q: number[][]; // (items, factors)
  readonly userBiases: number[];
  readonly itemBiases: number[];
}

export interface Step {
  readonly mean: number;
  readonly learningRate: number;
  readonly regularization: number;
  readonly biased: boolean;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, f) => sum + x * b[f]!, 0);

/** A step at each rating, one after the other, all from the old numbers. @returns Σ e² */
export function slowDescent(
  ratings: CsrMatrix,
  twin: Twin,
  { mean, learningRate, regularization, biased }: Step,
): number {
  const { x, q, userBiases, itemBiases } = twin;
  let squares = 0;
  for (let u = 0; u < ratings.rowCount; u++) {
    const { columns, values } = ratings.row(u);
    columns.forEach((i, k) => {
      const e = values[k]! - (mean + userBiases[u]! + itemBiases[i]! + dot(x[u]!, q[i]!));
      squares += e * e;
      if (biased) {
        userBiases[u]! += learningRate * (e - regularization * userBiases[u]!);
        itemBiases[i]! += learningRate * (e - regularization * itemBiases[i]!);
      }
      const [own, other] = [x[u]!, q[i]!];
      x[u] = own.map((part, f) => part + learningRate * (e * other[f]! - regularization * part));
      q[i] = other.map((part, f) => part + learningRate * (e * own[f]! - regularization * part));
    });
  }
  return squares;
}

/** The same for svd++, where every y of a user moves at every rating. @returns Σ e² */
export function slowImplicit(
  ratings: CsrMatrix,
  twin: Twin & { readonly y: number[][] /* (items, factors) */ },
  { mean, learningRate, regularization }: Step,
): number {
  const { x, q, y, userBiases, itemBiases } = twin;
  let squares = 0;
  for (let u = 0; u < ratings.rowCount; u++) {
    const { columns, values } = ratings.row(u);
    const root = Math.sqrt(columns.length);
    columns.forEach((i, k) => {
      const userVector = x[u]!.map((part, f) => part + columns.reduce((sum, j) => sum + y[j]![f]!, 0) / root);
      const e = values[k]! - (mean + userBiases[u]! + itemBiases[i]! + dot(userVector, q[i]!));
      squares += e * e;
      userBiases[u]! += learningRate * (e - regularization * userBiases[u]!);
      itemBiases[i]! += learningRate * (e - regularization * itemBiases[i]!);
      const old = q[i]!;
      x[u] = x[u]!.map((part, f) => part + learningRate * (e * old[f]! - regularization * part));
      for (const j of columns)
        y[j] = y[j]!.map((part, f) => part + learningRate * ((e * old[f]!) / root - regularization * part));
      q[i] = old.map((part, f) => part + learningRate * (e * userVector[f]! - regularization * part));
    });
  }
  return squares;
}
