import { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { CategoricalColumn, FeatureColumns, ItemFeatures, UserFeatures } from "../features.ts";
import { gone, type Renumbering } from "./remap.ts";

/** Features of the items that were kept, in their new order. A prerequisite that went is one no longer. */
export function selectItemFeatures(features: ItemFeatures, items: Renumbering): ItemFeatures {
  const { kept } = items;
  if (kept.length === items.indexes.length) return features;
  const { titles, texts, topics, level, workload, prerequisites } = features;
  const pick = <T>(all: readonly T[]): readonly T[] => Array.from(kept, (old) => all[old]!);
  return {
    ...(titles && { titles: pick(titles) }),
    ...(texts && { texts: pick(texts) }),
    ...(topics && { topics: { ...topics, matrix: selectMatrixRows(topics.matrix, kept) } }),
    ...(level && { level: selectCategories(level, kept) }),
    ...(workload && { workload: selectNumbers(workload, kept) }),
    ...(prerequisites && { prerequisites: selectSquare(prerequisites, items) }),
    ...selectColumns(features, kept),
  };
}

/** Features of the users that were kept, in their new order. */
export const selectUserFeatures = (features: UserFeatures, { kept, indexes }: Renumbering): UserFeatures =>
  kept.length === indexes.length ? features : selectColumns(features, kept);

function selectColumns({ numeric, categorical }: FeatureColumns, kept: Uint32Array): FeatureColumns {
  const select = <T>(columns: Readonly<Record<string, T>>, one: (column: T, kept: Uint32Array) => T) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, one(column, kept)]));
  return {
    ...(numeric && { numeric: select(numeric, selectNumbers) }),
    ...(categorical && { categorical: select(categorical, selectCategories) }),
  };
}

const selectNumbers = (column: Float64Array, kept: Uint32Array): Float64Array =>
  Float64Array.from(kept, (old) => column[old]!);

const selectCategories = ({ names, codes }: CategoricalColumn, kept: Uint32Array): CategoricalColumn => ({
  names,
  codes: kept.map((old) => codes[old]!),
});

/** Rows and columns stand for the same items. New numbers ascend with the old ones, so rows stay sorted. */
function selectSquare(matrix: CsrMatrix, { kept, indexes }: Renumbering): CsrMatrix {
  const rows = selectMatrixRows(matrix, kept);
  const offsets = new Uint32Array(kept.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  for (let r = 0; r < kept.length; r++) {
    const row = rows.row(r);
    row.columns.forEach((old, p) => {
      if (indexes[old] === gone) return;
      columns.push(indexes[old]!);
      values.push(row.values[p]!);
    });
    offsets[r + 1] = columns.length;
  }
  return new CsrMatrix(kept.length, offsets, Uint32Array.from(columns), Float64Array.from(values));
}

function selectMatrixRows(matrix: CsrMatrix, rows: Uint32Array): CsrMatrix {
  const offsets = new Uint32Array(rows.length + 1);
  for (let r = 0; r < rows.length; r++)
    offsets[r + 1] = offsets[r]! + matrix.offsets[rows[r]! + 1]! - matrix.offsets[rows[r]!]!;
  const columns = new Uint32Array(offsets[rows.length]!);
  const values = new Float64Array(columns.length);
  for (let r = 0; r < rows.length; r++) {
    const row = matrix.row(rows[r]!);
    columns.set(row.columns, offsets[r]!);
    values.set(row.values, offsets[r]!);
  }
  return new CsrMatrix(matrix.columnCount, offsets, columns, values);
}
