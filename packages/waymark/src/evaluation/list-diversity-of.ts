import type { Dataset } from "../data/dataset.ts";
import type { RecommendedList } from "./metrics/define-metric.ts";
import { ListDiversity } from "./metrics/diversity.ts";
import { TakerDiversity } from "./metrics/taker-diversity.ts";

/** What tells courses apart: their topics where the data names any, else who took them. */
export type DiversityBasis = "topics" | "takers";

export const diversityBasis = (train: Dataset): DiversityBasis =>
  (train.itemFeatures?.topics?.matrix.size ?? 0) > 0 ? "topics" : "takers";

export const listDiversityOf = (train: Dataset): RecommendedList["diversity"] =>
  diversityBasis(train) === "topics"
    ? new ListDiversity(train.itemFeatures!.topics!.matrix)
    : new TakerDiversity(train.itemUsers, train.userItems);
