import { median, printLine } from "../measure/medians.ts";
import { runOurs } from "../measure/run-ours.ts";

/** Time an interaction and peak memory of one ALS iteration, 64 factors, from 1 to 20 million drawn interactions. */
export function measureScaling(): void {
  for (const millions of [1, 2, 5, 10, 20] as const) {
    const runs = runOurs({
      task: "als-cg",
      dataset: `synthetic-${millions}m`,
      threads: 1,
      repeats: 5,
      factors: 64,
    });
    const seconds = median(runs.seconds);
    printLine({
      task: `als-cg synthetic-${millions}m 64`,
      threads: 1,
      build: runs.build,
      ours: seconds,
      interactions: runs.nnz,
      nanosecondsAnInteraction: (seconds / runs.nnz) * 1e9,
      peakRssMb: runs.peakRssMb,
    });
  }
}
