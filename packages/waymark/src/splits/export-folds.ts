import { join } from "node:path";
import type { Dataset } from "../data/dataset.ts";
import type { Interactions } from "../data/interactions.ts";
import { delimitedTable } from "../data/io/delimited-table.ts";
import type { TableColumn, TablePiece } from "../data/io/table.ts";
import { writeAtomically } from "../data/io/write-atomically.ts";
import type { Fold } from "./fold.ts";

/** Where the parts of one fold were written. */
export interface ExportedFold {
  readonly name: string;
  readonly train: string;
  readonly test: string;
}

/**
 * Writes the folds of a split as `train.csv` and `test.csv`, in folders of their own (`fold-1` …) where there are several.
 * Columns: learner, course, and rating and time (seconds since 1970) where the data has them, numbers with all their
 * digits, so that reading the files gives the same rows again. Negatives are not written.
 *
 * @throws {StorageError}
 */
export async function exportFolds(
  folder: string,
  data: Dataset,
  folds: readonly Fold[],
  signal?: AbortSignal,
): Promise<readonly ExportedFold[]> {
  const written: ExportedFold[] = [];
  for (const [n, fold] of folds.entries()) {
    const place = folds.length > 1 ? join(folder, `fold-${n + 1}`) : folder;
    const paths = { train: join(place, "train.csv"), test: join(place, "test.csv") };
    for (const [path, rows] of [
      [paths.train, fold.train.interactions],
      [paths.test, fold.test],
    ] as const)
      await writeAtomically(path, encode(columnsOf(rows), piecesOf(rows, data)), signal ? { signal } : {});
    written.push({ name: fold.name, ...paths });
  }
  return written;
}

const encode = delimitedTable(",");

const columnsOf = ({ values, times }: Interactions): readonly TableColumn[] => [
  { name: "learner", type: "text" },
  { name: "course", type: "text" },
  ...(values ? [{ name: "rating", type: "number" } as const] : []),
  ...(times ? [{ name: "time", type: "number", optional: true } as const] : []),
];

async function* piecesOf({ users, items, values, times }: Interactions, data: Dataset): AsyncGenerator<TablePiece> {
  const size = 10_000;
  for (let from = 0; from < users.length; from += size) {
    const to = Math.min(from + size, users.length);
    yield [
      Array.from(users.subarray(from, to), (user) => data.users.id(user)),
      Array.from(items.subarray(from, to), (item) => data.items.id(item)),
      ...(values ? [Array.from(values.subarray(from, to))] : []),
      ...(times ? [Array.from(times.subarray(from, to), (time) => (Number.isNaN(time) ? undefined : time))] : []),
    ];
  }
}
