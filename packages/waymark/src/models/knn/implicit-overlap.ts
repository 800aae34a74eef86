import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { Overlap } from "./overlap.ts";

/**
 * Cosine of 0/1 rows A, B whose columns weigh w:
 *
 *     s(A, B) = Σ_{c ∈ A∩B} w_c / √(Σ_{c ∈ A} w_c · Σ_{c ∈ B} w_c) · n / (n + shrinkage),   n = |A∩B|
 *     w_c = (rows that hold c)^−damping
 *
 * damping = 0 is the plain cosine. 0 ≤ s ≤ 1.
 */
export class ImplicitOverlap extends Overlap {
  readonly #shrinkage: number;
  readonly #counts: Float64Array | undefined; // (rows), shared columns; only where shrinkage asks for them
  /** w, the weight of each column. */
  readonly weights: Float64Array; // (columns)
  /** √Σ w over the columns of each row. */
  readonly norms: Float64Array; // (rows)

  constructor(columnRows: CsrMatrix, damping: number, shrinkage: number) {
    super(columnRows);
    this.#shrinkage = shrinkage;
    this.#counts = shrinkage > 0 ? new Float64Array(columnRows.columnCount) : undefined;
    this.weights = columnWeights(columnRows, damping);
    this.norms = rowNorms(columnRows, this.weights);
  }

  override measure(columns: Uint32Array, _values: Float64Array, start: number, end: number): void {
    const { offsets, columns: rows } = this.columnRows;
    const { similarities, weights } = this;
    const counts = this.#counts;
    const dense = this.isDense(columns, start, end);
    let squaredNorm = 0;
    for (let p = start; p < end; p++) {
      const weight = weights[columns[p]!]!;
      const from = offsets[columns[p]!]!;
      const to = offsets[columns[p]! + 1]!;
      squaredNorm += weight;
      if (dense) addToAll(similarities, rows, from, to, weight);
      else this.size = addAndNote(similarities, this.touched, this.size, rows, from, to, weight);
      if (counts) addToAll(counts, rows, from, to, 1);
    }
    if (dense) this.#noteAll();
    const norm = Math.sqrt(squaredNorm);
    for (let t = 0; t < this.size; t++) {
      const row = this.touched[t]!;
      similarities[row]! /= norm * this.norms[row]!;
      if (counts) {
        similarities[row]! *= counts[row]! / (counts[row]! + this.#shrinkage);
        counts[row] = 0;
      }
    }
  }

  #noteAll(): void {
    let size = 0;
    for (let row = 0; row < this.similarities.length; row++)
      if (this.similarities[row] !== 0) this.touched[size++] = row;
    this.size = size;
    this.ascending = true;
  }
}

/** The hot loop: sums[row] += weight for the rows at `[from, to)`. */
function addToAll(sums: Float64Array, rows: Uint32Array, from: number, to: number, weight: number): void {
  for (let p = from; p < to; p++) sums[rows[p]!]! += weight;
}

/** The same, noting rows met for the first time; @returns the number of rows noted so far */
function addAndNote(
  sums: Float64Array,
  touched: Uint32Array,
  size: number,
  rows: Uint32Array,
  from: number,
  to: number,
  weight: number,
): number {
  let next = size;
  for (let p = from; p < to; p++) {
    const row = rows[p]!;
    const sum = sums[row]!;
    if (sum === 0) touched[next++] = row;
    sums[row] = sum + weight;
  }
  return next;
}

/** w of each column; 0 for one that no row holds. */
export function columnWeights({ offsets, rowCount }: CsrMatrix, damping: number): Float64Array {
  const weights = new Float64Array(rowCount);
  for (let c = 0; c < rowCount; c++) {
    const holders = offsets[c + 1]! - offsets[c]!;
    weights[c] = holders === 0 ? 0 : holders ** -damping;
  }
  return weights;
}

/** √Σ w over the columns of each row. */
export function rowNorms(
  { offsets, columns: rows, rowCount, columnCount }: CsrMatrix,
  weights: Float64Array,
): Float64Array {
  const norms = new Float64Array(columnCount);
  for (let c = 0; c < rowCount; c++)
    for (let p = offsets[c]!; p < offsets[c + 1]!; p++) norms[rows[p]!]! += weights[c]!;
  return norms.map(Math.sqrt);
}
