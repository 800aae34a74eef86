/**
 * The peers' side of the benchmarks `core` and, in neural-peers.ts, `neural`: one function a task, each runs a script of `benchmarks/peers` in a process of
 * its own and returns the line it prints; `undefined` without WAYMARK_PEERS_PYTHON.
 */
import { fileURLToPath } from "node:url";
import type { MatrixFacts, MatrixName } from "./matrices.ts";
import { runScript } from "./peer-script.ts";
import { dataRoot } from "./peers.ts";

export interface PeerSetting {
  readonly dataset: MatrixName;
  readonly threads: number;
  /** How many runs or iterations are timed; a warm-up comes on top where the script says so. */
  readonly repeats: number;
}
export interface FactorSetting extends PeerSetting {
  readonly factors: number;
}

/** The line every script prints. */
export interface PeerRuns extends MatrixFacts {
  /** Of the library named in the script, e.g. `"0.7.3"`. */
  readonly version: string;
  readonly task: string;
  readonly threads: number;
  /** Wall seconds of each run or iteration, in order. */
  readonly seconds: readonly number[];
  /** Processor seconds of the same, all threads together. */
  readonly cpuSeconds: readonly number[];
  /** Highest memory of the process, data included. */
  readonly peakRssMb: number;
  /** Milliseconds of a fixed matrix product: compare runs only where this looks alike. */
  readonly probeMs: number;
}

/** Seconds of one iteration, both halves. */
export interface AlsRuns extends PeerRuns {
  readonly solver: "cg" | "exact";
  /** implicit's loss after all iterations, see `calculate_loss`; LensKit reports none. */
  readonly loss?: number;
}
/** implicit with either solver; LensKit solves exactly. */
export function peerAls(
  setting: FactorSetting &
    (
      | { readonly library: "implicit"; readonly solver: "cg" | "exact" }
      | { readonly library: "lenskit"; readonly solver: "exact" }
    ),
): AlsRuns | undefined {
  return run("als.py", setting);
}

/** Seconds of implicit's ten best items for all users, their own left out, from random factors. */
export const peerRecommend = (setting: FactorSetting): PeerRuns | undefined => run("recommend.py", setting);

export interface EaseRuns extends PeerRuns {
  /** Sum of the absolute weights, lambda 500. */
  readonly weightSum: number;
}
/** Seconds of the whole fit: NumPy as `usual`, SciPy and LAPACK at their `best`, and with a `dense` Gram matrix. */
export const peerEase = (setting: PeerSetting & { readonly how: "usual" | "best" | "dense" }): EaseRuns | undefined =>
  run("ease.py", setting);

export interface ItemKnnRuns extends PeerRuns {
  /** The two parts of `seconds`. */
  readonly fitSeconds: readonly number[];
  readonly recommendSeconds: readonly number[];
  /** Fewer than all where the time was scaled up from a sample (LensKit). */
  readonly scoredUsers: number;
}
/** Seconds of fit and all users' lists, 100 neighbours, cosine. */
export const peerItemKnn = (
  setting: PeerSetting & { readonly library: "implicit" | "lenskit" },
): ItemKnnRuns | undefined => run("item_knn.py", setting);

export interface BprRuns extends PeerRuns {
  /** Share of an epoch's draws that make no update, the user having the drawn negative. */
  readonly voidShare: number;
  readonly auc: number;
}
/** Seconds of an epoch of implicit's BPR: as many draws as there are pairs. */
export const peerBpr = (setting: FactorSetting): BprRuns | undefined => run("bpr.py", setting);

/** @throws {Error} when the peer's matrix is not ours but for the order of rows and columns */
export function requireSameMatrix(ours: MatrixFacts, peer: PeerRuns): void {
  for (const key of ["users", "items", "nnz", "rowSquares", "columnSquares"] as const)
    if (ours[key] !== peer[key])
      throw new Error(`${peer.task}: the peer's matrix has ${key} ${peer[key]}, ours ${ours[key]}.`);
}

/** Runs a script of `benchmarks/peers`; `undefined` without WAYMARK_PEERS_PYTHON. @throws {MissingLibraryError} */
export function run<Runs extends PeerRuns>(script: string, setting: object): Runs | undefined {
  const python = process.env.WAYMARK_PEERS_PYTHON;
  if (python === undefined) return undefined;
  const path = fileURLToPath(new URL(`../peers/${script}`, import.meta.url));
  const options = Object.entries(setting).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return runScript(python, ["-B", "-W", "ignore", path, "--data", dataRoot, ...options], { env: environment() });
}

/** Ours without what would pin OpenBLAS to older kernels than this processor's: the peer is to show itself well. */
function environment(): NodeJS.ProcessEnv {
  const { OPENBLAS_CORETYPE: _kernels, OPENBLAS_L2_SIZE: _cache, ...rest } = process.env;
  return rest;
}
