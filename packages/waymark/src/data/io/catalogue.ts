import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { type CategoricalColumn, type ItemFeatures, unknownCategory } from "../features.ts";
import { orderIds, type Vocabulary } from "../vocabulary.ts";

/** What a catalogue says of one item; blank texts count as absent. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly topics?: readonly string[];
  readonly level?: string | undefined;
  /** Hours; NaN where unknown. */
  readonly workload?: number | undefined;
  /** Ids; those the vocabulary does not hold are passed over. */
  readonly prerequisites?: readonly string[];
}

/** Names of levels in ascending order, for sources that do not say theirs. */
const usualLevels = [
  ...["introductory", "beginner", "elementary", "basic", "foundation", "lower intermediate", "intermediate"],
  ...["upper intermediate", "advanced", "expert", "esperto", "undergraduate", "graduate", "postgraduate"],
];

/**
 * A catalogue in the order of a vocabulary that holds all its ids; of two entries for one id, the first stands. A feature
 * that no entry has is left out.
 *
 * @param topicNames their order; the names met, sorted, when absent
 */
export function catalogueFeatures(
  items: Vocabulary,
  entries: readonly CatalogueEntry[],
  topicNames?: readonly string[],
): ItemFeatures {
  const entryOf = new Array<CatalogueEntry | undefined>(items.size).fill(undefined);
  for (const entry of entries) entryOf[items.index(entry.id)] ??= entry;
  const titles = entryOf.map((entry) => entry?.title || undefined);
  const texts = entryOf.map((entry) => entry?.description || undefined);
  const names = topicNames ?? [...new Set(entries.flatMap((entry) => entry.topics ?? []))].sort();
  const topicNumbers = new Map(names.map((name, topic) => [name, topic]));
  const topicsOf = (item: number) => entryOf[item]?.topics?.map((topic) => topicNumbers.get(topic)!);
  const prerequisitesOf = (item: number) =>
    entryOf[item]?.prerequisites?.map((id) => items.find(id)).filter((found) => found !== undefined);
  const workload = Float64Array.from(entryOf, (entry) => entry?.workload ?? Number.NaN);
  const prerequisites = indicator(items.size, items.size, prerequisitesOf);
  const level = levelColumn(entryOf.map((entry) => entry?.level ?? ""));
  return {
    ...(titles.some((title) => title !== undefined) && { titles }),
    ...(texts.some((text) => text !== undefined) && { texts }),
    ...(names.length > 0 && { topics: { names, matrix: indicator(items.size, names.length, topicsOf) } }),
    ...(level.names.length > 0 && { level }),
    ...(workload.some((hours) => !Number.isNaN(hours)) && { workload }),
    ...(prerequisites.size > 0 && { prerequisites }),
  };
}

/** Categories in the order of `names`, or as a vocabulary orders ids; blank is unknown. */
export function categoricalColumn(
  values: readonly string[],
  names = inOrder(values.filter((value) => value !== "")),
): CategoricalColumn {
  const codes = new Map(names.map((name, code) => [name, code]));
  return { names, codes: Uint32Array.from(values, (value) => codes.get(value) ?? unknownCategory) };
}

function levelColumn(levels: readonly string[]): CategoricalColumn {
  const rank = (name: string): number => usualLevels.indexOf(name.toLowerCase()) + 1 || usualLevels.length + 1;
  const names = inOrder(levels.filter((level) => level !== ""));
  return categoricalColumn(
    levels,
    names.toSorted((a, b) => rank(a) - rank(b)),
  );
}

function inOrder(values: readonly string[]): readonly string[] {
  const unique = [...new Set(values)];
  return Array.from(orderIds(unique), (at) => unique[at]!);
}

/** A matrix with a 1 in each of the columns that a row names. */
function indicator(
  rowCount: number,
  columnCount: number,
  columnsOf: (row: number) => readonly number[] | undefined,
): CsrMatrix {
  const rows: number[] = [];
  const columns: number[] = [];
  for (let row = 0; row < rowCount; row++)
    for (const column of columnsOf(row) ?? []) {
      rows.push(row);
      columns.push(column);
    }
  return CsrMatrix.fromCoordinates(rowCount, columnCount, Uint32Array.from(rows), Uint32Array.from(columns));
}
