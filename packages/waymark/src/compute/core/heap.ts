import { MemoryLimitError } from "../../errors.ts";
import { type WasmMemory, wasm } from "./webassembly.ts";

const PAGE = 65_536;
const LARGEST = 65_536; // pages: 4 GiB, all that 32-bit addresses reach
const SMALLEST = 1024; // pages: 64 MiB
const ALIGNMENT = 64; // bytes: a cache line, and a whole number of 256-bit vectors
const RESERVED = PAGE; // the control block and the kernels' own tables

/**
 * Room for the kernels' arrays in one shared WebAssembly memory; blocks may be freed in any order.
 *
 * The memory is reserved whole at once: the system commits pages only when they are touched, views never go stale and no
 * thread ever sees a moving buffer. What has been touched stays with the process: a freed block is used again, but
 * not given back to the system.
 *
 * Best fit over a list of free blocks in order of address, neighbours joined: O(free blocks) a call.
 */
export class Heap {
  readonly memory: WasmMemory;
  readonly #free: { at: number; size: number }[];
  readonly #taken = new Map<number, number>();
  #used = 0;

  /** @param pages of 64 KiB; fewer are taken where the system will not reserve so many */
  constructor(pages = LARGEST) {
    this.memory = reserve(pages);
    this.#free = [{ at: RESERVED, size: this.memory.buffer.byteLength - RESERVED }];
  }

  /** Bytes in blocks that are not freed. */
  get used(): number {
    return this.#used;
  }

  /** Bytes the heap can hold in all. */
  get capacity(): number {
    return this.memory.buffer.byteLength - RESERVED;
  }

  /** Bytes of the largest block that could be had now. */
  get largestFree(): number {
    return this.#free.reduce((largest, block) => Math.max(largest, block.size), 0);
  }

  /** Address of a block of at least `bytes` bytes, aligned to 64; its contents are whatever was there. @throws {MemoryLimitError} */
  take(bytes: number): number {
    const size = Math.max(1, Math.ceil(bytes / ALIGNMENT)) * ALIGNMENT;
    let best = -1;
    this.#free.forEach((block, n) => {
      if (block.size >= size && (best < 0 || block.size < this.#free[best]!.size)) best = n;
    });
    if (best < 0) throw new MemoryLimitError(bytes, this.largestFree);
    const block = this.#free[best]!;
    const { at } = block;
    if (block.size === size) this.#free.splice(best, 1);
    else {
      block.at += size;
      block.size -= size;
    }
    this.#taken.set(at, size);
    this.#used += size;
    return at;
  }

  /** @throws {RangeError} for an address that is not the start of a block in use: freed twice, or never taken */
  free(at: number): void {
    const size = this.#taken.get(at);
    if (size === undefined) throw new RangeError(`No block in use begins at ${at}.`);
    this.#taken.delete(at);
    this.#used -= size;
    const next = this.#free.findIndex((block) => block.at > at);
    const place = next < 0 ? this.#free.length : next;
    this.#free.splice(place, 0, { at, size });
    this.#join(place);
    this.#join(place - 1);
  }

  /** Makes one block of free block `n` and the one after it where they touch. */
  #join(n: number): void {
    const block = this.#free[n];
    const after = this.#free[n + 1];
    if (!block || !after || block.at + block.size !== after.at) return;
    block.size += after.size;
    this.#free.splice(n + 1, 1);
  }
}

function reserve(pages: number): WasmMemory {
  for (let size = pages; ; size = Math.max(SMALLEST, size >>> 1)) {
    try {
      return new wasm.Memory({ initial: size, maximum: size, shared: true });
    } catch {
      if (size <= SMALLEST) throw unreservable(size * PAGE);
    }
  }
}

const unreservable = (bytes: number): MemoryLimitError =>
  new MemoryLimitError(
    bytes,
    0,
    "The kernels' memory",
    "The system would not reserve it: free some, or raise the limit on address space (ulimit -v).",
  );
