import type { Dataset } from "../../data/dataset.ts";
import { DataRequirementError } from "../../errors.ts";
import { either, nameColumns } from "../../remedy.ts";
import { choice, integer, number, type ParamsOf } from "../params.ts";
import { scoreShrinkageParam } from "../shared/confidence-shrinkage.ts";
import type { CentringKind } from "../shared/rating-centring.ts";

/** What `user-knn` and `item-knn` both let people set. `like` are the things compared, `shared` what they share. */
export const knnParams = (like: "learners" | "courses", shared: "learners" | "courses") => ({
  similarity: choice({
    options: ["auto", "cosine", "msd", "pearson", "pearson-baseline"],
    default: "auto",
    search: false, // most of them need ratings
    description: `How alike two ${like} are; auto: pearson-baseline for ratings, cosine otherwise. The others need ratings.`,
  }),
  shrinkage: number({
    min: -1,
    max: 1e6,
    default: -1,
    search: [1, 500],
    description: `Shrinks similarities that rest on few shared ${shared} towards 0; below 0: 100 for pearson-baseline, 0 otherwise.`,
  }),
  neighbours: integer({
    min: 0,
    max: 100_000,
    default: 0,
    search: [5, 500],
    description: "How many of the most similar ones count; 0 takes 40 for ratings and 100 otherwise. More is smoother.",
  }),
  minNeighbours: integer({
    min: 1,
    max: 1_000,
    default: 1,
    search: false,
    description: "With fewer neighbours than this the model falls back to the expected rating, or says nothing.",
  }),
  centring: choice({
    options: ["auto", "none", "mean", "z-score", "baseline"],
    default: "auto",
    search: false,
    feedback: "explicit",
    description: `What ratings are measured from before they are averaged; auto: baseline. Only for ratings.`,
  }),
  prior: number({
    min: -1,
    max: 1_000,
    default: -1,
    search: [0, 2],
    feedback: "explicit",
    description:
      "With ratings: what the expected rating weighs beside the neighbours' similarities; 0 not at all; below 0: 0.25 for pearson-baseline, 0 otherwise.",
  }),
  scoreShrinkage: scoreShrinkageParam,
  damping: number({
    min: 0,
    max: 2,
    default: 0.5,
    feedback: "implicit",
    description: `Without ratings: shared ${shared} with n ${like} count 1/n^damping, so those with long lists count less.`,
  }),
});

export type KnnParams = ParamsOf<ReturnType<typeof knnParams>>;
export type RatingSimilarity = "cosine" | "msd" | "pearson" | "pearson-baseline";

/** Parameters with every "auto" resolved for explicit feedback. */
export interface RatingSettings {
  readonly similarity: RatingSimilarity;
  readonly shrinkage: number;
  readonly neighbours: number;
  readonly minNeighbours: number;
  readonly prior: number;
  readonly centring: CentringKind;
  readonly scoreShrinkage: number;
}

/** Parameters resolved for implicit feedback: cosine over 0/1. */
export interface ImplicitSettings {
  readonly shrinkage: number;
  readonly neighbours: number;
  readonly minNeighbours: number;
  readonly damping: number;
}

export function ratingSettings(params: KnnParams): RatingSettings {
  const similarity = params.similarity === "auto" ? "pearson-baseline" : params.similarity;
  const centring = params.centring === "auto" ? "baseline" : params.centring;
  // 0.25: on validation parts of ML-100k's training rows, of the demo campus and of Amazon's instruments, 0.1 to 0.5 did
  // nearly as well, and 0 worse by .01 to .13 of RMSE, most where ratings are few.
  const defaultPrior = similarity === "pearson-baseline" && centring !== "none" ? 0.25 : 0;
  return {
    similarity,
    shrinkage: params.shrinkage >= 0 ? params.shrinkage : similarity === "pearson-baseline" ? 100 : 0,
    neighbours: params.neighbours || 40,
    minNeighbours: params.minNeighbours,
    prior: params.prior >= 0 ? params.prior : defaultPrior,
    centring,
    scoreShrinkage: params.scoreShrinkage,
  };
}

export const implicitSettings = ({ shrinkage, neighbours, minNeighbours, damping }: KnnParams): ImplicitSettings => ({
  shrinkage: Math.max(0, shrinkage),
  neighbours: neighbours || 100,
  minNeighbours,
  damping,
});

/** @throws {DataRequirementError} when a similarity or centring that needs ratings meets data without them */
export function checkSuits(model: string, data: Dataset, { similarity, centring }: KnnParams): void {
  if (data.feedback === "explicit") return;
  const needsRatings =
    similarity !== "auto" && similarity !== "cosine"
      ? `similarity=${similarity}`
      : centring !== "auto" && centring !== "none"
        ? `centring=${centring}`
        : undefined;
  if (needsRatings)
    throw new DataRequirementError(
      `${model} with ${needsRatings}`,
      "ratings",
      "implicit feedback only",
      either("Leave that parameter at auto.", nameColumns("rating")),
    );
}
