import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { number } from "../params.ts";

/** How lists made of predicted ratings treat items few have rated; predictions themselves do not depend on it. */
export const scoreShrinkageParam = number({
  min: 0,
  max: 1e6,
  default: 20,
  feedback: "explicit",
  formerly: ["caution"],
  description:
    "Lists from ratings: as many ratings just as expected are added to each course's, so that few enthusiasts do not put it on top; 0 ranks by the predicted rating.",
});

/** n / (n + shrinkage) for each item, n the users who rated it; 0 for items nobody rated. */
export function confidences({ offsets, rowCount }: CsrMatrix, scoreShrinkage: number): Float64Array {
  const shares = new Float64Array(rowCount);
  for (let item = 0; item < rowCount; item++) {
    const raters = offsets[item + 1]! - offsets[item]!;
    shares[item] = raters === 0 ? 0 : raters / (raters + scoreShrinkage);
  }
  return shares;
}

/** A predicted rating for ranking: what it differs from the expected counts only as far as it can be trusted. */
export const shrinkScore = (expected: number, predicted: number, confidence: number): number =>
  expected + (predicted - expected) * confidence;
