import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Evaluation } from "../../packages/waymark/src/evaluation/result.ts";
import { median, printLine } from "./medians.ts";
import { MissingLibraryError, orMissing } from "./peer-script.ts";
import { dataRoot, runPeer } from "./peers.ts";

const rounds = Number(process.env.WAYMARK_BENCH_ROUNDS ?? 3);
const main = fileURLToPath(new URL("../../packages/waymark/src/cli/main.ts", import.meta.url));

/** A model of ours and the algorithm of Surprise it is measured against. */
export interface RatingTask {
  readonly model: string;
  readonly settings?: readonly string[];
  readonly peer: string;
}

/**
 * Ours and Surprise in turn, WAYMARK_BENCH_ROUNDS (3) times each, a process a round, one thread; seconds are fit and predict,
 * summed over the folds.
 */
export function measureRatings(dataset: string, split: string, peerTask: string, tasks: readonly RatingTask[]): void {
  for (const { model, settings = [], peer } of tasks) {
    const ours: Run[] = [];
    const peers: Run[] = [];
    let missing: string | undefined;
    for (let round = 0; round < rounds; round++) {
      ours.push(runOurs(`${dataRoot}/${dataset}`, split, model, settings));
      const line = orMissing(() => runPeer("rating_surprise.py", ["--task", peerTask, "--peer", peer]));
      if (line instanceof MissingLibraryError) missing = line.message;
      else if (line) peers.push({ seconds: line.fit_seconds + line.predict_seconds, rmse: line.metrics.rmse! });
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
      ...(missing !== undefined && { peerName: `Surprise ${peer}`, missing }),
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
  const args = [
    main,
    "evaluate",
    path,
    "--model",
    model,
    "--split",
    split,
    "--json",
    "--quiet",
    "--resamples",
    "100",
    "--threads",
    "1",
  ];
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
