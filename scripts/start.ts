/** `npm start`: the main job on a generated campus, from data to a list with reasons. */
import { createContext } from "../packages/waymark/src/cli/context.ts";
import { runProgram } from "../packages/waymark/src/cli/program.ts";

const controller = new AbortController();
process.on("SIGINT", () => controller.abort(new DOMException("Interrupted.", "AbortError")));

const campus = "reports/demo-campus";
const report = "reports/demo-campus.html";
const steps: readonly (readonly string[])[] = [
  ["demo", "--learners", "2000", "--courses", "300", "--seed", "1", "--out", campus, "--overwrite"],
  ["describe", campus],
  ["compare", campus, "--implicit", "--models", "fast", "--report", report],
  ["recommend", campus, "--implicit", "--learner", "L000001", "--limit", "5", "--why"],
];

for (const step of steps) {
  console.log(`\n$ waymark ${step.join(" ")}\n`);
  const code = await runProgram(step, createContext(controller.signal));
  if (code !== 0) process.exit(code);
}
console.log(`\nOpen ${report} in a browser for the whole comparison. \`npx waymark --help\` shows what else there is.`);
