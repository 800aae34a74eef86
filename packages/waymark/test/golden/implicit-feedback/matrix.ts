import { readFileSync } from "node:fs";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { Dataset } from "../../../src/data/dataset.ts";

/** What a JSON file of this folder holds. */
export const golden = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), "utf8")) as T;

interface Matrix {
  readonly users: number;
  readonly items: number;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
  readonly weights: readonly number[];
  readonly ratings: readonly number[];
}

/** The matrix all figures of this folder were made from; `binary`: 1 for each pair. */
export function goldenMatrix(values: "binary" | "weights" | "ratings"): CsrMatrix {
  const matrix = golden<Matrix>("matrix");
  const { users, items, rows, columns } = matrix;
  const entries = values === "binary" ? undefined : Float64Array.from(matrix[values]);
  return CsrMatrix.fromCoordinates(users, items, Uint32Array.from(rows), Uint32Array.from(columns), entries);
}

/** Number `n` as an id that sorts as the number does. */
export const goldenId = (n: number): string => String(n).padStart(2, "0");

/** The same matrix as implicit feedback; users and items without a pair are not in its vocabularies. */
export function goldenDataset(): Dataset {
  const { rows, columns } = golden<Matrix>("matrix");
  return Dataset.fromRows(rows.map((row, p) => ({ user: goldenId(row), item: goldenId(columns[p]!) })));
}
