/**
 * Question: do networks train, and score everybody, faster in a plain Node process than in PyTorch on the same processor with
 * the same threads? Ours and the peer in turn, medians. `--task ncf-step` runs lines whose task begins so, `--threads 2` another
 * count of threads than 1, `--builds` adds the two narrower builds of the kernels, `--memory` trains `ncf` with a million learners
 * instead and prints the most memory held.
 */
import { parseArgs } from "node:util";
import { measureRow } from "./measure/measure-row.ts";
import { rows } from "./neural/table.ts";

const { values: flags } = parseArgs({
  allowPositionals: true,
  options: {
    task: { type: "string", default: "" },
    threads: { type: "string", default: "1" },
    builds: { type: "boolean", default: false },
    memory: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

if (flags.memory) {
  const { measureMemory } = await import("./neural/memory.ts");
  await measureMemory();
} else
  for (const row of rows.filter(({ task }) => task.startsWith(flags.task)))
    measureRow(row, [Number(flags.threads)], flags.builds);
