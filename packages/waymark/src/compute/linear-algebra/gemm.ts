import type { Arena } from "../core/arena.ts";
import type { CallOptions, Core } from "../core/core.ts";
import { wholeVectors } from "../core/whole-vectors.ts";

/** A dense operand: `rows × columns` row-major, or stored as its transpose. */
export interface Operand {
  readonly rows: number;
  readonly columns: number;
  /** Stored as columns × rows. @defaultValue false */
  readonly transposed?: boolean;
}

/** Stride from one row to the next and from one column to the next, in entries. */
const strides = ({ rows, columns, transposed = false }: Operand): readonly [row: number, column: number] =>
  transposed ? [1, rows] : [columns, 1];

/** The right operand of `gemm` in the order the kernel wants, in the core's memory. The source may lie anywhere. */
export function packRight(core: Core, arena: Arena, source: ArrayLike<number>, shape: Operand): Float32Array {
  const { rows, columns } = shape;
  const [rowStride, columnStride] = strides(shape);
  const packed = arena.f32(rows * wholeVectors(columns));
  const B = arena.copyF32(source);
  core.runNow("packRight", Math.ceil(columns / 16), { B, rowStride, columnStride, K: rows, N: columns, packed });
  arena.release(B);
  return packed;
}

/**
 * C += op(A) · op(B), all float32, each sum taken in order of k: equal on any number of threads. NN, NT, TN and TT by
 * the operands' `transposed`. O(rows · columns · k).
 *
 * @param C (rows of A, columns of B), in the core's memory
 */
export async function gemm(
  core: Core,
  A: Float32Array,
  a: Operand,
  B: Float32Array,
  b: Operand,
  C: Float32Array,
  options: CallOptions = {},
): Promise<void> {
  if (a.columns !== b.rows) throw new RangeError(`Inner dimensions differ: ${a.columns} and ${b.rows}.`);
  const arena = core.arena();
  try {
    const packed = packRight(core, arena, B, b);
    const [rowStride, columnStride] = strides(a);
    await core.run(
      "gemm",
      Math.ceil(a.rows / 64),
      { A, rowStride, columnStride, packed, C, M: a.rows, N: b.columns, K: a.columns },
      { ...options, cost: (64 * b.columns * a.columns) / 16, chunk: 1 },
    );
  } finally {
    arena.dispose();
  }
}
