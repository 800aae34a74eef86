import { csvLine } from "../../data/io/csv-line.ts";
import { absent, formatMetric, metricBetter, metricName } from "../page/format.ts";
import { bestOf, type ResultTable } from "./result-table.ts";

/** Ways to write result tables, by the ending of the file. */
export const textTableFormats: Readonly<Record<string, (tables: readonly ResultTable[]) => string>> = {
  ".csv": csvTables,
  ".md": markdownTables,
  ".tex": latexTables,
};

/**
 * All tables as one: split, protocol, model, metric, value, and what there is of low, high (interval) and deviation. Values
 * have all their digits, one row a metric, as data frames take them.
 */
function csvTables(tables: readonly ResultTable[]): string {
  const lines = [csvLine(["split", "protocol", "model", "metric", "value", "low", "high", "deviation"])];
  for (const { split, caption, metrics, rows } of tables)
    for (const { model, cells } of rows)
      for (const metric of metrics) {
        const cell = cells[metric];
        if (cell === undefined) continue;
        const [low, high] = cell.interval ?? [];
        lines.push(csvLine([split, caption, model, metric, cell.value, low, high, cell.deviation]));
      }
  return lines.join("");
}

function markdownTables(tables: readonly ResultTable[]): string {
  return tables
    .map((table) => {
      const body = cellTexts(table, { bold: (text) => `**${text}**`, plusMinus: "±", escapeText: escapeMarkdown });
      const header = ["model", ...table.metrics.map((key) => headingOf(key, " ↓", escapeMarkdown))];
      const rule = header.map((_, column) => (column === 0 ? "---" : "---:"));
      const lines = [header, rule, ...body].map((cells) => `| ${cells.join(" | ")} |`);
      return `${lines.join("\n")}\n\n${escapeMarkdown(table.caption)}\n`;
    })
    .join("\n");
}

/** Each a `table` for `\usepackage{booktabs}`; the best value of a column in bold type. */
function latexTables(tables: readonly ResultTable[]): string {
  const written = tables.map((table) => {
    const body = cellTexts(table, {
      bold: (text) => `\\textbf{${text}}`,
      plusMinus: "$\\pm$",
      escapeText: escapeLatex,
    });
    const header = ["Model", ...table.metrics.map((key) => headingOf(key, " $\\downarrow$", escapeLatex))];
    return [
      "\\begin{table}",
      "  \\centering",
      `  \\caption{${escapeLatex(table.caption)}}`,
      `  \\begin{tabular}{l${"r".repeat(table.metrics.length)}}`,
      "    \\toprule",
      `    ${header.join(" & ")} \\\\`,
      "    \\midrule",
      ...body.map((cells) => `    ${cells.join(" & ")} \\\\`),
      "    \\bottomrule",
      "  \\end{tabular}",
      "\\end{table}",
      "",
    ].join("\n");
  });
  return `% Written by Waymark. Needs \\usepackage{booktabs}.\n${written.join("\n")}`;
}

interface CellStyle {
  bold(text: string): string;
  readonly plusMinus: string;
  escapeText(text: string): string;
}

const headingOf = (key: string, lower: string, escapeText: (text: string) => string): string =>
  `${escapeText(metricName(key))}${metricBetter(key) === "lower" ? lower : ""}`;

function cellTexts(table: ResultTable, { bold, plusMinus, escapeText }: CellStyle): readonly (readonly string[])[] {
  const best = new Map(
    table.metrics.map((key) => [key, bestOf(table, key, (value) => formatMetric(key, value))] as const),
  );
  return table.rows.map(({ model, cells }) => [
    escapeText(model),
    ...table.metrics.map((key) => {
      const cell = cells[key];
      if (cell === undefined) return escapeText(absent);
      const text = escapeText(formatMetric(key, cell.value));
      const shown = best.get(key)!.has(model) ? bold(text) : text;
      return cell.deviation === undefined
        ? shown
        : `${shown} ${plusMinus} ${escapeText(formatMetric(key, cell.deviation))}`;
    }),
  ]);
}

const latexSpecials: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "≥": "$\\geq$",
  "±": "$\\pm$",
  "−": "$-$",
  "–": "--",
  "…": "\\dots{}",
};

/** Everything that means something to LaTeX stands for itself. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\\~^≥±−–…&%$#_{}]/g, (special) => latexSpecials[special] ?? `\\${special}`);

export const escapeMarkdown = (text: string): string => text.replace(/[\\|*_`<>]/g, "\\$&").replaceAll("\n", " ");
