import type { Arena } from "../../src/compute/core/arena.ts";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Random } from "../../src/compute/random.ts";

/** A sparse matrix with about `share` of its cells stored, values in 0.5 … 2; some rows and columns may be empty. */
export function randomSparse(rows: number, columns: number, share: number, seed: number): CsrMatrix {
  const random = new Random(seed);
  const at: number[] = [];
  for (let cell = 0; cell < rows * columns; cell++) if (random.uniform() < share) at.push(cell);
  return CsrMatrix.fromCoordinates(
    rows,
    columns,
    Uint32Array.from(at, (cell) => Math.floor(cell / columns)),
    Uint32Array.from(at, (cell) => cell % columns),
    Float64Array.from(at, () => Math.fround(0.5 + 1.5 * random.uniform())),
  );
}

/** Its three arrays in the core's memory. */
export const inMemory = (arena: Arena, matrix: CsrMatrix) => ({
  offsets: arena.copyU32(matrix.offsets),
  columns: arena.copyU32(matrix.columns),
  values: arena.copyF32(matrix.values),
});
