import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { ComputeError } from "../../errors.ts";
import { isSliceOver, yieldToEventLoop } from "../event-loop.ts";
import {
  ARGS,
  CHUNK,
  COUNT,
  controlBlock,
  FAILED,
  KERNEL,
  type Kernel,
  MAX_THREADS,
  NEXT,
  PENDING,
  runChunk,
  SCRATCH,
  STRIDE,
  startWord,
  stopHandingOut,
} from "./control-block.ts";
import type { Heap } from "./heap.ts";
import { instantiate } from "./load-kernels.ts";
import type { ThreadData } from "./thread.ts";
import { type WasmModule, wasm } from "./webassembly.ts";
import { clearWideRegisters } from "./wide-registers.ts";

/** One kernel over a range. */
export interface Job {
  readonly kernel: string;
  readonly args: number; // address
  readonly count: number;
  readonly chunk: number;
  readonly threads: number;
  /** Bytes each thread needs for itself. */
  readonly scratchBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Called between chunks of the caller's own with the number of indexes handed out. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * Runs kernels on several threads over one memory. The caller is one of them: it computes in slices and lets the event loop
 * in between, so timers, signals and requests are served while a job runs. Threads start with the first job that wants
 * them and do not keep the process alive. One job at a time; others wait their turn.
 */
export class ThreadPool {
  readonly #module: WasmModule;
  readonly #heap: Heap;
  readonly #control: Int32Array;
  readonly #kernels: Readonly<Record<string, Kernel>>;
  readonly #names: readonly string[];
  #workers: Worker[] = [];
  #lost: Error | undefined;
  #scratch = { at: 0, stride: 0, threads: 0 };
  #turn: Promise<unknown> = Promise.resolve();

  constructor(module: WasmModule, heap: Heap) {
    this.#module = module;
    this.#heap = heap;
    this.#control = controlBlock(heap.memory);
    this.#kernels = instantiate(module, heap.memory);
    this.#names = Object.keys(this.#kernels);
  }

  /** The kernels on the calling thread. */
  get kernels(): Readonly<Record<string, Kernel>> {
    return this.#kernels;
  }

  /** Threads started beside the caller's. */
  get started(): number {
    return this.#workers.length;
  }

  /**
   * Resolves when the whole range is done. After any failure no thread touches the job's arrays any more.
   * @throws {ComputeError} when a thread dies or a kernel traps
   * @throws the signal's reason when it is aborted
   */
  run(job: Job): Promise<void> {
    const turn = this.#turn.then(() => this.#run(job));
    this.#turn = turn.catch(() => {});
    return turn;
  }

  /** Ends all threads at once, as a crash would. For tests. */
  async terminate(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  async #run({ kernel, args, count, chunk, threads, scratchBytes, signal, onProgress }: Job): Promise<void> {
    signal?.throwIfAborted();
    if (this.#lost) await this.#bury(""); // threads that died between two jobs do not fail this one
    const helpers = Math.max(0, Math.min(threads, MAX_THREADS, Math.ceil(count / chunk)) - 1);
    if (helpers > 0) await this.#start(helpers);
    this.#provide(helpers + 1, scratchBytes);
    const control = this.#control;
    control[KERNEL] = this.#names.indexOf(kernel);
    control[ARGS] = args;
    control[COUNT] = count;
    control[CHUNK] = chunk;
    control[SCRATCH] = this.#scratch.at;
    control[STRIDE] = this.#scratch.stride;
    Atomics.store(control, FAILED, 0);
    Atomics.store(control, NEXT, 0);
    Atomics.store(control, PENDING, helpers);
    for (let thread = 1; thread <= helpers; thread++) {
      Atomics.add(control, startWord(thread), 1);
      Atomics.notify(control, startWord(thread));
    }
    try {
      while (runChunk(control, this.#kernels[kernel]!, this.#scratch.at)) {
        clearWideRegisters();
        if (!isSliceOver()) continue;
        onProgress?.(Math.min(control[NEXT]!, count));
        await yieldToEventLoop();
        if (this.#lost && helpers > 0) break;
        signal?.throwIfAborted();
      }
    } catch (error) {
      stopHandingOut(control);
      throw trapped(kernel, error);
    } finally {
      await this.#waitUntilIdle();
    }
    if (this.#lost && helpers > 0) throw await this.#bury(kernel);
    if (Atomics.load(control, FAILED)) throw new ComputeError(kernel, "it trapped on a thread of the pool");
    signal?.throwIfAborted();
    onProgress?.(count);
  }

  /** Waits until no thread is at work: they have a chunk each at most. */
  async #waitUntilIdle(): Promise<void> {
    for (let spin = 0; spin < 4000; spin++) if (Atomics.load(this.#control, PENDING) === 0) return;
    while (Atomics.load(this.#control, PENDING) > 0 && !this.#lost) await yieldToEventLoop();
    if (this.#lost) await this.terminate();
  }

  async #start(wanted: number): Promise<void> {
    const ready: Promise<void>[] = [];
    while (this.#workers.length < wanted) {
      const thread = this.#workers.length + 1;
      const workerData: ThreadData = { module: this.#module, memory: this.#heap.memory, names: this.#names, thread };
      const url = new URL(`./thread${extname(import.meta.url)}`, import.meta.url);
      const worker = new Worker(url, { workerData, execArgv: [], name: `waymark-${thread}` });
      this.#workers.push(worker);
      ready.push(
        new Promise((resolve, reject) => {
          const lose = (why: string, cause?: Error) => {
            if (!this.#workers.includes(worker)) return; // ended on purpose
            this.#lost ??= new Error(why, { cause });
            reject(new ComputeError("threads", why, { cause }));
          };
          worker.on("error", (error) => lose(`a thread failed: ${error.message}`, error));
          worker.on("exit", (code) => lose(`a thread ended with code ${code}`));
          worker.once("message", () => {
            worker.unref(); // a program that used the pool exits by itself
            resolve();
          });
        }),
      );
    }
    try {
      await Promise.all(ready);
    } catch (error) {
      await this.#bury("");
      throw error;
    }
  }

  /** Forgets threads after one was lost; the next job starts new ones. */
  async #bury(kernel: string): Promise<ComputeError> {
    const why = this.#lost?.message ?? "a thread ended";
    const workers = this.#workers;
    this.#workers = [];
    this.#lost = undefined;
    await Promise.all(workers.map((worker) => worker.terminate()));
    return new ComputeError(kernel, why);
  }

  /** Room for each thread's scratch; kept for the next job unless that needs more. */
  #provide(threads: number, bytes: number): void {
    if (bytes <= this.#scratch.stride && threads <= this.#scratch.threads) return;
    const stride = Math.ceil(Math.max(bytes, 4096) / 64) * 64 + 64; // a line between neighbours
    if (this.#scratch.at > 0) this.#heap.free(this.#scratch.at);
    this.#scratch = { at: 0, stride: 0, threads: 0 };
    this.#scratch = { at: this.#heap.take(stride * threads), stride, threads };
  }
}

/** A trap of WebAssembly as an error of ours; any other error as it is. */
export const trapped = (kernel: string, error: unknown): unknown =>
  error instanceof wasm.RuntimeError ? new ComputeError(kernel, "it trapped", { cause: error }) : error;
