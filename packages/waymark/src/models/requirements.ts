import type { Dataset } from "../data/dataset.ts";
import { DataRequirementError, type Remedy } from "../errors.ts";
import { either, nameColumns } from "../remedy.ts";

/**
 * Something the data of a model must have beyond interactions. `requires` in a model's definition lists them; a model with
 * a requirement of its own writes an object like those below.
 */
export interface Requirement {
  /** What must be there, in a word or two, for lists of models: `"ratings"`. */
  readonly description: string;
  /** `undefined` where the data has it. */
  check(data: Dataset): RequirementProblem | undefined;
}

/** Completes "MODEL needs `needs`; this data set has `has`." */
export interface RequirementProblem {
  readonly needs: string;
  readonly has: string;
  readonly remedy: Remedy | string;
}

/** Explicit feedback. */
export const ratings: Requirement = {
  description: "ratings",
  check: ({ feedback }) =>
    feedback === "explicit"
      ? undefined
      : {
          needs: "ratings",
          has: "implicit feedback only",
          remedy: either("Use a model that learns from enrolments, e.g. item-knn.", nameColumns("rating")),
        },
};

/** A time in at least one row: the order of histories. */
export const times: Requirement = {
  description: "times",
  check: ({ interactions: { times: column } }) =>
    column?.some((time) => !Number.isNaN(time))
      ? undefined
      : {
          needs:
            "a time for each row (places in a sequence, 1, 2, 3 …, will do), since it learns from the order of a history",
          has: column ? "a time column without a single time" : "none",
          remedy: either(nameColumns("time"), "Use a model that does not depend on the order, e.g. ease."),
        },
};

/** Titles or descriptions of items. */
export const texts: Requirement = {
  description: "texts",
  check: ({ itemFeatures }) =>
    [itemFeatures?.titles, itemFeatures?.texts].some((column) => column?.some((text) => text !== undefined))
      ? undefined
      : {
          needs: "titles or descriptions of courses",
          has: "none",
          remedy: "Use a source that brings course texts, or a model that needs none, e.g. item-knn.",
        },
};

/** Genres, categories or subjects of items. */
export const topics: Requirement = {
  description: "topics",
  check: ({ itemFeatures }) =>
    (itemFeatures?.topics?.matrix.size ?? 0) > 0
      ? undefined
      : {
          needs: "topics or genres of courses",
          has: "none",
          remedy: "Use a source that brings topics, or course-similarity, which reads titles.",
        },
};

const interactions: Requirement = {
  description: "interactions",
  check: ({ size }) =>
    size > 0
      ? undefined
      : {
          needs: "interactions to learn from",
          has: "none",
          remedy: "Import rows, or loosen the thresholds that removed them.",
        },
};

/** Why this model cannot learn from this data, or `undefined` when it can. Every model needs interactions. */
export function checkRequirements(
  { key, requires = [] }: { readonly key: string; readonly requires?: readonly Requirement[] },
  data: Dataset,
): DataRequirementError | undefined {
  for (const requirement of [interactions, ...requires]) {
    const problem = requirement.check(data);
    if (problem) return new DataRequirementError(key, problem.needs, problem.has, problem.remedy);
  }
  return undefined;
}
