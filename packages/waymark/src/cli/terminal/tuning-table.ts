import { counted } from "../../data/cleaning/report.ts";
import { formatInterval, formatMetric, formatSeconds, metricLabel, metricName } from "../../report/page/format.ts";
import { isBetter } from "../../tuning/chosen-metric.ts";
import type { Trial, Tuning } from "../../tuning/result.ts";
import type { Context } from "../context.ts";
import { columnsThatFit, printEvaluation } from "./evaluation-table.ts";
import { textTable } from "./table.ts";

const shownTrials = 10;

/** The best trials, what became of the others, how to use the best, and its figures on the test part. */
export function printTuning(tuning: Tuning, context: Context): void {
  const { model, metric, space, trials, best, chosen, validation, resource, notes, test } = tuning;
  const names = Object.keys(space);
  const ranked = [...trials]
    .sort((a, b) => (resource === "learners" ? b.rung - a.rung : 0) || byRank(tuning, a, b))
    .slice(0, shownTrials);
  const header = ["trial", ...(resource ? [resource] : []), ...names, metricLabel(metric), "fit"];
  const rows = ranked.map(({ number, amount, params, value, outcome, fitSeconds }) => [
    String(number),
    ...(resource ? [String(amount)] : []),
    ...names.map((name) => String(params[name])),
    outcome === "done" ? formatMetric(metric, value) : outcome,
    formatSeconds(fitSeconds),
  ]);
  const fitting = columnsThatFit(header, rows, context.width);
  const shown = (cells: readonly string[]) => [...cells.slice(0, fitting), ...cells.slice(-2)];
  const isNumber = header.map(() => true);
  context.out(textTable(shown(header), rows.map(shown), isNumber));
  const hidden = header.slice(fitting, -2);
  if (hidden.length > 0) context.log(context.style("dim", `Also searched (--json, report): ${hidden.join(", ")}`));
  context.out(`\n${summary(tuning, ranked.length)}`);
  context.out(`Validation part, cut from the training rows: ${validation.name}`);
  for (const [message, some] of Map.groupBy(lost(trials), ({ message = "" }) => message))
    context.log(`${counted(some.length, "trial")} ${some[0]!.outcome}: ${message}`);
  for (const note of notes) context.log(note);
  const settings = Object.entries(chosen).map(([name, value]) => `--set ${model}.${name}=${value}`);
  context.out(`Best, trial ${best.number}: ${settings.join(" ")}\n`);
  context.out("Fitted again on all training rows, measured once on the test part");
  const reached = test.results.flatMap(({ model, metrics, intervals }) =>
    metrics[metric] === undefined
      ? []
      : [`${model} ${formatMetric(metric, metrics[metric])} ${formatInterval(metric, intervals[metric])}`.trim()],
  );
  context.out(`${metricName(metric)}: ${reached.join(", ") || "not measured; the notes below say why"}\n`);
  printEvaluation(test, context);
}

const lost = (trials: readonly Trial[]): readonly Trial[] => trials.filter(({ outcome }) => outcome !== "done");

function byRank({ better }: Tuning, a: Trial, b: Trial): number {
  return Number(isBetter({ better }, b.value, a.value)) - Number(isBetter({ better }, a.value, b.value));
}

function summary({ search, trials, rungs, resource, metric, best, resumed }: Tuning, shown: number): string {
  const rounds = resource
    ? `, ${counted(rungs.length, "round")} of ${rungs.map(({ amount }) => amount).join(", ")} ${resource}`
    : "";
  const from = resumed > 0 ? `, ${resumed} of them from the log` : "";
  const shownOf = shown === trials.length ? "All" : `The ${shown} best of`;
  return (
    `${shownOf} ${counted(trials.length, "trial")} (${search} search${rounds}${from}); ` +
    `best ${metricName(metric)} ${formatMetric(metric, best.value)}`
  );
}
