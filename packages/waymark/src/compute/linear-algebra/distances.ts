import type { Arena } from "../core/arena.ts";
import type { CallOptions, Core } from "../core/core.ts";
import { roundUp } from "../core/whole-vectors.ts";
import { gemm } from "./gemm.ts";

/** Rows of `width` numbers, one after the other, anywhere. */
export interface Rows {
  readonly values: ArrayLike<number>; // (count, width)
  readonly count: number;
}

const kinds = { squared: 0, cosine: 1 } as const;

/**
 * Every row of A against every row of B: squared Euclidean distances |a|² + |b|² − 2 a·b, at least 0, or cosines
 * a·b / (|a| |b|), 0 where a row is all zeros. Products by `gemm`, float32: a distance is exact to about 1e-6 of |a|² + |b|², so
 * rows that nearly coincide far from the origin should be centred first. O(rows of A · rows of B · width).
 *
 * @param arena where the result lives
 * @returns shape (A.count, B.count)
 * @throws {MemoryLimitError}
 */
export async function distances(
  core: Core,
  arena: Arena,
  A: Rows,
  B: Rows,
  width: number,
  kind: keyof typeof kinds,
  options: CallOptions = {},
): Promise<Float32Array> {
  const C = arena.zerosF32(A.count * B.count);
  const work = core.arena();
  try {
    const stride = roundUp(width, 8);
    const [left, right] = [A, B].map((rows) => work.padded(rows.values, width, stride)) as [Float32Array, Float32Array];
    const { threads, signal } = options;
    await gemm(
      core,
      left,
      { rows: A.count, columns: stride },
      right,
      { rows: stride, columns: B.count, transposed: true },
      C,
      options,
    );
    const lengths = async (Y: Float32Array, rows: number): Promise<Float32Array> => {
      const out = work.f32(rows);
      await core.run("dotRows", rows, { Y, Z: Y, width: stride, out, rows }, { threads, signal, cost: stride / 4 + 4 });
      return out;
    };
    const [a, b] = [await lengths(left, A.count), await lengths(right, B.count)];
    const args = { C, N: B.count, a, b, kind: kinds[kind], M: A.count };
    await core.run("productsToDistances", A.count, args, { threads, signal, cost: 2 * B.count });
    return C;
  } finally {
    work.dispose();
  }
}
