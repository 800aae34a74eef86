import type { Dataset, RatingScale } from "./dataset.ts";

/** The lowest rating that counts as liked where nobody says another: the upper quarter of the scale, 4 on 1–5. */
export const defaultThreshold = ({ min, max }: RatingScale): number => min + 0.75 * (max - min);

/**
 * Ratings read as enrolments: the rows rated at least `defaultThreshold`, without their ratings. Implicit feedback is given
 * back as it is. Users and items keep their indexes, also those left without a row. O(interactions).
 */
export function positiveRows(data: Dataset): Dataset {
  if (data.scale === undefined) return data;
  const threshold = defaultThreshold(data.scale);
  const { users, items, values, times } = data.interactions;
  const kept: number[] = [];
  for (let row = 0; row < users.length; row++) if (values![row]! >= threshold) kept.push(row);
  return data
    .replaceInteractions({
      users: Uint32Array.from(kept, (row) => users[row]!),
      items: Uint32Array.from(kept, (row) => items[row]!),
      values: Float64Array.from(kept, (row) => values![row]!),
      ...(times && { times: Float64Array.from(kept, (row) => times[row]!) }),
    })
    .asImplicit();
}
