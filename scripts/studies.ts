/** `npm run studies`: the whole studies, on EdNet's samples beside the checkout and on a generated log of 20,000 learners. */
import { existsSync } from "node:fs";
import { createContext } from "../packages/waymark/src/cli/context.ts";
import { runProgram } from "../packages/waymark/src/cli/program.ts";

const controller = new AbortController();
process.on("SIGINT", () => controller.abort(new DOMException("Interrupted.", "AbortError")));

const samples = `${process.env.WAYMARK_DATA ?? "../shared/data"}/ednet`;
const logs = "reports/skill-logs";
const steps: readonly (readonly string[])[] = [
  ...(existsSync(samples) ? [["study", "ncf", samples, "--report", "reports/ncf-study-ednet.html"]] : []),
  ["demo", "--format", "ednet", "--learners", "20000", "--out", logs, "--overwrite"],
  ["study", "ncf", logs, "--report", "reports/ncf-study-skill-logs.html"],
];

if (!existsSync(samples)) console.log(`${samples} is not there: only the generated log is studied.`);
for (const step of steps) {
  console.log(`\n$ waymark ${step.join(" ")}\n`);
  const code = await runProgram(step, createContext(controller.signal));
  if (code !== 0) process.exit(code);
}
