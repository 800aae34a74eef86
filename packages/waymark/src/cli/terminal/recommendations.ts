import type { Dataset } from "../../data/dataset.ts";
import { explainingModels } from "../../models/registry.ts";
import { listed } from "../../remedy.ts";
import { plainText } from "../../report/page/html.ts";
import type { Context } from "../context.ts";

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
  /** The model that was asked for, where it had nothing to go by and popular courses stand in. */
  readonly insteadOf?: string;
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
    const title = data.itemFeatures?.titles?.[item];
    return { id: data.items.id(item), ...(title !== undefined && { title }) };
  };

/** What people see of a course: its title, else its id; nothing in it can move the cursor or hide text. */
export const nameOf = ({ id, title }: CourseLine): string => plainText(title ?? id);

interface PrintOptions {
  readonly why?: boolean;
  readonly limit: number;
  /** Courses there are. */
  readonly catalogue: number;
  /** Courses that may not be offered and are not in the history. */
  readonly excluded: number;
}

/** A numbered list; the reasons on a line of their own below each course, so that it reads well on narrow terminals. */
export function printRecommendations(
  { model, learner, history, explained, insteadOf, recommendations }: Recommendations,
  { why, limit, catalogue, excluded }: PrintOptions,
  { out, log, style }: Context,
): void {
  if (recommendations.length === 0) {
    const whose = learner === undefined ? "This history holds" : `${plainText(learner)} has taken`;
    if (history.length === catalogue) out(`${whose} every course (${catalogue}): nothing is left to recommend.`);
    else if (history.length + excluded >= catalogue)
      out(`${whose} every course that is not excluded: nothing is left to recommend.`);
    else out(`${model} has nothing to offer for these ${history.length} courses. Another model may know more.`);
    return;
  }
  if (insteadOf !== undefined)
    log(`${insteadOf} has nothing to go by without a known course: these are the courses most learners took.`);
  out(style("bold", `Courses for ${learner ?? "this history"} (${model}; ${history.length} taken)`));
  const width = String(recommendations.length).length;
  for (const { rank, id, title, because = [] } of recommendations) {
    const suffix = title === undefined ? "" : style("dim", `  ${plainText(id)}`);
    out(`${String(rank).padStart(width)}  ${nameOf({ id, ...(title !== undefined && { title }) })}${suffix}`);
    const reasons = because.map((part) => `${nameOf(part)} (${Math.round(100 * part.share)} %)`);
    const indent = " ".repeat(width + 2);
    if (reasons.length > 0) out(`${indent}${style("dim", "because of")} ${reasons.join(", ")}`);
    else if (explained)
      out(`${indent}${style("dim", "no course of the history speaks for it; what others gave it does")}`);
  }
  if (why && !explained) log(`${model} cannot name reasons; ${listed(explainingModels(), "and")} can.`);
  if (recommendations.length < limit && recommendations.length + history.length + excluded < catalogue)
    log(`${model} can say nothing about the other courses.`);
}
