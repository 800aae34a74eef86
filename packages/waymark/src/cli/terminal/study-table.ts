import { formatInterval, formatMetric, formatSeconds, metricLabel } from "../../report/page/format.ts";
import type { Candidates, NcfStudy } from "../../studies/ncf/result.ts";
import { candidateSets } from "../../studies/ncf/result.ts";
import { setNames } from "../../studies/ncf/study-results.ts";
import type { Context } from "../context.ts";
import { textTable } from "./table.ts";

const metrics = ["precision@10", "recall@10", "auc"];

/** The steps, the table for each set of candidates, and the published one. */
export function printStudy(study: NcfStudy, context: Context): void {
  for (const note of study.notes) context.log(`  ${note}`);
  for (const { title, before, after, unit, text } of study.steps)
    context.log(
      `${title}: ${before === after ? count(before) : `${count(before)} → ${count(after)}`} ${unit}. ${text}`,
    );
  for (const set of candidateSets) context.out(`\n${heading(set)}\n${modelTable(study, set)}`);
  const { published, protocol, leftOut, models } = study;
  const rows = published.map(({ role, rmse, precision, recall, auc }) => [
    role,
    ...[rmse, precision, recall, auc].map(String),
  ]);
  context.out(
    `\nPublished (on another protocol, see docs/guide/ncf-study.md)\n${tableOf(["model", "rmse", ...metrics], rows)}`,
  );
  context.out(
    `\nProtocol: ${protocol.split}, seed ${protocol.seed}; parameters chosen by validation ${protocol.chosenBy.toUpperCase()}; ${count(protocol.measuredLearners)} of ${count(protocol.testLearners)} learners measured. RMSE: of the probability of a row, over held-out rows and ${protocol.negatives} sampled courses each; predicting their share for all gives ${formatMetric("rmse", protocol.rmseOfConstant)}.`,
  );
  for (const { model, notes } of models) for (const note of notes) context.log(`${model}: ${note}`);
  for (const { model, reason } of leftOut) context.log(`Left out: ${model}: ${reason}`);
}

function modelTable({ models }: NcfStudy, set: Candidates): string {
  const keys = set === "pool" ? ["rmse", ...metrics] : metrics;
  const rows = models.map(({ model, results, fitSeconds }) => [
    model,
    ...keys.flatMap((key) => [
      formatMetric(key, results[set].metrics[key]),
      ...(key === keys.at(-1) ? [formatInterval(key, results[set].intervals[key])] : []),
    ]),
    formatSeconds(fitSeconds),
  ]);
  return tableOf(["model", ...keys, "95 % interval", "fit"], rows);
}

const tableOf = (header: readonly string[], rows: readonly (readonly string[])[]): string =>
  textTable(
    header.map((name) => (metrics.includes(name) || name === "rmse" ? metricLabel(name) : name)),
    rows,
    header.map((_, column) => column > 0),
  );

const heading = (set: Candidates): string => `Candidates: ${setNames[set]}`;
const count = (n: number): string => n.toLocaleString("en-GB");
