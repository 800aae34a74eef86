import type { Dataset } from "../../packages/waymark/src/data/dataset.ts";

/** Seconds of every run or iteration of one task of ours, in order; the first is a warm-up and left out. */
export type Timed = (data: Dataset, threads: number, repeats: number, factors: number) => Promise<readonly number[]>;

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
};

/** Runs once more than asked. */
export async function repeated(repeats: number, work: () => Promise<unknown>): Promise<readonly number[]> {
  const all: number[] = [];
  for (let run = 0; run <= repeats; run++) all.push(await seconds(work));
  return all.slice(1);
}

/** Seconds from one report of an epoch to the next; the first epoch is a warm-up and left out. */
export async function epochSeconds(
  fit: (onProgress: (progress: { readonly stage: string }) => void) => Promise<unknown>,
): Promise<readonly number[]> {
  const all: number[] = [];
  let last = performance.now();
  await fit(({ stage }) => {
    if (stage !== "epoch") return;
    all.push((performance.now() - last) / 1000);
    last = performance.now();
  });
  return all.slice(1);
}
