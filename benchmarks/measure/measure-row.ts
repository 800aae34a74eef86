import type { Variant } from "../../packages/waymark/src/compute/core/load-kernels.ts";
import { type PeerRuns, requireSameMatrix } from "./core-peers.ts";
import type { MatrixName } from "./matrices.ts";
import { median, printLine } from "./medians.ts";
import { MissingLibraryError, orMissing } from "./peer-script.ts";
import { runOurs } from "./run-ours.ts";

/** One line of the table: a task of ours and who it is measured against. */
export interface Row {
  readonly task: string;
  readonly dataset: MatrixName;
  readonly factors: number;
  readonly repeats: number;
  readonly peers: Readonly<Record<string, (threads: number, repeats: number) => PeerRuns | undefined>>;
}

/**
 * Prints a line a peer and number of threads: ours, the peer's, and ours once more after the peer.
 * @param builds also our seconds with the two narrower builds of the kernels
 */
export function measureRow(row: Row, threadCounts: readonly number[], builds: boolean): void {
  let alone: number | undefined;
  for (const threads of threadCounts) alone = measure(row, threads, builds, alone);
}

/** @param alone our seconds on one thread, where they are known; @returns our seconds */
function measure(row: Row, threads: number, builds: boolean, alone?: number): number {
  const { task, dataset, factors, repeats, peers } = row;
  const name = `${task} ${dataset}${factors > 0 ? ` ${factors}` : ""}`;
  const setting = { task, dataset, threads, repeats, factors };
  const ours = runOurs(setting);
  const seconds = median(ours.seconds);
  const line = { task: name, threads, build: ours.build, ours: seconds, peakRssMb: ours.peakRssMb };
  const speedUp = alone === undefined ? {} : { timesFasterThanOneThread: alone / seconds };
  let compared = false;
  for (const [peerName, run] of Object.entries(peers)) {
    const peer = orMissing(() => run(threads, repeats));
    if (!peer) continue;
    if (peer instanceof MissingLibraryError) {
      printLine({ ...line, ...speedUp, peerName, missing: peer.message });
      compared = true;
      continue;
    }
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
  if (builds)
    for (const build of ["fused", "plain"] satisfies Variant[]) {
      const runs = runOurs({ ...setting, build });
      printLine({ task: name, threads, build, ours: median(runs.seconds), timesWide: median(runs.seconds) / seconds });
    }
  return seconds;
}
