import { fmix32 } from "../../../src/compute/hash.ts";

// The counter-based generator of src/kernels/random.ts once more, on JavaScript's numbers.

const bits = (key: number, counter: number): number =>
  fmix32(fmix32((Math.imul(counter, 0x9e3779b1) + key) >>> 0) ^ ((Math.imul(key, 0x85ebca77) + counter) >>> 0)) >>> 0;

/** Rounded to float32 at every step, as the kernel does: equal to the last bit. */
export function slowUniform(length: number, key: number, from: number, to: number): Float32Array {
  const span = Math.fround(Math.fround(to) - Math.fround(from));
  return Float32Array.from({ length }, (_, i) => {
    const u = (bits(key, i) >>> 8) / 2 ** 24;
    return Math.fround(Math.fround(from) + Math.fround(span * u));
  });
}

/** Box and Muller, in float64. */
export function slowNormal(length: number, key: number, mean: number, deviation: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => {
    const u = (bits(key, 2 * i) + 1) / 2 ** 32;
    const angle = (bits(key, 2 * i + 1) / 2 ** 32) * 2 * Math.PI;
    return mean + deviation * Math.sqrt(-2 * Math.log(u)) * Math.cos(angle);
  });
}
