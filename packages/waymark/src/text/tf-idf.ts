import { CsrMatrix } from "../compute/csr-matrix.ts";

/**
 * Term frequency × inverse document frequency, rows of length 1:
 *
 *     tfidf(d, t) = count(d, t) · idf(t),   then each row divided by its Euclidean length
 *
 * The same numbers as scikit-learn's `TfidfVectorizer` with its defaults. A document without terms stays empty.
 */
export const tfIdf = (counts: CsrMatrix): CsrMatrix =>
  unitRows(scaleColumns(counts, inverseDocumentFrequencies(counts)));

/**
 * How rare each term is, smoothed as if one more document held every term; shape `(terms)`, ≥ 1:
 *
 *     idf(t) = ln((1 + documents) / (1 + documents with t)) + 1
 *
 * Every row counts as a document, an empty one too.
 *
 * @see Spärck Jones 1972, doi:10.1108/eb026526; smoothing and "+ 1" as in scikit-learn, so no term is worth nothing.
 */
export function inverseDocumentFrequencies({ rowCount, columnCount, columns }: CsrMatrix): Float64Array {
  const frequencies = new Float64Array(columnCount);
  for (let p = 0; p < columns.length; p++) frequencies[columns[p]!]! += 1;
  return frequencies.map((frequency) => Math.log((1 + rowCount) / (1 + frequency)) + 1);
}

/** Each column multiplied by its factor, shape `(columns)`. */
export function scaleColumns(matrix: CsrMatrix, factors: Float64Array): CsrMatrix {
  const values = matrix.values.map((value, p) => value * factors[matrix.columns[p]!]!);
  return new CsrMatrix(matrix.columnCount, matrix.offsets, matrix.columns, values);
}

/** Each row divided by its Euclidean length; rows of zeros stay as they are. */
export function unitRows(matrix: CsrMatrix): CsrMatrix {
  const { rowCount, offsets } = matrix;
  const values = matrix.values.slice();
  for (let r = 0; r < rowCount; r++) {
    let squares = 0;
    for (let p = offsets[r]!; p < offsets[r + 1]!; p++) squares += values[p]! * values[p]!;
    if (squares === 0) continue;
    const length = Math.sqrt(squares);
    for (let p = offsets[r]!; p < offsets[r + 1]!; p++) values[p]! /= length;
  }
  return new CsrMatrix(matrix.columnCount, offsets, matrix.columns, values);
}
