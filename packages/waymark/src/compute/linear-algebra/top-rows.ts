import type { CallOptions, Core } from "../core/core.ts";
import { wholeVectors } from "../core/whole-vectors.ts";

/** Stands after the last index of a row with fewer than k. */
export const noIndex = 0xffff_ffff;

export interface TopRows {
  readonly indexes: Uint32Array; // (rows, k), largest first
  readonly values: Float32Array; // (rows, k), −∞ beside `noIndex`
}

/**
 * Columns of the k largest entries of every row of a dense matrix. NaN and −∞ are never taken; equal entries stand in
 * order of column. O(entries), more only where many entries beat those before them.
 *
 * @param matrix (rows, columns) row-major, anywhere; entries are compared as float32
 * @throws {MemoryLimitError}
 */
export async function topRows(
  core: Core,
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  k: number,
  { threads, signal, onProgress }: CallOptions = {},
): Promise<TopRows> {
  if (!Number.isInteger(k) || k < 0) throw new RangeError(`k must be a whole number of at least 0, received ${k}.`);
  const arena = core.arena();
  try {
    const ld = wholeVectors(columns);
    const best = arena.u32(rows * k);
    const bestScores = arena.f32(rows * k);
    const args = {
      historyOffsets: arena.zerosU32(rows + 1),
      history: arena.u32(0),
      k,
      best,
      bestScores,
      relevantOffsets: undefined,
      relevant: undefined,
      better: undefined,
      level: undefined,
      ahead: undefined,
      scorable: undefined,
      items: columns,
      relevantScores: undefined,
      scores: arena.padded(matrix, columns, ld),
      ld,
      queries: rows,
    };
    await core.run("rankScores", rows, args, { threads, signal, onProgress, cost: columns + 8 * k });
    return { indexes: new Uint32Array(best), values: new Float32Array(bestScores) };
  } finally {
    arena.dispose();
  }
}
