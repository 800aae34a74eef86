/** A matrix on a tape: row-major, rows adjacent, 32-bit floats in the core's memory. */
export interface Tensor {
  readonly rows: number;
  readonly columns: number;
  /** Shape (rows, columns), followed by unused numbers up to a multiple of 16. */
  readonly values: Float32Array;
  /** Of the loss by `values`, the same shape. Absent where none is needed. */
  readonly gradient: Float32Array | undefined;
}

/** A tensor that is learned, with a dense gradient. */
export interface Parameter extends Tensor {
  readonly kind: "parameter";
  readonly name: string;
}

/** A matrix of embeddings that is learned by the rows a batch looks up: a step costs the batch, not the table. */
export interface Table {
  readonly kind: "table";
  readonly name: string;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
  /** Position of a row among those the batch touched; see kernels/row-gradients.ts. Absent when frozen. */
  readonly places: Uint32Array | undefined;
}

/** Blocks of 16 numbers that hold a tensor: the range elementwise kernels run over. */
export const blocksOf = ({ rows, columns }: Pick<Tensor, "rows" | "columns">): number =>
  Math.ceil((rows * columns) / 16);
