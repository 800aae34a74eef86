import type { Dataset } from "../../data/dataset.ts";
import type { Context } from "../context.ts";
import { textTable } from "./table.ts";

export interface CourseLine {
  readonly id: string;
  readonly title?: string;
}

/** One learner's list, exactly as `--json` prints it. */
export interface Recommendations {
  readonly model: string;
  readonly learner?: string;
  readonly history: readonly CourseLine[];
  /** Ids of the typed history that no course has. */
  readonly unknown: readonly string[];
  readonly explained: boolean;
  readonly recommendations: readonly (CourseLine & {
    readonly rank: number;
    readonly score: number;
    /** Largest share first; shares of all reasons sum to 1, the first three are listed. */
    readonly because?: readonly (CourseLine & { readonly share: number })[];
  })[];
}

export const courseLine =
  (data: Dataset) =>
  (item: number): CourseLine => {
    const title = data.details?.titles[item];
    return { id: data.items.id(item), ...(title !== undefined && { title }) };
  };

export function printRecommendations(
  { model, learner, history, explained, recommendations }: Recommendations,
  { why, limit }: { readonly why?: boolean; readonly limit: number },
  { out, log, style }: Context,
): void {
  if (recommendations.length === 0) {
    out(`${model} has nothing to offer for these ${history.length} courses. Try another, e.g. --model popularity.`);
    return;
  }
  out(style("bold", `Courses for ${learner ?? "this history"} (${model}; ${history.length} taken)`));
  const words = recommendations.map(({ rank, id, title, because = [] }) => [
    String(rank),
    title ?? id,
    ...(title === undefined ? [] : [style("dim", id)]),
    ...(explained
      ? [because.map((part) => `${part.title ?? part.id} (${Math.round(100 * part.share)} %)`).join("; ")]
      : []),
  ]);
  const titled = recommendations.some(({ title }) => title !== undefined);
  out(textTable(["", "course", ...(titled ? ["id"] : []), ...(explained ? ["because you took"] : [])], words, [true]));
  if (why && !explained)
    log(`${model} cannot name reasons; item-knn, user-knn, course-similarity and user-profile can.`);
  if (recommendations.length < limit) log(`${model} can say nothing about the other courses.`);
}
