import { UnsupportedRuntimeError } from "../../errors.ts";
import { Arena } from "./arena.ts";
import { ArgumentBlock, type ArgValue } from "./argument-block.ts";
import { Heap } from "./heap.ts";
import {
  compileVariant,
  hasWideRegisters,
  instantiate,
  type LoadVariant,
  type Variant,
  variants,
} from "./load-kernels.ts";
import { sampleCall } from "./sample-call.ts";
import type { Signature } from "./signature.ts";
import { kernelSignatures } from "./signatures/all.ts";
import { type WasmModule, wasm } from "./webassembly.ts";
import { clearWideRegisters } from "./wide-registers.ts";

export interface Choice {
  readonly variant: Variant;
  readonly module: WasmModule;
  readonly passedOver: readonly PassedOver[];
}

/** A wider build that was not taken. */
export interface PassedOver {
  readonly variant: Variant;
  readonly why: string;
}

/**
 * The widest build that this engine compiles and that passes the self-test; `only` is taken untested.
 * @throws {UnsupportedRuntimeError} saying what the engine lacks
 */
export function chooseBuild(only?: Variant, load: LoadVariant = compileVariant): Choice {
  const passedOver: PassedOver[] = [];
  if (wasm)
    for (const variant of only ? [only] : variants) {
      if (only === undefined && variant === "wide" && !hasWideRegisters()) {
        passedOver.push({ variant, why: "it needs Node 24 or newer on x64, or arm64" });
        continue;
      }
      const module = load(variant);
      if (!module) passedOver.push({ variant, why: "this engine lacks an instruction of it" });
      else if (only === undefined && variant !== "plain" && !passesSelfTest(module, load))
        passedOver.push({ variant, why: "it failed the self-test here" });
      else return { variant, module, passedOver };
    }
  throw unsupported(only);
}

function unsupported(only: Variant | undefined): UnsupportedRuntimeError {
  const missing = missingFeatures();
  return new UnsupportedRuntimeError(
    missing.length === 0 && only !== undefined
      ? `this JavaScript engine does not run the build "${only}"`
      : `this JavaScript engine ${missing.length > 0 ? `lacks ${missing.join(" and ")}` : "runs none of the kernels"}; they need WebAssembly with SIMD and threads`,
    "Use Node 22.19 or newer, without --jitless and without switched-off WebAssembly features.",
  );
}

/** The smallest modules that are valid only where the engine has what the kernels use. */
const probes: Readonly<Record<string, readonly number[]>> = {
  // (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)
  SIMD: [1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
  // (memory 1 1 shared) (func i32.const 0 i32.atomic.load drop)
  threads: [1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 11, 1, 9, 0, 65, 0, 254, 16, 2, 0, 26, 11],
};
const preamble = [0, 97, 115, 109, 1, 0, 0, 0];

/** The features that every build of the kernels needs and this engine lacks, in words. */
export function missingFeatures(engine: Pick<typeof wasm, "validate"> | undefined = wasm): readonly string[] {
  if (!engine) return ["WebAssembly"];
  return Object.entries(probes).flatMap(([name, body]) =>
    engine.validate(Uint8Array.from([...preamble, ...body])) ? [] : [`WebAssembly ${name}`],
  );
}

const TOLERANCE = 1e-3; // float32, sums of up to a hundred terms of either sign; a wrong lane is off by far more

/**
 * Whether a build does what the plain one does, every kernel on a small random case: engines differ, and the wide build
 * relies on an experimental part of V8. Some milliseconds.
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
  clearWideRegisters();
  return Object.values(values).flatMap((value) => (ArrayBuffer.isView(value) ? Array.from(value as Float32Array) : []));
}

const isNear = (a: number, b: number): boolean =>
  Object.is(a, b) ||
  Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b)) ||
  (Number.isNaN(a) && Number.isNaN(b));
