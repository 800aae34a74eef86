/**
 * Question: how fast is the compute core beside the native programs people would otherwise pick, on the same matrices and
 * with the same threads? Ours and the peer in turn, medians of five and more. `--task als` runs lines whose task begins so,
 * `--threads 1` one count of threads (else 1 and 2), `--builds` adds the two narrower builds of the kernels, `--scaling` asks
 * instead how time and memory grow from 1 to 20 million interactions, `--profile` in which kernels the time goes.
 */
import { parseArgs } from "node:util";
import { ratingTasks, rows } from "./core/table.ts";
import { measureRow } from "./measure/measure-row.ts";
import { measureRatings } from "./measure/rating-tasks.ts";

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    task: { type: "string", default: "" },
    threads: { type: "string" },
    builds: { type: "boolean", default: false },
    scaling: { type: "boolean", default: false },
    profile: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

if (flags.scaling) {
  const { measureScaling } = await import("./core/scaling.ts");
  measureScaling();
} else if (flags.profile) {
  const { measureProfile } = await import("./core/profile.ts");
  measureProfile();
} else {
  const threads = flags.threads ? [Number(flags.threads)] : [1, 2];
  for (const row of rows.filter(({ task }) => task.startsWith(flags.task))) measureRow(row, threads, flags.builds);
  if ("ratings".startsWith(flags.task)) measureRatings("ml-100k", "predefined", "rating-ml100k", ratingTasks);
  if ("import".startsWith(flags.task)) await import("./import.ts");
}
