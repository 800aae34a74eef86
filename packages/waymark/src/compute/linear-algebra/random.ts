import type { CallOptions, Core } from "../core/core.ts";
import { fmix32 } from "../hash.ts";

/** Which random numbers. Streams of one seed are independent; entry i depends on (seed, stream, i) only. */
export interface RandomSource {
  /** A whole number of at least 0. @defaultValue 0 */
  readonly seed?: number | undefined;
  /** @defaultValue 0 */
  readonly stream?: number | undefined;
}

/** The key by which kernels know a seed and a stream: 32 bits. */
export const randomKey = ({ seed = 0, stream = 0 }: RandomSource): number =>
  fmix32(fmix32(seed) + fmix32(Math.floor(seed / 2 ** 32)) + stream);

/**
 * from ≤ x < to everywhere, 24 random bits each; equal for equal source on any number of threads. `to` itself may come
 * out where rounding to float32 makes it so.
 * @param out in the core's memory
 */
export const fillUniform = (
  core: Core,
  out: Float32Array,
  source: RandomSource,
  from: number,
  to: number,
  options: CallOptions = {},
): Promise<void> =>
  core.run("fillUniform", out.length, { out, key: randomKey(source), from, to }, { ...options, cost: 4 });

/**
 * N(mean, deviation²) everywhere, by Box and Muller, at most 6.7 deviations from the mean; equal for equal source on any
 * number of threads.
 * @param out in the core's memory
 */
export const fillNormal = (
  core: Core,
  out: Float32Array,
  source: RandomSource,
  mean: number,
  deviation: number,
  options: CallOptions = {},
): Promise<void> =>
  core.run("fillNormal", out.length, { out, key: randomKey(source), mean, deviation }, { ...options, cost: 40 });
