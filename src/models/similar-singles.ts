import { topK } from "../compute/top-k.ts";
import type { Ranked } from "./recommender.ts";

/** The float32 rows with the largest cosine to one row, itself and all-zero rows left out; none for an all-zero row. */
export function similarSingles(rows: Float32Array, width: number, row: number, limit: number): readonly Ranked[] {
  const product = (r: number, s: number): number => {
    let sum = 0;
    for (let f = 0; f < width; f++) sum += rows[r * width + f]! * rows[s * width + f]!;
    return sum;
  };
  const own = Math.sqrt(product(row, row));
  const cosines = new Float64Array(rows.length / width);
  for (let r = 0; r < cosines.length; r++)
    cosines[r] = r === row ? Number.NaN : product(row, r) / (own * Math.sqrt(product(r, r)));
  return Array.from(topK(cosines, limit), (item) => ({ item, score: cosines[item]! }));
}
