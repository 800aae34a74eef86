// The words by which threads find their work, at the bottom of the shared memory. No message is sent for a task: the caller
// writes the job, wakes the others, and all take chunks off one atomic counter.

import type { WasmMemory } from "./webassembly.ts";

/** A kernel over the range [lo, hi): arguments lie in shared memory, scratch belongs to the thread. */
export type Kernel = (args: number, lo: number, hi: number, scratch: number) => void;

const CONTROL = 1024; // byte address
const WORDS = 2048; // up to 12,288, below the kernels' own tables at 16,384

// A cache line is 16 words; words that different threads write stand on lines of their own.
export const NEXT = 0; // next index to hand out
export const PENDING = 16; // threads still at work beside the caller
export const KERNEL = 32; // the job: number of the kernel,
export const ARGS = 33; // address of its arguments,
export const COUNT = 34; // size of its range,
export const CHUNK = 35; // indexes taken at a time,
export const SCRATCH = 36; // address of the first thread's scratch,
export const STRIDE = 37; // bytes from one thread's scratch to the next
export const FAILED = 48; // set by a thread whose kernel trapped
const START = 64; // one line a thread: bumped to wake it

export const MAX_THREADS = 64;
/** Of indexes in one job: as many as the memory holds numbers of 4 bytes. */
export const MAX_COUNT = 2 ** 30;

/** The word thread `t` sleeps on. */
export const startWord = (thread: number): number => START + 16 * thread;

export const controlBlock = (memory: WasmMemory): Int32Array => new Int32Array(memory.buffer, CONTROL, WORDS);

const SPINS = 4000; // some 50 µs: longer than the gap between two kernels of one training step

/** Spins briefly, then sleeps, until word `at` differs from `value`. Blocks the thread. */
export function waitWhile(control: Int32Array, at: number, value: number): void {
  for (let spin = 0; spin < SPINS; spin++) if (Atomics.load(control, at) !== value) return;
  while (Atomics.load(control, at) === value) Atomics.wait(control, at, value);
}

/** Takes one chunk off the counter and runs it. @returns false when none was left */
export function runChunk(control: Int32Array, kernel: Kernel, scratch: number): boolean {
  const count = control[COUNT]!;
  const lo = Atomics.add(control, NEXT, control[CHUNK]!) >>> 0; // each thread steps once past the end: up to 2³², see MAX_COUNT
  if (lo >= count) return false;
  kernel(control[ARGS]! >>> 0, lo, Math.min(lo + control[CHUNK]!, count), scratch);
  return true;
}

/** Hands out nothing more: who is at work ends with the chunk in hand. */
export const stopHandingOut = (control: Int32Array): void => {
  Atomics.store(control, NEXT, control[COUNT]!);
};
