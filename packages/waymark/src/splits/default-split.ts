import type { Dataset } from "../data/dataset.ts";

/**
 * The split for somebody who names none: the data set's own where it brings one; `per-user:0.2` where at least half of
 * the users with rows have five or more, so that a fifth is at least one row; else `leave-one-out`.
 * See docs/decisions/0004-which-split-by-default.md.
 */
export function defaultSplit(data: Dataset): string {
  if (data.publishedFolds) return "predefined";
  const counts = new Uint32Array(data.users.size);
  for (const user of data.interactions.users) counts[user]! += 1;
  let present = 0;
  let ample = 0;
  for (const count of counts) {
    if (count > 0) present++;
    if (count >= 5) ample++;
  }
  return 2 * ample >= present ? "per-user:0.2" : "leave-one-out";
}
