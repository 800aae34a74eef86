/// <reference lib="esnext.disposable" preserve="true" />
import type { Heap } from "./heap.ts";

/**
 * Arrays in the kernels' memory that live and die together:
 *
 *     const arena = core.arena();
 *     try { … arena.f32(n) … } finally { arena.dispose(); }
 *
 * or `using arena = core.arena()`. After `dispose` the arrays must not be touched: the room is given to others.
 */
export class Arena implements Disposable {
  readonly #heap: Heap;
  readonly #blocks = new Set<number>();
  #disposed = false;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  /** Not cleared. @throws {MemoryLimitError} */
  f32(length: number): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.#heap.memory.buffer, this.#take(length * 4), length);
  }

  /** Not cleared. @throws {MemoryLimitError} */
  f64(length: number): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.#heap.memory.buffer, this.#take(length * 8), length);
  }

  /** Not cleared. @throws {MemoryLimitError} */
  u32(length: number): Uint32Array<SharedArrayBuffer> {
    return new Uint32Array(this.#heap.memory.buffer, this.#take(length * 4), length);
  }

  /** Not cleared. @throws {MemoryLimitError} */
  u8(length: number): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.#heap.memory.buffer, this.#take(length), length);
  }

  zerosF32(length: number): Float32Array<SharedArrayBuffer> {
    return this.f32(length).fill(0);
  }

  zerosU32(length: number): Uint32Array<SharedArrayBuffer> {
    return this.u32(length).fill(0);
  }

  /** A copy as 32-bit floats. */
  copyF32(source: ArrayLike<number>): Float32Array<SharedArrayBuffer> {
    const view = this.f32(source.length);
    view.set(source);
    return view;
  }

  /** A copy as 64-bit floats. */
  copyF64(source: ArrayLike<number>): Float64Array<SharedArrayBuffer> {
    const view = this.f64(source.length);
    view.set(source);
    return view;
  }

  /** A copy as unsigned 32-bit numbers. */
  copyU32(source: ArrayLike<number>): Uint32Array<SharedArrayBuffer> {
    const view = this.u32(source.length);
    view.set(source);
    return view;
  }

  copyU8(source: Uint8Array): Uint8Array<SharedArrayBuffer> {
    const view = this.u8(source.length);
    view.set(source);
    return view;
  }

  /** A dense matrix with rows of `width` numbers laid out `stride` apart, the rest of each row 0. */
  padded(source: ArrayLike<number>, width: number, stride: number): Float32Array<SharedArrayBuffer> {
    const rows = width === 0 ? 0 : source.length / width;
    const view = stride === width ? this.f32(rows * stride) : this.zerosF32(rows * stride);
    if (stride === width) view.set(source);
    else for (let r = 0; r < rows; r++) for (let c = 0; c < width; c++) view[r * stride + c] = source[r * width + c]!;
    return view;
  }

  /** Frees one array before the rest. @throws {RangeError} when it is not of this arena, or freed already */
  release(view: ArrayBufferView): void {
    if (!this.#blocks.delete(view.byteOffset)) throw new RangeError("This array is not, or no longer, of this arena.");
    this.#heap.free(view.byteOffset);
  }

  /** Frees all; calling it again does nothing. */
  dispose(): void {
    this.#disposed = true;
    for (const at of this.#blocks) this.#heap.free(at);
    this.#blocks.clear();
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  #take(bytes: number): number {
    if (this.#disposed) throw new RangeError("This arena was disposed of: what it gave now would never be freed.");
    if (!(bytes >= 0)) throw new RangeError(`An array cannot have ${bytes} bytes.`);
    const at = this.#heap.take(bytes);
    this.#blocks.add(at);
    return at;
  }
}
