import { CsrMatrix } from "../../compute/csr-matrix.ts";
import type { ItemDetails } from "../item-details.ts";
import type { Vocabulary } from "../vocabulary.ts";

/** What a catalogue says of one item; blank texts count as absent. */
export interface CatalogueEntry {
  readonly id: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly topics?: readonly string[];
}

/**
 * A catalogue in the order of a vocabulary that holds all its ids; of two entries for one id, the first stands.
 * @param topicNames their order; the names met, sorted, when absent
 */
export function describeItems(
  items: Vocabulary,
  entries: readonly CatalogueEntry[],
  topicNames?: readonly string[],
): ItemDetails {
  const titles = new Array<string | undefined>(items.size).fill(undefined);
  const descriptions = new Array<string | undefined>(items.size).fill(undefined);
  const names = topicNames ?? [...new Set(entries.flatMap((entry) => entry.topics ?? []))].sort();
  const topicNumbers = new Map(names.map((name, topic) => [name, topic]));
  const seen = new Set<number>();
  const rows: number[] = [];
  const columns: number[] = [];
  for (const { id, title, description, topics = [] } of entries) {
    const item = items.index(id);
    if (seen.has(item)) continue;
    seen.add(item);
    titles[item] = title || undefined;
    descriptions[item] = description || undefined;
    for (const topic of topics) {
      rows.push(item);
      columns.push(topicNumbers.get(topic)!);
    }
  }
  if (names.length === 0) return { titles, descriptions };
  const matrix = CsrMatrix.fromCoordinates(items.size, names.length, Uint32Array.from(rows), Uint32Array.from(columns));
  return { titles, descriptions, topics: { names, matrix } };
}
