import type { Evaluation, ModelNotRun } from "../../evaluation/result.ts";
import type { Context } from "../context.ts";
import { formatRemaining } from "./progress.ts";

const headings: Readonly<Record<ModelNotRun["reason"], string>> = {
  "no-time": "Not begun, since they would not end within the budget",
  stopped: "Stopped, since they ran over the budget",
  interrupted: "Not finished when the run was interrupted",
};

/** Which models are missing from a table, how long each is expected to take, and the command that measures them. */
export function printNotRun({ notRun = [] }: Evaluation, command: string, context: Context): void {
  if (notRun.length === 0) return;
  for (const [reason, models] of Map.groupBy(notRun, (model) => model.reason)) {
    const how = reason === "stopped" ? "more than" : "about";
    const named = models.map(({ model, expectedSeconds }) => `${model} (${how} ${formatRemaining(expectedSeconds)})`);
    context.out(`\n${headings[reason]}: ${named.join(", ")}.`);
  }
  context.out(`This table is partial. The rest, from where it stopped: ${command}`);
}

/** The same command with another budget. */
export function withBudget(command: string, budget: string): string {
  const bare = command.replace(/ --budget[ =]\S+/g, "");
  return `${bare} --budget ${budget}`;
}
