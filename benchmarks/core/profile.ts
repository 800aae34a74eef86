import { printLine } from "../measure/medians.ts";
import { runOurs } from "../measure/run-ours.ts";
import type { TaskName } from "./tasks.ts";

const tasks: readonly { readonly task: TaskName; readonly factors: number }[] = [
  { task: "als-cg", factors: 64 },
  { task: "als-exact", factors: 64 },
  { task: "recommend-all", factors: 64 },
  { task: "ease", factors: 0 },
];
const repeats = 5;

/** In which kernel the time of a run goes, on MovieLens-1M and one thread. What no kernel names is host code. */
export function measureProfile(): void {
  for (const { task, factors } of tasks) {
    const runs = runOurs({ task, dataset: "ml-1m", threads: 1, repeats, factors });
    const whole = runs.seconds.reduce((sum, seconds) => sum + seconds, 0) / repeats;
    const parts = Object.entries(runs.kernels)
      .filter(([kernel]) => kernel !== "fillNormal") // of the start, not of a run
      .map(([kernel, seconds]) => `${kernel} ${((seconds / (repeats + 1)) * 1000).toFixed(1)} ms`);
    printLine({ task: `${task} ml-1m`, threads: 1, ours: whole, kernels: parts.join(", ") });
  }
}
