import type { MetricFacts } from "../../evaluation/metrics/define-metric.ts";
import { metrics } from "../../evaluation/metrics/index.ts";
import { compareMetricKeys } from "../../evaluation/metrics/registry.ts";
import type { Evaluation, ModelResult } from "../../evaluation/result.ts";
import {
  formatInterval,
  formatMetric,
  formatPValue,
  formatSeconds,
  metricBetter,
  metricLabel,
  metricName,
} from "../../report/page/format.ts";
import type { Context } from "../context.ts";
import { textTable } from "./table.ts";

/** The table, best first, with the protocol it holds for and what was found to be really better. */
export function printEvaluation(evaluation: Evaluation, context: Context): void {
  const { protocol, results, comparisons, leftOut, ownMetrics = [] } = evaluation;
  const keys = orderedKeys(results, ownMetrics);
  const heading = (key: string) => metricLabel(key, ownMetrics);
  const leading = keys[0];
  const ordered = leading === undefined ? results : [...results].sort((a, b) => compareBy(leading, a, b, ownMetrics));
  const header = [
    "model",
    ...(leading === undefined ? [] : [heading(leading), "95 % interval"]),
    ...keys.slice(1).map(heading),
    "fit",
    "predict",
  ];
  const rows = ordered.map((result) => row(result, keys));
  const fitting = columnsThatFit(header, rows, context.width);
  const shown = (cells: readonly string[]) => [...cells.slice(0, fitting), ...cells.slice(-2)];
  context.out(
    textTable(
      shown(header),
      rows.map(shown),
      shown(header).map((_, column) => column > 0),
    ),
  );
  const hidden = header.slice(fitting, -2);
  if (hidden.length > 0)
    context.log(context.style("dim", `Also measured (--json, or the report of waymark compare): ${hidden.join(", ")}`));
  context.out(`\nProtocol: ${protocol.name}`);
  for (const note of protocol.notes ?? []) context.log(`  ${note}`);
  for (const line of verdicts(comparisons, ownMetrics)) context.out(line);
  for (const [reason, models] of Map.groupBy(leftOut, ({ model, reason }) => reason.replace(`${model} `, "")))
    context.log(`Left out: ${models.map(({ model }) => model).join(", ")}: ${reason}`);
  const notes = results.flatMap(({ model, notes = [] }) => notes.map((note) => ({ model, note })));
  for (const [note, models] of Map.groupBy(notes, (entry) => entry.note))
    context.log(`Note on ${models.map(({ model }) => model).join(", ")}: ${note}`);
}

function orderedKeys(results: readonly ModelResult[], own: readonly MetricFacts[]): readonly string[] {
  const all = [...metrics, ...own];
  const present = [...new Set(results.flatMap(({ metrics }) => Object.keys(metrics)))];
  const family = (key: string) => key.split("@")[0];
  return present.sort((a, b) => compareMetricKeys(a, b, all) * (family(a) === family(b) ? -1 : 1)); // the longest list first
}

function row(
  { model, label, metrics, intervals, fitSeconds, predictSeconds }: ModelResult,
  keys: readonly string[],
): string[] {
  const [leading, ...others] = keys;
  const first =
    leading === undefined ? [] : [formatMetric(leading, metrics[leading]), formatInterval(leading, intervals[leading])];
  return [
    label ?? model,
    ...first,
    ...others.map((key) => formatMetric(key, metrics[key])),
    formatSeconds(fitSeconds),
    formatSeconds(predictSeconds),
  ];
}

/** Best first; a model without the metric last. */
function compareBy(key: string, a: ModelResult, b: ModelResult, own: readonly MetricFacts[]): number {
  const [first, second] = [a.metrics[key], b.metrics[key]];
  if (first === undefined || second === undefined) return Number(first === undefined) - Number(second === undefined);
  return metricBetter(key, own) === "lower" ? first - second : second - first;
}

/** How many leading columns fit into the width beside the last two, which are always shown. */
export function columnsThatFit(header: readonly string[], rows: readonly (readonly string[])[], width: number): number {
  const widths = header.map((name, column) => 2 + Math.max(name.length, ...rows.map((cells) => cells[column]!.length)));
  let left = width - widths.at(-1)! - widths.at(-2)!;
  let fitting = 0;
  while (fitting < header.length - 2 && (left -= widths[fitting]!) >= 0) fitting++;
  return Math.max(fitting, Math.min(3, header.length - 2));
}

/** "svd is better than mean, baseline (RMSE, adjusted p < 0.001)", and which models could not be separated. */
function verdicts(comparisons: Evaluation["comparisons"], own: readonly MetricFacts[]): string[] {
  return [...Map.groupBy(comparisons, ({ metric }) => metric)].flatMap(([metric, group]) => {
    const best = group[0]!.better;
    const clear = group.filter(({ significant }) => significant);
    const unclear = group.filter(({ significant }) => !significant);
    const worstP = Math.max(...clear.map(({ adjustedPValue }) => adjustedPValue));
    const named = (some: typeof group) => some.map(({ worse }) => worse).join(", ");
    return [
      ...(clear.length > 0
        ? [
            `${metricName(metric, own)}: ${best} is better than ${named(clear)} (paired test over learners, Holm-adjusted p ${worstP < 0.001 ? "" : "≤ "}${formatPValue(worstP)}).`,
          ]
        : []),
      ...(unclear.length > 0
        ? [`${metricName(metric, own)}: ${best} cannot be distinguished from ${named(unclear)} on this data.`]
        : []),
    ];
  });
}
