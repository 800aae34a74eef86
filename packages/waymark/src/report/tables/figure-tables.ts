import type { MetricFacts, MetricGroup } from "../../evaluation/metrics/define-metric.ts";
import { describeMetric } from "../../evaluation/metrics/registry.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { type Content, html, type Markup } from "../page/html.ts";
import { type ModelRow, sortByMetric } from "../page/model-rows.ts";
import { type LeadingMetrics, measuredMetrics } from "./leading-metrics.ts";
import { type Column, resultsTable, secondsOf } from "./results-table.ts";

const captions: Readonly<Record<MetricGroup, { readonly title: string; readonly description: string }>> = {
  lists: { title: "Lists", description: "what learners are offered" },
  ratings: { title: "Ratings", description: "how close predictions come" },
  beyond: {
    title: "Beyond accuracy",
    description: "a list drawn at random does well here, so read these beside accuracy",
  },
};

/** Every figure of the evaluation: a table for each group of metrics and length of list, and what each metric means. */
export function figureTables(evaluation: Evaluation, rows: readonly ModelRow[], leading: LeadingMetrics): Markup {
  const measured = measuredMetrics(evaluation);
  const tables = tableGroups(measured, evaluation.ownMetrics).map(({ group, cutoff, keys }) => {
    const sortedBy = keys.find((key) => leading.all.includes(key)) ?? keys[0]!;
    const { title, description } = captions[group];
    return resultsTable(evaluation, sortByMetric(rows, sortedBy, evaluation.ownMetrics), {
      id: cutoff === undefined ? group : `${group}-${cutoff}`,
      caption: html`<strong>${title}${cutoff !== undefined && `, ${cutoff} courses long`}</strong> – ${description}`,
      columns: keys.map((metric) => ({ metric })),
      sortedBy,
    });
  });
  const durations = (["fit", "predict", "recommend"] as const).filter((duration) =>
    rows.some((row) => secondsOf(row, duration) !== undefined),
  );
  const times: readonly Column[] = durations.map((duration) => ({ duration }));
  return html`${tables.map((table) => html`${table}\n`)}${resultsTable(evaluation, rows, {
    id: "times",
    caption: html`<strong>Time</strong> – wall clock, summed over folds`,
    columns: times,
  })}
${measured.length > 0 && meanings(measured, evaluation.ownMetrics)}`;
}

interface TableGroup {
  readonly group: MetricGroup;
  /** Only where lists of several lengths were measured. */
  readonly cutoff?: number;
  readonly keys: readonly string[];
}

/** Longest lists first; metrics without a length (MRR, AUC) stand with them. */
function tableGroups(measured: readonly string[], own?: readonly MetricFacts[]): readonly TableGroup[] {
  return (Object.keys(captions) as MetricGroup[]).flatMap((group): readonly TableGroup[] => {
    const keys = measured.filter((key) => describeMetric(key, own).group === group);
    const cutoffOf = (key: string) => describeMetric(key, own).cutoff;
    const cutoffs = [...new Set(keys.map(cutoffOf))].filter((k) => k !== undefined).sort((a, b) => b - a);
    if (cutoffs.length < 2) return keys.length > 0 ? [{ group, keys }] : [];
    return cutoffs.map((cutoff) => ({
      group,
      cutoff,
      keys: keys.filter((key) => (cutoffOf(key) ?? cutoffs[0]) === cutoff),
    }));
  });
}

function meanings(measured: readonly string[], own?: readonly MetricFacts[]): Content {
  const byLabel = new Map(
    measured.map((key) => {
      const { label, description } = describeMetric(key, own);
      return [label.split("@")[0]!, description];
    }),
  );
  const described = [...byLabel].filter(([, description]) => description !== "");
  return html`<h3>What the metrics mean</h3>
<dl class="pairs">
${described.map(([label, description]) => html`<dt>${label}</dt><dd>${description}</dd>\n`)}</dl>`;
}
