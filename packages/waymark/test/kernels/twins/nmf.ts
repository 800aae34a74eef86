import type { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import type { Twin } from "./descent.ts";

export interface NmfStep {
  readonly mean: number;
  readonly biasLearningRate: number;
  readonly biasRegularization: number;
  readonly regularization: number;
}

const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, x, f) => sum + x * b[f]!, 0);
const zeros = (rows: readonly (readonly number[])[]): number[][] => rows.map((row) => row.map(() => 0));

/** x ← x · over / (under + pull x), where 0 stays 0. */
const multiplied = (
  x: readonly number[],
  over: readonly number[],
  under: readonly number[],
  regularization: number,
): number[] =>
  x.map((part, f) => {
    const divisor = under[f]! + regularization * part;
    return part !== 0 && divisor !== 0 ? (part * over[f]!) / divisor : part;
  });

/** An epoch on the ratings given: users one after the other, then all items. @returns Σ e² */
export function slowObserved(ratings: CsrMatrix, twin: Twin, step: NmfStep): number {
  const { x, q, userBiases, itemBiases } = twin;
  const [over, under, counts] = [zeros(q), zeros(q), q.map(() => 0)];
  let squares = 0;
  for (let u = 0; u < ratings.rowCount; u++) {
    const { columns, values } = ratings.row(u);
    const [own, ownOver, ownUnder] = [x[u]!, x[u]!.map(() => 0), x[u]!.map(() => 0)];
    columns.forEach((i, k) => {
      const estimate = step.mean + userBiases[u]! + itemBiases[i]! + dot(own, q[i]!);
      const e = values[k]! - estimate;
      squares += e * e;
      userBiases[u]! += step.biasLearningRate * (e - step.biasRegularization * userBiases[u]!);
      itemBiases[i]! += step.biasLearningRate * (e - step.biasRegularization * itemBiases[i]!);
      counts[i]! += 1;
      own.forEach((part, f) => {
        ownOver[f]! += q[i]![f]! * values[k]!;
        ownUnder[f]! += q[i]![f]! * estimate;
        over[i]![f]! += part * values[k]!;
        under[i]![f]! += part * estimate;
      });
    });
    x[u] = multiplied(own, ownOver, ownUnder, step.regularization * columns.length);
  }
  for (let i = 0; i < q.length; i++) q[i] = multiplied(q[i]!, over[i]!, under[i]!, step.regularization * counts[i]!);
  return squares;
}

/** Half an epoch on all cells: the rows of x, absent cells being 0. */
export function slowAllCells(
  cells: CsrMatrix,
  x: number[][],
  q: readonly (readonly number[])[],
  regularization: number,
): void {
  for (let r = 0; r < x.length; r++) {
    const { columns, values } = cells.row(r);
    const own = x[r]!;
    const over = own.map((_, f) => columns.reduce((sum, c, k) => sum + values[k]! * q[c]![f]!, 0));
    const under = own.map((_, f) => q.reduce((sum, row) => sum + dot(own, row) * row[f]!, 0));
    x[r] = multiplied(own, over, under, regularization);
  }
}
