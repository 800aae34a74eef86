import { fmix32 } from "./hash.ts";

/**
 * Seeded random numbers: the same seed gives the same sequence on every machine. Not for secrets.
 *
 * Generator sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, passes PractRand and BigCrush. Each place that
 * draws takes its own generator with its own `stream`, so adding a draw in one never shifts another.
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;
  #spareNormal: number | undefined;

  /** @param stream separates independent sequences of one seed */
  constructor(seed: number, stream = 0) {
    this.#a = fmix32(seed);
    this.#b = fmix32(Math.floor(seed / 2 ** 32) + 0x9e3779b9);
    this.#c = fmix32(stream + 0x85ebca6b);
    for (let i = 0; i < 12; i++) this.uint32();
  }

  /** 0 … 2³² − 1. */
  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  /** 0 ≤ x < 1, 53 random bits. */
  uniform(): number {
    return ((this.uint32() >>> 5) * 67_108_864 + (this.uint32() >>> 6)) / 9_007_199_254_740_992;
  }

  /** A whole number, 0 ≤ x < `bound` ≤ 2³², without modulo bias (Lemire 2019, doi:10.1145/3230636, by rejection). */
  below(bound: number): number {
    const limit = 4_294_967_296 - (4_294_967_296 % bound);
    for (;;) {
      const x = this.uint32();
      if (x < limit) return x % bound;
    }
  }

  /** Standard normal, by Marsaglia's polar method. */
  normal(mean = 0, deviation = 1): number {
    if (this.#spareNormal !== undefined) {
      const spare = this.#spareNormal;
      this.#spareNormal = undefined;
      return mean + deviation * spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const square = x * x + y * y;
      if (square === 0 || square >= 1) continue;
      const scale = Math.sqrt((-2 * Math.log(square)) / square);
      this.#spareNormal = y * scale;
      return mean + deviation * x * scale;
    }
  }

  /** Fisher–Yates, in place; returns the same array. */
  shuffle<T extends Uint32Array | Float64Array | unknown[]>(array: T): T {
    for (let i = array.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = array[i]!;
      array[i] = array[j]!;
      array[j] = kept;
    }
    return array;
  }
}
