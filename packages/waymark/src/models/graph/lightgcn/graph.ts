import { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { type SparseMatrix, sparseProduct } from "../../../compute/neural/ops/sparse-product.ts";
import type { Tape } from "../../../compute/neural/tape.ts";
import type { Tensor } from "../../../compute/neural/tensor.ts";

/**
 * Who took what as a symmetric matrix over users, then items: 1/√(dᵤ dᵢ) for each enrolment, d being how many a user or an item
 * has. O(enrolments).
 */
export function normalizedGraph(userItems: CsrMatrix): CsrMatrix {
  const itemUsers = userItems.transpose();
  const { rowCount: users, columnCount: items, size } = userItems;
  const offsets = new Uint32Array(users + items + 1);
  const columns = new Uint32Array(2 * size);
  const values = new Float64Array(2 * size);
  let next = 0;
  const append = (own: CsrMatrix, other: CsrMatrix, row: number, columnOffset: number): void => {
    const taken = own.row(row).columns;
    for (const column of taken) {
      columns[next] = columnOffset + column;
      values[next++] = 1 / Math.sqrt(taken.length * (other.offsets[column + 1]! - other.offsets[column]!));
    }
  };
  for (let user = 0; user < users; user++) {
    append(userItems, itemUsers, user, users);
    offsets[user + 1] = next;
  }
  for (let item = 0; item < items; item++) {
    append(itemUsers, userItems, item, 0);
    offsets[users + item + 1] = next;
  }
  return new CsrMatrix(users + items, offsets, columns, values);
}

/** Σ Ãᵏ·E over k = 0 … layers, by Horner's rule: a product a layer, in the backward pass too. */
export function layerSum(tape: Tape, graph: SparseMatrix, embeddings: Tensor, layers: number): Tensor {
  let sum = embeddings;
  for (let layer = 0; layer < layers; layer++) sum = sparseProduct(tape, graph, graph, sum, embeddings);
  return sum;
}
