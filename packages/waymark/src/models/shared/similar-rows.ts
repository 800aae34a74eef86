import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { cosinesWith } from "../../compute/linear-algebra/cosines.ts";
import { topK } from "../../compute/top-k.ts";
import type { Ranked } from "../model.ts";

/** The rows with the largest cosine to one row, itself and all-zero rows left out; none for an all-zero row. */
export function similarRows(
  rows: Float32Array | Float64Array,
  width: number,
  row: number,
  limit: number,
): readonly Ranked[] {
  const cosines = cosinesWith(rows, width, row);
  return Array.from(topK(cosines, limit), (item) => ({ item, score: cosines[item]! }));
}

/** The entries of one row of a similarity matrix, best first. */
export function similarInRow(similarities: CsrMatrix, row: number, limit: number): readonly Ranked[] {
  const { columns, values } = similarities.row(row);
  return Array.from(topK(values as Float64Array, limit), (p) => ({ item: columns[p]!, score: values[p]! }));
}
