import type { Dataset } from "../data/dataset.ts";
import { ListDiversity } from "./metrics/diversity.ts";

/** What tells courses apart: their topics where the data names any, else who took them. */
export type DiversityBasis = "topics" | "takers";

export const diversityBasis = (train: Dataset): DiversityBasis =>
  (train.itemFeatures?.topics?.matrix.size ?? 0) > 0 ? "topics" : "takers";

export const listDiversityOf = (train: Dataset): ListDiversity =>
  diversityBasis(train) === "topics"
    ? new ListDiversity(train.itemFeatures!.topics!.matrix)
    : new ListDiversity(train.itemUsers, { binary: true });
