import { existsSync, readFileSync } from "node:fs";
import { arch } from "node:process";
import { setFlagsFromString } from "node:v8";
import { UnsupportedRuntimeError } from "../../errors.ts";
import type { Kernel } from "./control-block.ts";
import { readSeal } from "./kernel-seal.ts";
import { type WasmMemory, type WasmModule, wasm } from "./webassembly.ts";

/**
 * Three builds of the same kernels, widest first. `wide`: fused multiply-add in tiles for 256-bit registers, which V8's
 * revectorizer makes of pairs of 128-bit operations (x64), or for the 32 registers of arm64. `fused`: fused multiply-add
 * on 128 bits. `plain`: no relaxed SIMD.
 */
export const variants = ["wide", "fused", "plain"] as const;
export type Variant = (typeof variants)[number];

let flagsSet = false;

/**
 * V8 takes these before the first compilation only, for the whole process. --no-liftoff skips the baseline compiler: a
 * running WebAssembly function is never replaced, so a long first call would stay slow.
 */
function setFlags(): void {
  if (flagsSet) return;
  flagsSet = true;
  setFlagsFromString("--no-liftoff");
  if (canRevectorize()) setFlagsFromString("--experimental-wasm-revectorize");
}

/** Node 24 and later have the revectorizer; an older one would print that it does not know the flag. */
const canRevectorize = (): boolean => arch === "x64" && Number(process.versions.node.split(".")[0]) >= 24;

/** Whether `wide` can be wider than `fused` here. */
export const hasWideRegisters = (): boolean => canRevectorize() || arch === "arm64";

/** Compiles a build; `undefined` where the engine lacks an instruction of it. */
export type LoadVariant = (variant: Variant) => WasmModule | undefined;

/** Compiles one build, or returns `undefined` where this engine lacks an instruction of it. @throws {UnsupportedRuntimeError} */
export function compileVariant(variant: Variant): WasmModule | undefined {
  const url = new URL(`../../kernels/wasm/${variant}.wasm`, import.meta.url);
  if (!existsSync(url)) throw unusable("missing", variant);
  const bytes = readFileSync(url);
  if (readSeal(bytes) === undefined) throw unusable("damaged", variant);
  setFlags();
  return wasm.validate(bytes) ? new wasm.Module(bytes) : undefined;
}

const unusable = (state: "missing" | "damaged", variant: Variant): UnsupportedRuntimeError =>
  new UnsupportedRuntimeError(
    `the compiled kernels are ${state} (${variant}.wasm)`,
    "In a checkout run `npm run build:kernels`; where waymark was installed from npm, install it again.",
  );

export function instantiate(module: WasmModule, memory: WasmMemory): Readonly<Record<string, Kernel>> {
  return new wasm.Instance(module, { env: { memory } }).exports as unknown as Record<string, Kernel>;
}
