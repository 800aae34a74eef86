import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Variant } from "../../packages/waymark/src/compute/core/load-kernels.ts";
import type { MatrixFacts, MatrixName } from "./matrices.ts";

export interface OursSetting {
  /** Of the benchmark `core` or `neural`. */
  readonly task: string;
  readonly dataset: MatrixName;
  readonly threads: number;
  readonly repeats: number;
  /** 0 where the task has none. */
  readonly factors: number;
  /** Of the kernels; left out: the best that runs here. */
  readonly build?: Variant;
}

export interface OursRuns extends MatrixFacts {
  readonly seconds: readonly number[];
  readonly build: Variant;
  readonly peakRssMb: number;
  /** Of all runs together, the warm-up included: processor seconds, and wall seconds in each kernel. */
  readonly cpuSeconds: number;
  readonly kernels: Readonly<Record<string, number>>;
}

/** One task of ours in a process of its own, so that memory is its own and nothing is warm that would not be. */
export function runOurs({ task, dataset, threads, repeats, factors, build }: OursSetting): OursRuns {
  const script = fileURLToPath(new URL("ours.ts", import.meta.url));
  const output = execFileSync(
    process.execPath,
    [script, task, dataset, String(threads), String(repeats), String(factors)],
    {
      encoding: "utf8",
      env: { ...process.env, WAYMARK_KERNELS: build ?? "", WAYMARK_CHECKED: "" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  return JSON.parse(output) as OursRuns;
}
