import type { Core } from "./core/core.ts";
import { gemm } from "./linear-algebra/gemm.ts";
import { defaultThreads } from "./thread-count.ts";

/** What this machine's compute core does in a second. */
export interface SelfMeasurement {
  readonly threads: number;
  /** Floating-point operations of matrix products, 10⁹ a second. */
  readonly gflopsOneThread: number;
  readonly gflopsAllThreads: number;
  /** Bytes read and written where arrays are far larger than the caches, 10⁹ a second, one thread. */
  readonly bandwidth: number;
  /** Rows of ALS with 64 factors and 128 entries solved exactly, a second, all threads. */
  readonly alsRows: number;
  /** How much faster all threads are than one, in those rows. */
  readonly speedUp: number;
}

export interface MeasureOptions {
  /** In all, about. */
  readonly seconds: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly stage: string; readonly done: number; readonly of: number }) => void;
}

/** Five parts of equal length, each the best of as many runs as fit in. Memory: some 200 MB while it runs. */
export async function measureCore(
  core: Core,
  { seconds, signal, onProgress }: MeasureOptions,
): Promise<SelfMeasurement> {
  const threads = defaultThreads();
  const parts = 5;
  let part = 0;
  const best = async (stage: string, run: () => Promise<unknown>): Promise<number> => {
    onProgress?.({ stage, done: part++, of: parts });
    const end = performance.now() + (seconds * 1000) / parts;
    let fastest = Number.POSITIVE_INFINITY;
    do {
      signal?.throwIfAborted();
      const start = performance.now();
      await run();
      fastest = Math.min(fastest, (performance.now() - start) / 1000);
    } while (performance.now() < end);
    return fastest;
  };
  const arena = core.arena();
  try {
    const n = 768;
    const [A, B, C] = [arena.f32(n * n).fill(0.1), arena.f32(n * n).fill(0.1), arena.zerosF32(n * n)];
    const square = { rows: n, columns: n };
    const product = (used: number) => gemm(core, A, square, B, square, C, { threads: used, signal });
    const one = await best("matrix product, one thread", () => product(1));
    const all = await best(`matrix product, ${threads} threads`, () => product(threads));

    const [rows, width] = [262_144, 64]; // 67 MB each
    const [source, target] = [arena.f32(rows * width).fill(1), arena.zerosF32(rows * width)];
    const index = arena.u32(rows).map((_, row) => row);
    const copied = { Y: source, index: arena.copyU32(index), width, out: target, rows };
    const copy = await best("memory", () => core.run("gatherRows", rows, copied, { threads: 1, signal, cost: 40 }));

    const solve = alsRows(core, arena);
    const rowsOne = await best("rows of als, one thread", () => solve.run(1, signal));
    const rowsAll = await best(`rows of als, ${threads} threads`, () => solve.run(threads, signal));
    onProgress?.({ stage: "measured", done: parts, of: parts });
    return {
      threads,
      gflopsOneThread: (2 * n ** 3) / one / 1e9,
      gflopsAllThreads: (2 * n ** 3) / all / 1e9,
      bandwidth: (2 * rows * width * 4) / copy / 1e9,
      alsRows: solve.rows / rowsAll,
      speedUp: rowsOne / rowsAll,
    };
  } finally {
    arena.dispose();
  }
}

/** 2,000 rows of 128 entries each among 4,000 columns. */
function alsRows(core: Core, arena: ReturnType<Core["arena"]>) {
  const [rows, columnCount, width, entries] = [2000, 4000, 64, 128];
  const G = arena.zerosF32(width * width);
  for (let f = 0; f < width; f++) G[f * width + f] = 10;
  const Y = arena.f32(columnCount * width);
  core.runNow("fillNormal", Y.length, { out: Y, key: 1, mean: 0, deviation: 0.1 });
  const args = {
    X: arena.zerosF32(rows * width),
    Y,
    offsets: arena.copyU32(Array.from({ length: rows + 1 }, (_, row) => row * entries)),
    columns: arena.copyU32(Array.from({ length: rows * entries }, (_, p) => (p * 37) % columnCount)),
    values: arena.f32(rows * entries).fill(5),
    G,
    ridge: arena.f32(rows).fill(1),
    width,
    a: 1,
    b: -1,
    failures: arena.zerosU32(1),
    rows,
    columnCount,
  };
  return {
    rows,
    run: (threads: number, signal: AbortSignal | undefined) =>
      core.run("alsExact", rows, args, { threads, signal, cost: 10_000 }),
  };
}
