import { Arena } from "./arena.ts";
import { ArgumentBlock, type ArgValue } from "./argument-block.ts";
import { Heap } from "./heap.ts";
import { compileVariant, instantiate, type LoadVariant } from "./load-kernels.ts";
import { sampleCall } from "./sample-call.ts";
import type { Signature } from "./signature.ts";
import { kernelSignatures } from "./signatures/all.ts";
import type { WasmModule } from "./webassembly.ts";

const TOLERANCE = 1e-3; // float32, sums of up to a hundred terms of either sign; a wrong lane is off by far more

/**
 * Whether a build does what the plain one does, every kernel on a small random case: engines differ, and the wide build
 * leans on an experimental part of V8. Some milliseconds.
 */
export function passesSelfTest(candidate: WasmModule, load: LoadVariant = compileVariant): boolean {
  const plain = load("plain");
  if (!plain) return false;
  try {
    return Object.entries(kernelSignatures as Readonly<Record<string, Signature>>).every(
      ([kernel, signature], seed) => {
        const expected = outcome(plain, kernel, signature, seed);
        return outcome(candidate, kernel, signature, seed).every((value, i) => isNear(value, expected[i]!));
      },
    );
  } catch {
    return false;
  }
}

/** All numbers in all arrays after one call. */
function outcome(module: WasmModule, kernel: string, signature: Signature, seed: number): number[] {
  const heap = new Heap(64);
  const arena = new Arena(heap);
  const values: Readonly<Record<string, ArgValue>> = sampleCall(signature, arena, seed);
  const block = new ArgumentBlock(kernel, signature);
  const args = heap.take(block.size);
  const { count } = signature.sample;
  block.write(new DataView(heap.memory.buffer), args, values, count, true);
  const scratch = heap.take(signature.scratch?.((name) => values[name] as number, count) ?? 0);
  instantiate(module, heap.memory)[kernel]!(args, 0, count, scratch);
  return Object.values(values).flatMap((value) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : []));
}

const isNear = (a: number, b: number): boolean =>
  Object.is(a, b) ||
  Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b)) ||
  (Number.isNaN(a) && Number.isNaN(b));
