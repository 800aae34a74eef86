import { fmix32 } from "../hash.ts";
import type { Arena } from "./arena.ts";
import type { ArgValue } from "./argument-block.ts";
import { lengthOfShape, type ParsedArray, parseSignature, type Signature } from "./signature.ts";

/**
 * Arguments for one small call of a kernel, made from its signature alone and equal for equal `seed`: numbers from the
 * sample, arrays filled at random within their bounds.
 */
export function sampleCall(signature: Signature, arena: Arena, seed: number): Record<string, ArgValue> {
  const { sample } = signature;
  const n = (name: string): number => sample[name] ?? 0;
  const values: Record<string, ArgValue> = {};
  let draws = 0;
  const random = (): number => fmix32(fmix32(seed) + ++draws) / 2 ** 32;
  for (const arg of parseSignature(signature)) {
    if (arg.kind === "number") values[arg.name] = n(arg.name);
    else {
      const length = arg.shape ? lengthOfShape(arg.shape, n) : n(arg.name);
      values[arg.name] = fill(arg, length, n, arena, random);
    }
  }
  return values;
}

function fill(
  arg: ParsedArray,
  length: number,
  n: (name: string) => number,
  arena: Arena,
  random: () => number,
): Float32Array | Float64Array | Uint32Array | Uint8Array {
  if (arg.offsetsOf !== undefined) return offsets(arena.u32(length), n(arg.offsetsOf));
  const constant = n(`${arg.name}=`); // "used=": 4 in a sample fills the array `used` with 4
  if (arg.type === "u32" && constant > 0) return arena.u32(length).fill(constant);
  if (arg.type === "u32") {
    const below = arg.below === undefined ? 1 : n(arg.below);
    return ascendingRuns(arena.u32(length), below, random);
  }
  if (arg.type === "u8") return arena.u8(length).fill(1);
  const array = arg.type === "f64" ? arena.f64(length) : arena.f32(length);
  for (let i = 0; i < length; i++) array[i] = arg.positive ? random() : random() - 0.5;
  if (arg.definite) makeDefinite(array, Math.round(Math.sqrt(length)));
  return array;
}

/** Rows of as equal length as may be. */
function offsets(array: Uint32Array, entries: number): Uint32Array {
  const rows = array.length - 1;
  for (let r = 0; r <= rows; r++) array[r] = Math.floor((r * entries) / Math.max(1, rows));
  return array;
}

/** Indexes below `bound` that ascend, starting again now and then: so that any short run of them is strictly ascending. */
function ascendingRuns(array: Uint32Array, bound: number, random: () => number): Uint32Array {
  let next = 0;
  for (let i = 0; i < array.length; i++) {
    array[i] = next % bound;
    next = (next % bound) + 1 + Math.floor(random() * 2);
  }
  return array;
}

function makeDefinite(array: Float32Array | Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) array[i * n + j] = array[j * n + i]!;
    array[i * n + i] = Math.sqrt(n) + 0.5; // nearly twice the largest eigenvalue of what stands beside it
  }
}
