import { readFileSync } from "node:fs";
import { Random } from "../../packages/waymark/src/compute/random.ts";
import { Dataset } from "../../packages/waymark/src/data/dataset.ts";
import { Vocabulary } from "../../packages/waymark/src/data/vocabulary.ts";
import { ncf } from "../../packages/waymark/src/models/neural/ncf.ts";
import { printLine } from "../measure/medians.ts";

const USERS = 1_000_000;
const ITEMS = 5000;
const EACH = 5; // interactions of a user

/** Trains `ncf` with embeddings of 32 for a million learners, one epoch, in this process. */
export async function measureMemory(): Promise<void> {
  const random = new Random(1);
  const users = Uint32Array.from({ length: USERS * EACH }, (_, n) => Math.floor(n / EACH));
  const items = Uint32Array.from({ length: USERS * EACH }, () => Math.floor(ITEMS * random.uniform() ** 2));
  const names = (prefix: string, count: number) =>
    new Vocabulary(
      prefix,
      Array.from({ length: count }, (_, n) => `${prefix}${n}`),
    );
  const data = new Dataset({
    name: "drawn",
    users: names("learner ", USERS),
    items: names("course ", ITEMS),
    interactions: { users, items },
  });
  const start = performance.now();
  await ncf({ epochs: 1, batchSize: 4096, negatives: 1 }).fit(data);
  printLine({
    task: "ncf, a million learners, 32 factors, an epoch",
    threads: 1,
    ours: (performance.now() - start) / 1000,
    interactions: data.size,
    peakRssMb: Math.round(Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))![1]) / 1024),
  });
}
