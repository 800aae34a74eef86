import { ShapeError } from "../../errors.ts";
import type { Arena } from "./arena.ts";
import { ArgumentBlock, type ArgValue } from "./argument-block.ts";
import { type Kernel, MAX_COUNT } from "./control-block.ts";
import type { Heap } from "./heap.ts";
import { type KernelName, kernelSignatures } from "./signatures/all.ts";
import { trapped } from "./thread-pool.ts";
import { clearWideRegisters } from "./wide-registers.ts";

/** Arguments of kernels, and calls of them on the calling thread. */
export class DirectCalls {
  readonly #heap: Heap;
  readonly #kernels: Readonly<Record<string, Kernel>>;
  readonly #checked: boolean;
  readonly #view: DataView;
  readonly #at: number; // arguments of `now`
  readonly #blocks: ReadonlyMap<string, ArgumentBlock>;
  #scratch = { at: 0, bytes: 0 };

  constructor(heap: Heap, kernels: Readonly<Record<string, Kernel>>, checked: boolean) {
    this.#heap = heap;
    this.#kernels = kernels;
    this.#checked = checked;
    this.#view = new DataView(heap.memory.buffer);
    this.#at = heap.take(512);
    this.#blocks = new Map(
      Object.entries(kernelSignatures).map(([kernel, signature]) => [kernel, new ArgumentBlock(kernel, signature)]),
    );
  }

  argumentBytes(kernel: KernelName): number {
    return this.#blocks.get(kernel)!.size;
  }

  /** @param indexes look at every index and offset, too @throws {ShapeError} */
  write(kernel: KernelName, at: number, count: number, args: object, indexes: boolean): void {
    this.#blocks.get(kernel)!.write(this.#view, at, args as Readonly<Record<string, ArgValue>>, count, indexes);
  }

  now(kernel: KernelName, count: number, args: object): void {
    checkRange(kernel, "count", count, 0);
    this.write(kernel, this.#at, count, args, this.#checked);
    this.#run(kernel, this.#at, count, scratchBytes(kernel, args, count));
    clearWideRegisters();
  }

  /** The same with arguments that are written once, into `arena`, for many calls in a row: `clearWideRegisters` is the caller's. */
  prepare(arena: Arena, kernel: KernelName, count: number, args: object): () => void {
    checkRange(kernel, "count", count, 0);
    const at = arena.u8(this.argumentBytes(kernel)).byteOffset;
    this.write(kernel, at, count, args, false); // arrays may be filled later
    const bytes = scratchBytes(kernel, args, count);
    return () => {
      if (this.#checked) this.write(kernel, at, count, args, true);
      this.#run(kernel, at, count, bytes);
    };
  }

  #run(kernel: KernelName, at: number, count: number, bytes: number): void {
    if (bytes > this.#scratch.bytes) {
      if (this.#scratch.at > 0) this.#heap.free(this.#scratch.at);
      this.#scratch = { at: 0, bytes: 0 };
      this.#scratch = { at: this.#heap.take(bytes), bytes };
    }
    try {
      this.#kernels[kernel]!(at, 0, count, this.#scratch.at);
    } catch (error) {
      throw trapped(kernel, error);
    }
  }
}

/** Bytes a thread needs for itself. */
export function scratchBytes(kernel: KernelName, args: object, chunk: number): number {
  const { scratch } = kernelSignatures[kernel] as {
    scratch?: (n: (name: string) => number, chunk: number) => number;
  };
  return scratch ? scratch((name) => (args as Record<string, number>)[name]!, chunk) : 0;
}

/** @throws {ShapeError} */
export function checkRange(kernel: string, what: string, received: number, min: number): void {
  if (!Number.isInteger(received) || received < min || received > MAX_COUNT)
    throw new ShapeError(`${kernel}: ${what}`, `a whole number from ${min} to 2³⁰`, String(received));
}
