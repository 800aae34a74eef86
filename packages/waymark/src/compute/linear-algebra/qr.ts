import { InvalidInputError } from "../../errors.ts";
import type { CallOptions, Core } from "../core/core.ts";

const BLOCK = 1024; // rows a part of a sum: fixed, so that sums do not depend on threads
const NOTHING_LEFT = 1e-6; // of a column's length; rounding a column of float32 leaves some 6e-8 of it

/** A = Q R. */
export interface Qr {
  /** Upper triangle, the rest 0; a 0 on the diagonal where a column was no more than what stands before it. */
  readonly R: Float64Array; // (width, width)
  /** Columns of Q that are not 0. */
  readonly rank: number;
}

/**
 * Thin QR of a tall matrix by classical Gram-Schmidt, each column twice ("twice is enough"): entries float32, sums float64.
 * Y becomes Q, whose columns are orthonormal to about 1e-7; a column that depends on earlier ones becomes 0. About
 * 3 · rows · width² operations, in three passes over Y a column; equal bits on any number of threads.
 *
 * @param Y (rows, width) row-major in the core's memory, width a multiple of 8 (fill up with columns of 0), all finite
 * @throws {RangeError} when width is not a multiple of 8
 * @throws {InvalidInputError} for NaN and infinite entries
 * @see Giraud, Langou & Rozložník 2005, doi:10.1016/j.camwa.2005.08.009
 */
export async function thinQr(
  core: Core,
  Y: Float32Array,
  rows: number,
  width: number,
  { threads, signal }: CallOptions = {},
): Promise<Qr> {
  if (width % 8 !== 0) throw new RangeError(`width must be a multiple of 8, received ${width}.`);
  const arena = core.arena();
  try {
    const blocks = Math.ceil(rows / BLOCK);
    const c = arena.f64(width);
    const args = { Y, rows, width, blocks, parts: arena.f64(blocks * width) };
    const R = new Float64Array(width * width);
    let rank = 0;
    for (let j = 0; j < width; j++) {
      const scale = (by: number): Promise<void> =>
        core.run("scaleColumn", blocks, { ...args, j, by }, { threads, signal, cost: 4 * BLOCK });
      const products = async (subtracted?: Float64Array): Promise<number> => {
        const cost = BLOCK * (j + 8) * (subtracted ? 1 : 0.5);
        await core.run("columnProducts", blocks, { ...args, j, c: subtracted }, { threads, signal, cost });
        addParts(args.parts, blocks, width, j, c);
        const length = Math.sqrt(c[j]!);
        if (!Number.isFinite(length)) throw new InvalidInputError(`column ${j}`, "finite numbers", length);
        c.fill(0, j);
        return length;
      };
      const before = await products();
      let left = before;
      for (let pass = 0; pass < 2 && j > 0 && left > 0; pass++) {
        for (let i = 0; i < j; i++) R[i * width + j]! += c[i]!;
        left = await products(c);
      }
      const isNew = left > NOTHING_LEFT * before;
      if (isNew) rank++;
      R[j * width + j] = isNew ? left : 0;
      await scale(isNew ? 1 / left : 0);
    }
    return { R, rank };
  } finally {
    arena.dispose();
  }
}

/** c[i] = Σ over the blocks, in order, for i = 0 … j. */
function addParts(parts: Float64Array, blocks: number, width: number, j: number, c: Float64Array): void {
  c.fill(0);
  for (let block = 0; block < blocks; block++) for (let i = 0; i <= j; i++) c[i]! += parts[block * width + i]!;
}
