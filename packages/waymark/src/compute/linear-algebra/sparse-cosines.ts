import { CsrMatrix } from "../csr-matrix.ts";
import { Pacer } from "../pacer.ts";
import { topK } from "../top-k.ts";

export interface NearestByCosineOptions {
  /** Maximum number of entries kept per row, the most similar. */
  readonly neighbours: number;
  /** Pairs below are left out; so are pairs that share nothing, whatever the threshold. */
  readonly threshold: number;
  readonly signal?: AbortSignal;
  readonly onRow?: (done: number, of: number) => void;
}

/** Rounding gives two identical rows about 1 − 10⁻¹⁶: such a pair still meets a threshold of 1. */
const rounding = 1e-12;

/**
 * Cosine of every row with every other, the best of each row kept; rows × rows, no row its own neighbour, values at
 * most 1. A row's list ends after `neighbours`, so i may list j while j does not list i.
 *
 * Walks the inverted index (column → rows), one row at a time: O(Σ over columns of frequency²) time, no dense matrix.
 *
 * @param unit rows of length 1 and without negative values, as from `unitRows` in text/
 */
export async function nearestByCosine(
  unit: CsrMatrix,
  { neighbours, threshold, signal, onRow }: NearestByCosineOptions,
): Promise<CsrMatrix> {
  const pacer = new Pacer(signal);
  const index = unit.transpose();
  const { rowCount } = unit;
  const sums = new Float64Array(rowCount); // all zero between rows
  const rows = new Uint32Array(rowCount);
  const found = new Float64Array(rowCount);
  const offsets = new Uint32Array(rowCount + 1);
  const columns: Uint32Array[] = [];
  const values: Float64Array[] = [];
  for (let r = 0; r < rowCount; r++) {
    addCosines(unit, index, r, sums);
    sums[r] = 0;
    const count = drain(sums, threshold - rounding, rows, found);
    const kept = topK(found.subarray(0, count), neighbours).sort(); // positions ascend as rows do
    columns.push(kept.map((p) => rows[p]!));
    values.push(Float64Array.from(kept, (p) => Math.min(1, found[p]!)));
    offsets[r + 1] = offsets[r]! + kept.length;
    onRow?.(r + 1, rowCount);
    await pacer.pause();
  }
  const allColumns = new Uint32Array(offsets[rowCount]!);
  const allValues = new Float64Array(offsets[rowCount]!);
  for (let r = 0; r < rowCount; r++) {
    allColumns.set(columns[r]!, offsets[r]!);
    allValues.set(values[r]!, offsets[r]!);
  }
  return new CsrMatrix(rowCount, offsets, allColumns, allValues);
}

/** Adds to `sums` the dot product of row `r` with every row that shares a column with it. */
function addCosines(unit: CsrMatrix, index: CsrMatrix, r: number, sums: Float64Array): void {
  const { offsets, columns: rows, values } = index;
  for (let p = unit.offsets[r]!; p < unit.offsets[r + 1]!; p++) {
    const weight = unit.values[p]!;
    const column = unit.columns[p]!;
    const end = offsets[column + 1]!;
    for (let q = offsets[column]!; q < end; q++) sums[rows[q]!]! += weight * values[q]!;
  }
}

/** Moves positive sums of at least `minCosine` to the front of `rows` and `found` and zeroes all; returns how many. */
function drain(sums: Float64Array, minCosine: number, rows: Uint32Array, found: Float64Array): number {
  let count = 0;
  for (let r = 0; r < sums.length; r++) {
    const sum = sums[r]!;
    if (sum === 0) continue;
    sums[r] = 0;
    if (sum < minCosine) continue;
    rows[count] = r;
    found[count++] = sum;
  }
  return count;
}
