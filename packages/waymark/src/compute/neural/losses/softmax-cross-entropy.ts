import { rowCountOf, type SparseRows } from "../sparse-rows.ts";
import type { Tape } from "../tape.ts";
import type { Tensor } from "../tensor.ts";
import type { LossOptions } from "./pointwise.ts";

/** What each row should put its probability on. */
export type Targets =
  /** One column a row, shape (rows), filled in before each run; the number of columns stands for none (padding). */
  | { readonly index: Uint32Array }
  /** A weight for each column, shape (rows, columns). */
  | { readonly dense: Float32Array }
  /** The entries of a sparse row for each row: what was taken, or how often. */
  | { readonly sparse: SparseRows };

/**
 * Mean over the rows of −Σ over columns of t · ln softmax(x): with one column a row the cross-entropy of a choice, with
 * several a multinomial likelihood. Rows without a target do not count (of dense targets all rows count). Adds to `tape.loss`.
 *
 * @param options.weights one a row; the mean is over their sum
 */
export function softmaxCrossEntropy(tape: Tape, x: Tensor, targets: Targets, options: LossOptions = {}): void {
  const { rows, columns } = x;
  const { weight = 1, weights } = options;
  const unit = tape.zerosF32(1);
  const losses = tape.arena.f64(Math.max(1, rows));
  tape.recordHost(() => {
    unit[0] = weight / Math.max(totalWeight(rows, columns, targets, weights), Number.MIN_VALUE);
    if (!Number.isFinite(unit[0])) unit[0] = 0; // no row has a target
  });
  const args = {
    X: x.values,
    ...targetArgs(columns, targets),
    weights,
    dX: x.gradient,
    losses,
    unit,
    columns,
    add: x.gradient ? tape.accumulates(x) : 0,
  };
  tape.recordKernel("softmaxLoss", rows, args, { cost: 2 * columns });
  tape.recordHost(() => {
    let sum = 0;
    for (let r = 0; r < rows; r++) sum += losses[r]!;
    tape.loss[0]! += unit[0]! * sum;
  });
}

function targetArgs(columns: number, targets: Targets) {
  const none = { rows: undefined, offsets: undefined, index: undefined, values: undefined };
  const bounds = { rowCount: 0, rowBound: 1, indexBound: columns + 1 };
  if ("index" in targets) return { ...none, ...bounds, kind: 2, index: targets.index };
  if ("dense" in targets) return { ...none, ...bounds, kind: 0, values: targets.dense };
  const { offsets, columns: index, values, rows } = targets.sparse;
  const rowCount = rowCountOf(targets.sparse);
  return { kind: 1, rows, offsets, index, values, rowCount, rowBound: rowCount + 1, indexBound: columns };
}

/** Sum of the weights of the rows that have a target. */
function totalWeight(rows: number, columns: number, targets: Targets, weights: Float32Array | undefined): number {
  const [index, bound] =
    "index" in targets
      ? [targets.index, columns]
      : "sparse" in targets
        ? [targets.sparse.rows, rowCountOf(targets.sparse)]
        : [undefined, 0];
  let total = 0;
  for (let r = 0; r < rows; r++) if (!index || index[r]! < bound) total += weights ? weights[r]! : 1;
  return total;
}
