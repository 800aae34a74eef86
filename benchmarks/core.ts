/**
 * Question: how fast is the compute core beside the native programs people would otherwise pick, on the same matrices and
 * with the same threads? Ours and the peer in turn, medians of five and more. `--task als` runs lines whose task begins so,
 * `--threads 1` one count of threads (else 1 and 2), `--builds` adds the two narrower builds of the kernels, `--scaling` asks
 * instead how time and memory grow from 1 to 20 million interactions, `--profile` in which kernels the time goes.
 */
import { parseArgs } from "node:util";
import type { Variant } from "../src/compute/core/load-kernels.ts";
import { runOurs } from "./core/run-ours.ts";
import { type Row, ratingTasks, rows } from "./core/table.ts";
import { requireSameMatrix } from "./measure/core-peers.ts";
import { median, printLine } from "./measure/medians.ts";
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
  for (const row of rows.filter(({ task }) => task.startsWith(flags.task))) {
    let alone: number | undefined;
    for (const threads of flags.threads ? [Number(flags.threads)] : [1, 2]) alone = measure(row, threads, alone);
  }
  if ("ratings".startsWith(flags.task)) measureRatings("ml-100k", "predefined", "rating-ml100k", ratingTasks);
  if ("import".startsWith(flags.task)) await import("./import.ts");
}

/** @param alone our seconds on one thread, where they are known; @returns our seconds */
function measure(row: Row, threads: number, alone?: number): number {
  const { task, dataset, factors, repeats, peers } = row;
  const name = `${task} ${dataset}${factors > 0 ? ` ${factors}` : ""}`;
  const setting = { task, dataset, threads, repeats, factors };
  const ours = runOurs(setting);
  const seconds = median(ours.seconds);
  const line = { task: name, threads, build: ours.build, ours: seconds, peakRssMb: ours.peakRssMb };
  const speedUp = alone === undefined ? {} : { timesFasterThanOneThread: alone / seconds };
  let compared = false;
  for (const [peerName, run] of Object.entries(peers)) {
    const peer = run(threads, repeats);
    if (!peer) continue;
    requireSameMatrix(ours, peer);
    // once more after the peer: a machine that changed meanwhile shows, and both orders count
    const again = median([...ours.seconds, ...runOurs(setting).seconds]);
    const peerSeconds = median(peer.seconds);
    printLine({
      ...line,
      ours: again,
      peer: peerSeconds,
      peerName: `${peerName} ${peer.version}`,
      ratio: again / peerSeconds,
      peerPeakRssMb: peer.peakRssMb,
      probeMs: peer.probeMs,
      ...speedUp,
    });
    compared = true;
  }
  if (!compared) printLine({ ...line, ...speedUp });
  if (flags.builds)
    for (const build of ["fused", "plain"] satisfies Variant[]) {
      const runs = runOurs({ ...setting, build });
      printLine({ task: name, threads, build, ours: median(runs.seconds), timesWide: median(runs.seconds) / seconds });
    }
  return seconds;
}
