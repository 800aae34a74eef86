import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { RatingSimilarity } from "./knn-params.ts";
import { Overlap } from "./overlap.ts";

/**
 * Similarity of rating rows a, b over the n columns both hold (never over others), as Surprise defines them:
 *
 *     cosine            Σab / √(Σa² Σb²)
 *     msd               1 / (Σ(a − b)²/n + 1)
 *     pearson           (nΣab − ΣaΣb) / √((nΣa² − (Σa)²)(nΣb² − (Σb)²)),   0 where one row is constant
 *     pearson-baseline  cosine of ratings less their baseline;              0 where n = 1
 *
 * times n / (n + shrinkage); pearson-baseline: (n − 1) / (n − 1 + shrinkage), as Koren shrinks correlations. Negative
 * ones become 0: no neighbour. Surprise shrinks pearson-baseline only.
 *
 * @see Koren 2010, doi:10.1145/1644873.1644874, §2.2; Herlocker et al. 2002, doi:10.1023/A:1020443909834 (shrinkage).
 */
export class RatingOverlap extends Overlap {
  readonly #similarity: RatingSimilarity;
  readonly #shrinkage: number;
  readonly #moments: Float64Array; // (rows, 4): n, Σab, Σa², Σb²
  readonly #sums: Float64Array; // (rows, 2): Σa, Σb; only pearson needs them

  /** For pearson-baseline, values here and in `measure` are ratings less their baseline. */
  constructor(columnRows: CsrMatrix, similarity: RatingSimilarity, shrinkage: number) {
    super(columnRows);
    this.#similarity = similarity;
    this.#shrinkage = shrinkage;
    this.#moments = new Float64Array(columnRows.columnCount * 4);
    this.#sums = new Float64Array(similarity === "pearson" ? columnRows.columnCount * 2 : 0);
  }

  override measure(columns: Uint32Array, values: Float64Array, start: number, end: number): void {
    const { offsets, columns: rows, values: others } = this.columnRows;
    const moments = this.#moments;
    const dense = this.isDense(columns, start, end);
    for (let p = start; p < end; p++) {
      const from = offsets[columns[p]!]!;
      const to = offsets[columns[p]! + 1]!;
      if (dense) addProducts(moments, rows, others, from, to, values[p]!);
      else this.size = addAndNote(moments, this.touched, this.size, rows, others, from, to, values[p]!);
      if (this.#similarity === "pearson") addSums(this.#sums, rows, others, from, to, values[p]!);
    }
    if (dense) this.#noteAll();
    for (let t = 0; t < this.size; t++) {
      const row = this.touched[t]!;
      const similarity = this.#similarityTo(row);
      this.similarities[row] = similarity > 0 ? similarity : 0;
      moments[row * 4] = 0;
      moments[row * 4 + 1] = 0;
      moments[row * 4 + 2] = 0;
      moments[row * 4 + 3] = 0;
    }
  }

  #noteAll(): void {
    let size = 0;
    for (let row = 0; row < this.touched.length; row++) if (this.#moments[row * 4] !== 0) this.touched[size++] = row;
    this.size = size;
    this.ascending = true;
  }

  #similarityTo(row: number): number {
    const moments = this.#moments;
    const shrinkage = this.#shrinkage;
    const n = moments[row * 4]!;
    const ab = moments[row * 4 + 1]!;
    const aa = moments[row * 4 + 2]!;
    const bb = moments[row * 4 + 3]!;
    switch (this.#similarity) {
      case "cosine":
        return (ab / Math.sqrt(aa * bb)) * (n / (n + shrinkage));
      case "msd":
        return (n / (n + shrinkage)) * (1 / (Math.max(0, aa - 2 * ab + bb) / n + 1));
      case "pearson-baseline":
        return n < 2 ? 0 : (ab / Math.sqrt(aa * bb)) * ((n - 1) / (n - 1 + shrinkage));
      case "pearson": {
        const a = this.#sums[row * 2]!;
        const b = this.#sums[row * 2 + 1]!;
        this.#sums[row * 2] = 0;
        this.#sums[row * 2 + 1] = 0;
        return correlation(n, ab, aa, bb, a, b) * (n / (n + shrinkage));
      }
    }
  }
}

/** The hot loop: one value `a` of the row measured against all values at `[from, to)`. */
function addProducts(
  moments: Float64Array,
  rows: Uint32Array,
  others: Float64Array,
  from: number,
  to: number,
  a: number,
): void {
  const aa = a * a;
  for (let p = from; p < to; p++) {
    const at = rows[p]! * 4;
    const b = others[p]!;
    moments[at]! += 1;
    moments[at + 1]! += a * b;
    moments[at + 2]! += aa;
    moments[at + 3]! += b * b;
  }
}

/** The same, noting rows met for the first time; @returns the number of rows noted so far */
function addAndNote(
  moments: Float64Array,
  touched: Uint32Array,
  size: number,
  rows: Uint32Array,
  others: Float64Array,
  from: number,
  to: number,
  a: number,
): number {
  let next = size;
  for (let p = from; p < to; p++) if (moments[rows[p]! * 4] === 0) touched[next++] = rows[p]!;
  addProducts(moments, rows, others, from, to, a);
  return next;
}

function addSums(
  sums: Float64Array,
  rows: Uint32Array,
  others: Float64Array,
  from: number,
  to: number,
  a: number,
): void {
  for (let p = from; p < to; p++) {
    const at = rows[p]! * 2;
    sums[at]! += a;
    sums[at + 1]! += others[p]!;
  }
}

function correlation(n: number, ab: number, aa: number, bb: number, a: number, b: number): number {
  const varianceA = n * aa - a * a;
  const varianceB = n * bb - b * b;
  // 1e-12: what rounding leaves of a constant row of decimals; of whole stars it leaves exactly 0
  if (varianceA <= 1e-12 * n * aa || varianceB <= 1e-12 * n * bb) return 0;
  return (n * ab - a * b) / Math.sqrt(varianceA * varianceB);
}
