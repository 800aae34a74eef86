import type { TableColumn, TablePiece } from "../../data/io/table.ts";
import { findTableFormat, tableEndings } from "../../data/io/table-formats.ts";
import { writeAtomically } from "../../data/io/write-atomically.ts";
import type { Vocabulary } from "../../data/vocabulary.ts";
import { InvalidInputError } from "../../errors.ts";
import { type PerUserMeasurement, perUserValues } from "../../evaluation/per-user-values.ts";

/** The metrics per learner of one run. */
export interface PerLearnerRun {
  readonly split: string;
  readonly seed: number;
  readonly users: Vocabulary;
  readonly results: readonly PerUserMeasurement[];
}

/** @throws {InvalidInputError} for a file whose ending says no format */
export function checkPerLearnerPath(path: string): void {
  if (findTableFormat(path) === undefined)
    throw new InvalidInputError("--per-learner", `a file that ends in ${tableEndings.join(", ")}`, path);
}

/**
 * One row a learner, model and metric: learner, model, metric, value; before them split and seed where there are several
 * runs, and fold where there are several folds.
 */
export async function writePerLearner(
  path: string,
  runs: readonly PerLearnerRun[],
  signal: AbortSignal,
): Promise<void> {
  const several = runs.length > 1;
  const folds = runs.some(({ results }) => results.some(({ folds: of }) => of.length > 1));
  const columns: readonly TableColumn[] = [
    ...(several ? [{ name: "split", type: "text" } as const, { name: "seed", type: "integer" } as const] : []),
    ...(folds ? [{ name: "fold", type: "text" } as const] : []),
    { name: "learner", type: "text" },
    { name: "model", type: "text" },
    { name: "metric", type: "text" },
    { name: "value", type: "number" },
  ];
  await writeAtomically(path, findTableFormat(path)!(columns, pieces(runs, several, folds)), { signal });
}

const pieceRows = 10_000;

async function* pieces(runs: readonly PerLearnerRun[], several: boolean, folds: boolean): AsyncGenerator<TablePiece> {
  let rows: (readonly (string | number)[])[] = [];
  const taken = (): TablePiece => {
    const piece = rows[0]!.map((_, column) => rows.map((row) => row[column]!));
    rows = [];
    return piece;
  };
  for (const { split, seed, users, results } of runs)
    for (const { model, fold, user, metric, value } of perUserValues(results)) {
      rows.push([...(several ? [split, seed] : []), ...(folds ? [fold] : []), users.id(user), model, metric, value]);
      if (rows.length === pieceRows) yield taken();
    }
  if (rows.length > 0) yield taken();
}
