/** One task of ours in a process of its own: node ours.ts TASK DATASET THREADS REPEATS FACTORS; prints one JSON line. */
import { readFileSync } from "node:fs";
import { sharedCore } from "../../packages/waymark/src/compute/core/core.ts";
import { timed as core } from "../core/tasks.ts";
import { timed as neural } from "../neural/tasks.ts";
import { benchmarkMatrix, type MatrixName, matrixFacts } from "./matrices.ts";
import type { Timed } from "./timed.ts";

const tasks: Readonly<Record<string, Timed>> = { ...core, ...neural };

const [task, dataset, threads, repeats, factors] = process.argv.slice(2);
const data = await benchmarkMatrix(dataset as MatrixName);
const facts = matrixFacts(data); // also builds both views: reading is not timed
const before = process.cpuUsage();
const seconds = await tasks[task!]!(data, Number(threads), Number(repeats), Number(factors));
const cpu = process.cpuUsage(before);
const kernels = Object.fromEntries(sharedCore().kernelSeconds);
console.log(
  JSON.stringify({
    seconds,
    build: sharedCore().variant,
    peakRssMb: peakRss(),
    cpuSeconds: (cpu.user + cpu.system) / 1e6,
    kernels,
    ...facts,
  }),
);

/** The most memory this process has held, from the kernel's own count. */
function peakRss(): number {
  const line = /VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"));
  return line ? Math.round(Number(line[1]) / 1024) : Math.round(process.resourceUsage().maxRSS / 1024);
}
