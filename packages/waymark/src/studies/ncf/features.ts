import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { noPlatform } from "../../data/answers.ts";
import { counted } from "../../data/cleaning/report.ts";
import { minMax, type Scaling, standardization } from "../../learn/standard-scaler.ts";
import type { CleanLog } from "./clean-log.ts";
import type { Parts } from "./parts.ts";
import type { StudyStep } from "./step.ts";

/** What is known beside who and what, on common scales. Every scale is learned on the training rows alone. */
export interface LogFeatures {
  /** One number a row of the clean log each, NaN where unknown; a column exists where the log has it. */
  readonly columns: Readonly<Partial<Record<FeatureColumn, Float64Array>>>;
  readonly scalings: Readonly<Partial<Record<FeatureColumn, Scaling>>>;
  /** Courses × categories (parts and tags of EdNet, topics elsewhere), 0 or 1. */
  readonly categories?: CsrMatrix;
  readonly steps: readonly StudyStep[];
}

/** Timestamps and durations between 0 and 1; scores and response times with mean 0 and deviation 1. */
export type FeatureColumn = "timestamp" | "duration" | "score" | "responseTime";

/** Encodes and scales; columns the log does not have are said to be missing. */
export function prepareFeatures({ data, scores, answers }: CleanLog, { train }: Pick<Parts, "train">): LogFeatures {
  const { times } = data.interactions;
  const seconds = answers?.seconds;
  const raw: readonly (readonly [FeatureColumn, Float64Array | undefined, typeof minMax])[] = [
    ["timestamp", times, minMax],
    ["duration", seconds, minMax],
    ["score", scores, standardization],
    ["responseTime", seconds?.map(Math.log1p), standardization], // durations are close to log-normal; some are 0
  ];
  const found = raw.flatMap(([name, values, learn]) => {
    if (values === undefined) return [];
    const scaling = learn(values, train.rows);
    return [[name, scaling, values.map((value) => scaling.apply(value))] as const];
  });
  const scalings = Object.fromEntries(found.map(([name, scaling]) => [name, scaling]));
  const categories = data.itemFeatures?.topics?.matrix;
  return {
    columns: Object.fromEntries(found.map(([name, , values]) => [name, values])),
    scalings,
    ...(categories && categories.size > 0 && { categories }),
    steps: [
      encodingStep(data.users.size, data.items.size, data.size),
      categoriesStep(data.itemFeatures?.topics, answers, data.size),
      scalingStep("min-max", "Timestamps and durations", data.size, scalings, [
        ["timestamp", "timestamps"],
        ["duration", "durations"],
      ]),
      scalingStep("standardization", "Scores and response times", data.size, scalings, [
        ["score", "scores"],
        ["responseTime", "logarithms of response times"],
      ]),
    ],
  };
}

function encodingStep(users: number, items: number, rows: number): StudyStep {
  const text = `${counted(users, "learner")} become the numbers 0 to ${users - 1}, ${counted(items, "course")} the numbers 0 to ${items - 1}: rows of the embeddings.`;
  return { key: "encoding", title: "Encoding", unit: "rows", before: rows, after: rows, text };
}

function categoriesStep(
  topics: { readonly names: readonly string[]; readonly matrix: CsrMatrix } | undefined,
  answers: CleanLog["answers"],
  rows: number,
): StudyStep {
  const parts = topics?.names.filter((name) => name.startsWith("part ")).length ?? 0;
  const others = (topics?.names.length ?? 0) - parts;
  const platforms = answers?.platformNames ?? [];
  const named = answers ? rows - answers.platforms.reduce((n, code) => n + Number(code === noPlatform), 0) : 0;
  const kinds = [
    ...(parts > 0 ? [counted(parts, "part")] : []),
    ...(others > 0 ? [counted(others, parts > 0 ? "tag" : "topic")] : []),
    ...(platforms.length > 0
      ? [`${counted(platforms.length, "platform")} (${platforms.join(", ")}; ${counted(named, "row")})`]
      : []),
  ];
  const text = kinds.length > 0 ? `${kinds.join(", ")}: a column of zeros and ones each.` : "The log names none.";
  return { key: "categories", title: "Categorical features", unit: "rows", before: rows, after: rows, text };
}

function scalingStep(
  key: string,
  title: string,
  rows: number,
  scalings: LogFeatures["scalings"],
  names: readonly (readonly [FeatureColumn, string])[],
): StudyStep {
  const parts = names.map(([name, words]) => {
    const scaling = scalings[name];
    if (scaling === undefined) return `the log has no ${words}`;
    if (scaling.isFlat) return `all ${words} are alike, so they become 0`;
    return key === "min-max" ? `${words} to 0 … 1` : `${words} to mean 0 and deviation 1`;
  });
  const text = `On the training rows alone: ${parts.join("; ")}.`;
  return { key, title, unit: "rows", before: rows, after: rows, text };
}
