import { expect, test } from "vitest";
import type { ResultTable } from "../../../src/report/text/result-table.ts";
import { textTableFormats } from "../../../src/report/text/write-table.ts";

const table: ResultTable = {
  caption: "100 % of C_1 & others, positives: rating ≥ 4",
  split: "temporal:0.8",
  metrics: ["ndcg@10", "rmse"],
  rows: [
    { model: "svd_{x}", cells: { "ndcg@10": { value: 0.25, interval: [0.2, 0.3] }, rmse: { value: 0.9 } } },
    { model: "a|b", cells: { "ndcg@10": { value: 0.125, deviation: 0.01 } } },
  ],
};
const written = (ending: string) => textTableFormats[ending]!([table]);

test("LaTeX: a table for booktabs, with everything escaped and the best in bold type", () => {
  expect(written(".tex")).toBe(String.raw`% Written by Waymark. Needs \usepackage{booktabs}.
\begin{table}
  \centering
  \caption{100 \% of C\_1 \& others, positives: rating $\geq$ 4}
  \begin{tabular}{lrr}
    \toprule
    Model & nDCG@10 & RMSE $\downarrow$ \\
    \midrule
    svd\_\{x\} & \textbf{0.2500} & \textbf{0.9000} \\
    a|b & 0.1250 $\pm$ 0.0100 & -- \\
    \bottomrule
  \end{tabular}
\end{table}
`);
});

test("Markdown: a table with the protocol below", () => {
  expect(written(".md")).toBe(`| model | nDCG@10 | RMSE ↓ |
| --- | ---: | ---: |
| svd\\_{x} | **0.2500** | **0.9000** |
| a\\|b | 0.1250 ± 0.0100 | – |

100 % of C\\_1 & others, positives: rating ≥ 4
`);
});

test("CSV: all digits, a row a metric", () => {
  const lines = written(".csv").split("\n");
  expect(lines[1]).toBe('temporal:0.8,"100 % of C_1 & others, positives: rating ≥ 4",svd_{x},ndcg@10,0.25,0.2,0.3,');
  expect(lines).toHaveLength(5); // header, three figures, the end of the last line
});
