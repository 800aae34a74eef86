import { dotAt } from "../../compute/linear-algebra/rows.ts";
import { topK } from "../../compute/top-k.ts";
import type { Ranked } from "../model.ts";

/** The rows with the largest cosine to one row, itself and all-zero rows left out; none for an all-zero row. */
export const similarRows = (rows: Float64Array, width: number, row: number, limit: number): readonly Ranked[] =>
  mostAlike(rows.length / width, (a, b) => dotAt(rows, a * width, rows, b * width, width), row, limit);

/** The same for any rows whose products can be had. */
export function mostAlike(
  count: number,
  product: (a: number, b: number) => number,
  row: number,
  limit: number,
): readonly Ranked[] {
  const own = Math.sqrt(product(row, row));
  const cosines = new Float64Array(count);
  for (let r = 0; r < count; r++)
    cosines[r] = r === row ? Number.NaN : product(row, r) / (own * Math.sqrt(product(r, r)));
  return Array.from(topK(cosines, limit), (item) => ({ item, score: cosines[item]! }));
}

/** The float32 rows with the largest cosine to one row, itself and all-zero rows left out; none for an all-zero row. */
export function similarSingles(rows: Float32Array, width: number, row: number, limit: number): readonly Ranked[] {
  const product = (r: number, s: number): number => {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += rows[r * width + f]! * rows[s * width + f]!;
    return sum;
  };
  return mostAlike(rows.length / width, product, row, limit);
}
