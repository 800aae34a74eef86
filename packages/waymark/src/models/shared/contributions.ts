import type { Contribution } from "../model.ts";

/** Parts above 0 as shares of their sum, largest first; none where no part is above 0. */
export function sharesOf(parts: readonly { readonly item: number; readonly part: number }[]): readonly Contribution[] {
  const positive = parts.filter(({ part }) => part > 0);
  const total = positive.reduce((sum, { part }) => sum + part, 0);
  return positive.map(({ item, part }) => ({ item, share: part / total })).sort((a, b) => b.share - a.share);
}
