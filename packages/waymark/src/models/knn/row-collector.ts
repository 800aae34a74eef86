import { CsrMatrix } from "../../compute/csr-matrix.ts";

interface Piece {
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/** Gathers the rows of a sparse matrix block after block, how many entries there will be not being known. */
export class RowCollector {
  readonly #columnCount: number;
  readonly #offsets: Uint32Array;
  readonly #pieces: Piece[] = [];
  #row = 0;

  constructor(rowCount: number, columnCount: number) {
    this.#columnCount = columnCount;
    this.#offsets = new Uint32Array(rowCount + 1);
  }

  /** Row r of a block of fixed `width` has `found[r]` entries, in ascending order of column; copies them. */
  addBlock(found: Uint32Array, width: number, columns: Uint32Array, values: Float64Array): void {
    const first = this.#row;
    for (const count of found) this.#offsets[this.#row + 1] = this.#offsets[this.#row++]! + count;
    const size = this.#offsets[this.#row]! - this.#offsets[first]!;
    const piece: Piece = { columns: new Uint32Array(size), values: new Float64Array(size) };
    for (let r = 0, next = 0; r < found.length; next += found[r++]!) {
      const end = r * width + found[r]!;
      piece.columns.set(columns.subarray(r * width, end), next);
      piece.values.set(values.subarray(r * width, end), next);
    }
    this.#pieces.push(piece);
  }

  finish(): CsrMatrix {
    const { columns, values } = this.#pieces.length === 1 ? this.#pieces[0]! : this.#joined();
    return new CsrMatrix(this.#columnCount, this.#offsets, columns, values);
  }

  #joined(): Piece {
    const size = this.#offsets[this.#row]!;
    const all: Piece = { columns: new Uint32Array(size), values: new Float64Array(size) };
    let next = 0;
    for (const { columns, values } of this.#pieces) {
      all.columns.set(columns, next);
      all.values.set(values, next);
      next += columns.length;
    }
    return all;
  }
}
