import { wholeVectors } from "../../core/whole-vectors.ts";
import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";

export interface MatmulOptions {
  /** Use Aᵀ. @defaultValue false */
  readonly transposeA?: boolean;
  /** Use Bᵀ. @defaultValue false */
  readonly transposeB?: boolean;
}

/**
 * C = op(A)·op(B): NN, NT, TN or TT.
 * @throws {RangeError} when the inner dimensions differ
 */
export function matmul(
  tape: Tape,
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  const [rows, inner] = transposeA ? [a.columns, a.rows] : [a.rows, a.columns];
  const [innerOfB, columns] = transposeB ? [b.columns, b.rows] : [b.rows, b.columns];
  if (inner !== innerOfB) throw new RangeError(`Inner dimensions differ: ${inner} and ${innerOfB}.`);
  const c = tape.result(rows, columns, [a, b]);
  product(tape, a, transposeA, b, transposeB, c.values, { start: 0 });
  tape.onBackward(() => {
    if (!c.gradient) return;
    const d = { rows, columns, values: c.gradient };
    if (a.gradient && transposeA) product(tape, b, transposeB, d, true, a.gradient, { start: tape.accumulates(a) });
    else if (a.gradient) product(tape, d, false, b, !transposeB, a.gradient, { start: tape.accumulates(a) });
    if (b.gradient && transposeB) product(tape, d, true, a, transposeA, b.gradient, { start: tape.accumulates(b) });
    else if (b.gradient) product(tape, a, !transposeA, d, false, b.gradient, { start: tape.accumulates(b) });
  });
  return c;
}

type Matrix = Pick<Tensor, "rows" | "columns" | "values">;

export interface ProductEnds {
  /** What C starts from: 0 nothing, 1 what it holds, 2 the bias. */
  readonly start: 0 | 1 | 2;
  readonly bias?: Float32Array;
  readonly relu?: boolean;
}

/** Records C = (start) + op(A)·op(B); no gradient. */
export function product(
  tape: Tape,
  a: Matrix,
  transposeA: boolean,
  b: Matrix,
  transposeB: boolean,
  C: Float32Array,
  { start, bias, relu = false }: ProductEnds,
): void {
  const [M, K] = transposeA ? [a.columns, a.rows] : [a.rows, a.columns];
  const N = transposeB ? b.rows : b.columns;
  const packed = tape.zerosF32(K * wholeVectors(N));
  tape.recordKernel(
    "packRight",
    Math.ceil(N / 16),
    {
      B: b.values,
      rowStride: transposeB ? 1 : b.columns,
      columnStride: transposeB ? b.columns : 1,
      K,
      N,
      packed,
    },
    { cost: 8 * K },
  );
  tape.recordKernel(
    "product",
    M,
    {
      A: a.values,
      rowStride: transposeA ? 1 : a.columns,
      columnStride: transposeA ? a.columns : 1,
      packed,
      C,
      M,
      N,
      K,
      bias,
      start,
      relu: relu ? 1 : 0,
    },
    { cost: (wholeVectors(N) * K) / 16, chunk: M > 256 ? 64 : 16 }, // whole tiles of 4 rows: the same sums on any threads
  );
}
