import type { CallOptions, Core } from "../core/core.ts";

/** Rows and columns of the matrix come in whole blocks of this many. */
export const INVERSE_BLOCK = 128;

/**
 * Inverts a symmetric positive definite matrix in place: the upper triangle becomes the upper triangle of −A⁻¹. n³ float32
 * operations by a blocked sweep (Goodnight 1979, doi:10.1080/00031305.1979.10482688, on blocks), two blocks of n × 128 beside A.
 *
 * @param A (n, n) in the core's memory, n a multiple of 128; only the upper triangle is read
 * @returns false when a block turned out not to be positive definite; the contents of A are then undefined
 */
export async function negateInverse(
  core: Core,
  A: Float32Array,
  n: number,
  { onProgress, ...options }: CallOptions = {},
): Promise<boolean> {
  if (n % INVERSE_BLOCK !== 0) throw new RangeError(`n must be a multiple of ${INVERSE_BLOCK}, received ${n}.`);
  const arena = core.arena();
  try {
    const block = INVERSE_BLOCK;
    const T = arena.f32(n * block);
    const negated = arena.f32(n * block);
    const failures = arena.zerosU32(1);
    for (let k0 = 0; k0 < n; k0 += block) {
      const args = { A, n, k0, block, T, negated, failures };
      await core.run("sweepPanel", n / 16, args, { ...options, chunk: 32, cost: 16 * block * block * 0.1 });
      if (failures[0]! > 0) return false;
      await core.run("sweepUpdate", n / 4, args, { ...options, chunk: 8, cost: 4 * n * block * 0.02 });
      onProgress?.(k0 + block);
    }
    return true;
  } finally {
    arena.dispose();
  }
}
