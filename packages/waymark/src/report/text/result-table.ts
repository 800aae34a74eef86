import type { SeedSummary } from "../../evaluation/across-seeds.ts";
import { compareMetricGroups } from "../../evaluation/metrics/registry.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { metricBetter } from "../page/format.ts";

/** Results under one protocol: a model a row, a metric a column. */
export interface ResultTable {
  /** The protocol, for the caption. */
  readonly caption: string;
  readonly split: string;
  /** Metrics in the order of columns. */
  readonly metrics: readonly string[];
  readonly rows: readonly { readonly model: string; readonly cells: Readonly<Record<string, ResultCell>> }[];
}

export interface ResultCell {
  readonly value: number;
  readonly interval?: readonly [low: number, high: number];
  /** Standard deviation over seeds. */
  readonly deviation?: number;
}

export function tableOfRun({ protocol, results }: Evaluation): ResultTable {
  const rows = results.map(({ model, label = model, metrics, intervals }) => ({
    model: label,
    cells: Object.fromEntries(
      Object.entries(metrics).map(([key, value]): [string, ResultCell] => [
        key,
        { value, ...(intervals[key] && { interval: intervals[key] }) },
      ]),
    ),
  }));
  return ordered({ caption: protocol.name, split: protocol.split, rows });
}

export function tableOfSeeds(summary: SeedSummary, protocol: string): ResultTable {
  const rows = summary.models.map(({ model, metrics }) => ({
    model,
    cells: Object.fromEntries(
      Object.entries(metrics).map(([key, { mean, deviation }]): [string, ResultCell] => [
        key,
        { value: mean, ...(deviation !== undefined && { deviation }) },
      ]),
    ),
  }));
  const seeds = `mean ± standard deviation over seeds ${summary.seeds.join(", ")} of ${summary.varied}`;
  return ordered({ caption: `${protocol.replace(/, seed \d+$/, "")}; ${seeds}`, split: summary.split, rows });
}

/** Metrics in the order of tables, the best model of the first one on top. */
function ordered({ caption, split, rows }: Omit<ResultTable, "metrics">): ResultTable {
  const metrics = [...new Set(rows.flatMap(({ cells }) => Object.keys(cells)))].sort(compareMetricGroups);
  const leading = metrics[0];
  if (leading === undefined) return { caption, split, metrics, rows };
  const sign = metricBetter(leading) === "lower" ? 1 : -1;
  const last = Number.POSITIVE_INFINITY;
  const place = (row: ResultTable["rows"][number]) => sign * (row.cells[leading]?.value ?? sign * last);
  return { caption, split, metrics, rows: rows.toSorted((a, b) => place(a) - place(b)) };
}

/** The models whose value of a metric is the best as printed; none where neither direction is better. */
export function bestOf({ rows }: ResultTable, metric: string, print: (value: number) => string): ReadonlySet<string> {
  const better = metricBetter(metric);
  if (better === "neither" || rows.length < 2) return new Set();
  const values = rows.flatMap(({ cells }) => cells[metric]?.value ?? []);
  const best = print(better === "lower" ? Math.min(...values) : Math.max(...values));
  return new Set(
    rows.flatMap(({ model, cells }) => (cells[metric] && print(cells[metric].value) === best ? [model] : [])),
  );
}
