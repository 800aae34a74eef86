import { formatMetric, metricLabel } from "../../report/page/format.ts";
import type { ResultTable } from "../../report/text/result-table.ts";
import type { Context } from "../context.ts";
import { columnsThatFit } from "./evaluation-table.ts";
import { textTable } from "./table.ts";

/** Means and deviations over seeds, best first, with the protocol they hold for. */
export function printSeeds(table: ResultTable, context: Context): void {
  const header = ["model", ...table.metrics.map((key) => metricLabel(key)), "", ""];
  const rows = table.rows.map(({ model, cells }) => [
    model,
    ...table.metrics.map((key) => {
      const cell = cells[key];
      const deviation = cell?.deviation === undefined ? "" : ` ± ${formatMetric(key, cell.deviation)}`;
      return `${formatMetric(key, cell?.value)}${deviation}`;
    }),
    "",
    "",
  ]);
  const fitting = columnsThatFit(header, rows, context.width);
  context.out(
    textTable(
      header.slice(0, fitting),
      rows.map((cells) => cells.slice(0, fitting)),
      header.map((_, column) => column > 0),
    ),
  );
  const hidden = header.slice(fitting, -2);
  if (hidden.length > 0) context.log(context.style("dim", `Also measured (--json, --table): ${hidden.join(", ")}`));
  context.out(`\nProtocol: ${table.caption}`);
}
