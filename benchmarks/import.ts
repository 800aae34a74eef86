/**
 * Question: how long does it take from MovieLens 1M's gzipped CSV to the users × items matrix, against polars, NumPy and
 * SciPy? Ours reads four columns and checks every row, makes vocabularies of both ids and a CSR matrix; the peer reads
 * three columns as numbers.
 *
 * `ours` and `peer` are processor seconds of all threads together, what one thread would need: unpacking runs on a
 * thread of its own here, so the wall time is shorter. Medians of five after a warm-up; `first` is the first import of
 * a process, before anything is compiled.
 */
import { fileURLToPath } from "node:url";
import { Dataset } from "../packages/waymark/src/data/dataset.ts";
import { csv } from "../packages/waymark/src/data/sources/csv.ts";
import { median, printLine } from "./measure/medians.ts";
import { MissingLibraryError, orMissing, runScript } from "./measure/peer-script.ts";
import { dataRoot } from "./measure/peers.ts";

const repeats = 5;
const warmUps = 2;
const path = `${dataRoot}/ml-1m/ratings.csv.gz`;

interface Runs {
  readonly nnz: number;
  readonly wall: readonly number[];
  readonly cpu: readonly number[];
}

await measure();

async function measure(): Promise<void> {
  const ours = await runOurs();
  const outcome = orMissing(runPeer);
  const peer = outcome instanceof MissingLibraryError ? undefined : outcome;
  const seconds = median(ours.cpu.slice(warmUps));
  const peerSeconds = peer && median(peer.cpu.slice(warmUps));
  if (peer && peer.nnz !== ours.nnz) throw new Error(`The peer read ${peer.nnz} ratings, we read ${ours.nnz}.`);
  printLine({
    task: "import ml-1m",
    threads: 1,
    ours: seconds,
    ...(peer && peerSeconds && { peer: peerSeconds, peerName: `polars ${peer.version}`, ratio: seconds / peerSeconds }),
    ...(outcome instanceof MissingLibraryError && { peerName: "polars", missing: outcome.message }),
    wall: median(ours.wall.slice(warmUps)),
    first: ours.wall[0],
    ...(peer && { peerWall: median(peer.wall.slice(warmUps)), peerFirst: peer.wall[0] }),
  });
}

async function runOurs(): Promise<Runs> {
  const wall: number[] = [];
  const cpu: number[] = [];
  let nnz = 0;
  for (let run = 0; run < warmUps + repeats; run++) {
    const start = performance.now();
    const cpuStart = process.cpuUsage();
    const { name, users, items, interactions, scale } = await csv.read(path, {});
    nnz = new Dataset({ name, users, items, interactions, ...(scale && { scale }) }).userItems.size;
    const { user, system } = process.cpuUsage(cpuStart);
    wall.push((performance.now() - start) / 1000);
    cpu.push((user + system) / 1e6);
  }
  return { nnz, wall, cpu };
}

function runPeer(): (Runs & { readonly version: string }) | undefined {
  const python = process.env.WAYMARK_PEERS_PYTHON;
  if (python === undefined) return undefined;
  const script = fileURLToPath(new URL("peers/import_polars.py", import.meta.url));
  return runScript(python, [script, path, String(warmUps + repeats)]);
}
