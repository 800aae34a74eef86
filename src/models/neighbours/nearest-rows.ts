import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { Pacer } from "../../compute/pacer.ts";
import type { FitOptions } from "../recommender.ts";
import type { Overlap } from "./overlap.ts";

/**
 * For every row of `rows` the `limit` most similar other rows with a positive similarity (of equal ones, the lower
 * index): rows × rows. Space O(rows · limit), whatever the number of similar pairs.
 */
export async function nearestRows(
  overlap: Overlap,
  { rowCount, offsets, columns, values }: CsrMatrix,
  limit: number,
  { signal, onProgress }: FitOptions,
): Promise<CsrMatrix> {
  const pacer = new Pacer(signal);
  const kept = new RowCollector(rowCount);
  const step = Math.ceil(rowCount / 100);
  for (let row = 0; row < rowCount; row++) {
    overlap.measure(columns, values, offsets[row]!, offsets[row + 1]!);
    kept.addRow(overlap.nearest(limit, row), overlap.similarities);
    overlap.clear();
    if ((row + 1) % step === 0 || row + 1 === rowCount)
      onProgress?.({ stage: "similarities", done: row + 1, of: rowCount });
    await pacer.pause();
  }
  return kept.finish();
}

/** Gathers rows of unknown length one after another. */
class RowCollector {
  readonly #offsets: Uint32Array;
  #columns = new Uint32Array(1 << 16);
  #values = new Float64Array(1 << 16);
  #row = 0;

  constructor(rowCount: number) {
    this.#offsets = new Uint32Array(rowCount + 1);
  }

  addRow(neighbours: Uint32Array, similarities: Float64Array): void {
    let next = this.#offsets[this.#row]!;
    this.#makeRoom(next + neighbours.length);
    for (let n = 0; n < neighbours.length; n++) {
      this.#columns[next] = neighbours[n]!;
      this.#values[next++] = similarities[neighbours[n]!]!;
    }
    this.#offsets[++this.#row] = next;
  }

  finish(): CsrMatrix {
    const size = this.#offsets[this.#row]!;
    return new CsrMatrix(this.#row, this.#offsets, this.#columns.slice(0, size), this.#values.slice(0, size));
  }

  #makeRoom(size: number): void {
    if (size <= this.#columns.length) return;
    const length = Math.max(size, 2 * this.#columns.length);
    const columns = new Uint32Array(length);
    const values = new Float64Array(length);
    columns.set(this.#columns);
    values.set(this.#values);
    this.#columns = columns;
    this.#values = values;
  }
}
