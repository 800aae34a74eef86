import type { FeatureColumns } from "../features.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { categoricalColumn } from "./catalogue.ts";
import { isNumberText } from "./find-layout.ts";

/** Columns of a catalogue that are categories even where every cell is a number: a term may be 2021. */
export const namedCategories: readonly string[] = ["language", "term"];

/**
 * Columns of texts in the order of a vocabulary: numeric where every cell that is not blank is a number, else categorical.
 * Ids that the vocabulary does not hold are passed over; of two rows for one id, the first stands. A column without a
 * single value is left out.
 *
 * @param ids one a row
 * @param columns cells by column name, one a row
 * @param codes names of columns whose numbers only stand for categories
 */
export function featureColumns(
  vocabulary: Vocabulary,
  ids: readonly string[],
  columns: Readonly<Record<string, readonly string[]>>,
  codes: readonly string[] = [],
): FeatureColumns {
  const rowOf = new Int32Array(vocabulary.size).fill(-1);
  ids.forEach((id, row) => {
    const at = vocabulary.find(id);
    if (at !== undefined && rowOf[at] === -1) rowOf[at] = row;
  });
  const aligned = Object.entries(columns)
    .map(([name, cells]) => [name, Array.from(rowOf, (row) => (row < 0 ? "" : cells[row]!))] as const)
    .filter(([, cells]) => cells.some((cell) => cell !== ""));
  const isNumeric = ([name, cells]: (typeof aligned)[number]): boolean =>
    !codes.includes(name) && cells.every((cell) => cell === "" || isNumberText(cell));
  const numeric = aligned
    .filter(isNumeric)
    .map(([name, cells]) => [name, Float64Array.from(cells, (cell) => (cell === "" ? Number.NaN : Number(cell)))]);
  const categorical = aligned
    .filter((column) => !isNumeric(column))
    .map(([name, cells]) => [name, categoricalColumn(cells)]);
  return {
    ...(numeric.length > 0 && { numeric: Object.fromEntries(numeric) }),
    ...(categorical.length > 0 && { categorical: Object.fromEntries(categorical) }),
  };
}
