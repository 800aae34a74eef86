/**
 * Question: do the rating models predict as well as Surprise's, and how much sooner? Fit and predict, one thread, the
 * published folds of MovieLens-100k (sums over five) and one hashed split of MovieLens-1M; ours and the peer in turn.
 * `--small` and `--large` run one of the two; WAYMARK_BENCH_ROUNDS (3) says how often each program runs.
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Evaluation } from "../src/evaluation/result.ts";
import { median, printLine } from "./measure/medians.ts";
import { dataRoot, runPeer } from "./measure/peers.ts";

const rounds = Number(process.env.WAYMARK_BENCH_ROUNDS ?? 3);
const main = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));

interface Task {
  readonly model: string;
  readonly settings?: readonly string[];
  readonly peer: string;
}

const small: readonly Task[] = [
  { model: "baseline", peer: "BaselineOnly" },
  { model: "svd", peer: "SVD" },
  { model: "svd++", peer: "SVDpp" },
  { model: "nmf", peer: "NMF" },
  { model: "slope-one", peer: "SlopeOne" },
  { model: "co-clustering", peer: "CoClustering" },
  { model: "user-knn", settings: ["similarity=msd", "centring=none", "neighbours=40"], peer: "KNNBasic" },
  { model: "user-knn", settings: ["similarity=msd", "centring=baseline", "neighbours=40"], peer: "KNNBaseline" },
];
const large: readonly Task[] = [
  { model: "svd", peer: "SVD" },
  { model: "svd++", peer: "SVDpp" },
];

if (!process.argv.includes("--large")) measure("ml-100k", "predefined", "rating-ml100k", small);
if (!process.argv.includes("--small")) measure("ml-1m", "hash:10", "rating-ml1m", large);

function measure(dataset: string, split: string, peerTask: string, tasks: readonly Task[]): void {
  for (const { model, settings = [], peer } of tasks) {
    const ours: Run[] = [];
    const peers: Run[] = [];
    for (let round = 0; round < rounds; round++) {
      ours.push(runOurs(`${dataRoot}/${dataset}`, split, model, settings));
      const line = runPeer("rating_surprise.py", ["--task", peerTask, "--peer", peer]);
      if (line) peers.push({ seconds: line.fit_seconds + line.predict_seconds, rmse: line.metrics.rmse! });
    }
    const seconds = median(ours.map((run) => run.seconds));
    const peerSeconds = peers.length > 0 ? median(peers.map((run) => run.seconds)) : undefined;
    printLine({
      task: `${dataset} ${[model, ...settings].join(" ")}`,
      threads: 1,
      ours: seconds,
      ...(peerSeconds !== undefined && {
        peer: peerSeconds,
        peerName: `Surprise ${peer}`,
        ratio: seconds / peerSeconds,
      }),
      rmse: ours[0]!.rmse.toFixed(4),
      ...(peers[0] && { peerRmse: peers[0].rmse.toFixed(4) }),
    });
  }
}

interface Run {
  readonly seconds: number;
  readonly rmse: number;
}

function runOurs(path: string, split: string, model: string, settings: readonly string[]): Run {
  const args = [main, "evaluate", path, "--model", model, "--split", split, "--json", "--quiet", "--resamples", "100"];
  const output = execFileSync(
    process.execPath,
    [...args, ...settings.flatMap((setting) => ["--set", `${model}.${setting}`])],
    {
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    },
  );
  const { results } = JSON.parse(output) as Evaluation;
  const { fitSeconds, predictSeconds, metrics } = results.find((result) => result.model === model)!;
  return { seconds: fitSeconds + predictSeconds, rmse: metrics.rmse! };
}
