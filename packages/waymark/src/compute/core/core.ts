import { MemoryLimitError, UnknownNameError } from "../../errors.ts";
import { defaultThreads } from "../thread-count.ts";
import { Arena } from "./arena.ts";
import { chooseBuild, type PassedOver } from "./choose-build.ts";
import { checkRange, DirectCalls, scratchBytes } from "./direct-calls.ts";
import { Heap } from "./heap.ts";
import { type LoadVariant, type Variant, variants } from "./load-kernels.ts";
import type { ArgsOf } from "./signature.ts";
import type { KernelName, kernelSignatures } from "./signatures/all.ts";
import { ThreadPool } from "./thread-pool.ts";

export interface CoreOptions {
  /** Only this build. @defaultValue the widest that runs here and passes the self-test */
  readonly variant?: Variant;
  /** Look at every index and offset a kernel is given. @defaultValue whether WAYMARK_CHECKED is 1 */
  readonly checked?: boolean;
  /** Of memory, 64 KiB each. @defaultValue 65,536: 4 GiB */
  readonly pages?: number;
  /** How a build is compiled; for tests of engines that cannot. @internal */
  readonly load?: LoadVariant;
}

export interface CallOptions {
  /** Threads to use, this one included. The result does not depend on it. @defaultValue all cores */
  readonly threads?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number) => void) | undefined;
  /** About how many operations (of a nanosecond or less) an index takes; decides over chunks and threads. @defaultValue 1000 */
  readonly cost?: number;
  /** Indexes taken at a time, where the kernel's own layout wants a number. */
  readonly chunk?: number;
}

/** See `Core.prepare`. */
export interface PreparedCall {
  readonly kernel: KernelName;
  /** Whether it takes so long that `run` is better than `now`: several milliseconds. */
  readonly long: boolean;
  /** At once, on the calling thread; `clearWideRegisters` before JavaScript goes on. @throws {ComputeError} when the kernel traps */
  now(): void;
  /** As `Core.run`. */
  run(options: Pick<CallOptions, "threads" | "signal">): Promise<void>;
}

const CHUNK_COST = 1e6; // about a millisecond: short enough to share out evenly, long enough that counting is free
const ALONE_COST = 4e6; // a kernel worth several threads: waking a sleeping one takes some 0.1 ms, starting one 50 ms

/** Kernels, memory and threads together. One per process is enough: see `sharedCore`. */
export class Core {
  readonly variant: Variant;
  /** Why no wider build was taken. */
  readonly passedOver: readonly PassedOver[];
  readonly checked: boolean;
  readonly #heap: Heap;
  readonly #pool: ThreadPool;
  readonly #calls: DirectCalls;
  readonly #seconds = new Map<string, number>();

  /**
   * @throws {UnsupportedRuntimeError} when this engine runs none of the builds
   * @throws {MemoryLimitError} when the system will not reserve even the minimum of memory
   */
  constructor({ variant, checked = process.env.WAYMARK_CHECKED === "1", pages, load }: CoreOptions = {}) {
    const choice = chooseBuild(variant, load);
    this.#heap = new Heap(pages);
    this.variant = choice.variant;
    this.passedOver = choice.passedOver;
    this.checked = checked;
    this.#pool = new ThreadPool(choice.module, this.#heap);
    this.#calls = new DirectCalls(this.#heap, this.#pool.kernels, this.checked);
  }

  /** Bytes in use. */
  get used(): number {
    return this.#heap.used;
  }

  /** Bytes of the largest array that could be had now. */
  get largestFree(): number {
    return this.#heap.largestFree;
  }

  /**
   * Checks, before anything is allocated, that the memory some work needs is free.
   * @param what in words, e.g. "Training als with 64 factors"
   * @throws {MemoryLimitError} naming both
   */
  ensureMemory(bytes: number, what: string, remedy: string): void {
    if (bytes > this.largestFree) throw new MemoryLimitError(bytes, this.largestFree, what, remedy);
  }

  get capacity(): number {
    return this.#heap.capacity;
  }

  /** Seconds spent in `run` so far, by kernel: where the time of a fit goes. */
  get kernelSeconds(): ReadonlyMap<string, number> {
    return this.#seconds;
  }

  get pool(): ThreadPool {
    return this.#pool;
  }

  arena(): Arena {
    return new Arena(this.#heap);
  }

  /**
   * Runs a kernel over [0, count) on all threads; the event loop goes on meanwhile.
   *
   * @throws {ShapeError} when an argument does not fit the kernel's signature
   * @throws {ComputeError} when a thread dies
   */
  async run<K extends KernelName>(
    kernel: K,
    count: number,
    args: ArgsOf<(typeof kernelSignatures)[K]>,
    { threads = defaultThreads(), signal, onProgress, cost = 1000, chunk }: CallOptions = {},
  ): Promise<void> {
    signal?.throwIfAborted();
    checkRange(kernel, "count", count, 0);
    checkRange(kernel, "threads", threads, 1);
    if (count === 0) return;
    const fair = Math.max(1, Math.min(Math.round(CHUNK_COST / cost), Math.ceil(count / threads)));
    const size = Math.min(chunk ?? fair, count);
    checkRange(kernel, "chunk", size, 1);
    const at = this.#heap.take(this.#calls.argumentBytes(kernel));
    const start = performance.now();
    try {
      this.#calls.write(kernel, at, count, args, this.checked);
      await this.#pool.run({
        kernel,
        args: at,
        count,
        chunk: size,
        threads: count * cost < ALONE_COST ? 1 : threads,
        scratchBytes: scratchBytes(kernel, args, size),
        signal,
        onProgress,
      });
    } finally {
      this.#heap.free(at);
      this.#seconds.set(kernel, (this.#seconds.get(kernel) ?? 0) + (performance.now() - start) / 1000);
    }
  }

  /**
   * Runs a kernel over [0, count) at once, on the calling thread: for work of a millisecond or so.
   * @throws {ShapeError} @throws {ComputeError} when the kernel traps
   */
  runNow<K extends KernelName>(kernel: K, count: number, args: ArgsOf<(typeof kernelSignatures)[K]>): void {
    this.#calls.now(kernel, count, args);
  }

  /**
   * A call whose arguments are written once, into `arena`, to be run again and again: a step of training is hundreds of short
   * calls, and writing their arguments would take longer than many of them. Arrays are read anew each time.
   *
   * @throws {ShapeError} when an argument does not fit the kernel's signature
   */
  prepare<K extends KernelName>(
    arena: Arena,
    kernel: K,
    count: number,
    args: ArgsOf<(typeof kernelSignatures)[K]>,
    { cost = 1000, chunk }: Pick<CallOptions, "cost" | "chunk"> = {},
  ): PreparedCall {
    const now = this.#calls.prepare(arena, kernel, count, args);
    const run: PreparedCall["run"] = (options) =>
      this.run(kernel, count, args, { ...options, cost, ...(chunk !== undefined && { chunk }) });
    return { kernel, long: count * cost >= ALONE_COST, now, run };
  }
}

let shared: Core | undefined;

/**
 * The core of this process, made at first use. WAYMARK_KERNELS names a build to use instead of the best.
 * @throws {UnsupportedRuntimeError} @throws {UnknownNameError} for a build that does not exist
 */
export function sharedCore(): Core {
  shared ??= new Core(forcedVariant());
  return shared;
}

function forcedVariant(): CoreOptions {
  const name = process.env.WAYMARK_KERNELS;
  if (name === undefined || name === "") return {};
  const variant = variants.find((known) => known === name);
  if (variant === undefined) throw new UnknownNameError("build of the kernels (WAYMARK_KERNELS)", name, variants);
  return { variant };
}
