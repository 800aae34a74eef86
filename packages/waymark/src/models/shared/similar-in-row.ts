import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { topK } from "../../compute/top-k.ts";
import type { Ranked } from "../model.ts";

/** The entries of one row of a similarity matrix, best first. */
export function similarInRow(similarities: CsrMatrix, row: number, limit: number): readonly Ranked[] {
  const { columns, values } = similarities.row(row);
  return Array.from(topK(values as Float64Array, limit), (p) => ({ item: columns[p]!, score: values[p]! }));
}
