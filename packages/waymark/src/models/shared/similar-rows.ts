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
