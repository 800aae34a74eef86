import type { PublishedFold } from "../dataset.ts";
import { type CatalogueEntry, catalogueFeatures } from "../io/catalogue.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { type InteractionTable, mergeTables, stackRows } from "../io/interaction-table.ts";
import { fixedLayout } from "../io/layout.ts";
import { readInteractionFile } from "../io/read-interactions.ts";
import { columnOf, readNamedRecords } from "../io/read-records.ts";
import { noteRejected, requireWholeFold } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";

const layout = fixedLayout("\t", ["learner", "course", "rating", "time"]);
const columns = { user: 0, item: 1, time: 3 } as const; // the rating is 1 everywhere

/** Relations of the knowledge graph that become topics. Languages and audiences are left out. */
const levelRelation = "taught_in_level";
const topicRelations = ["belong_to_category", "related_to_concept", levelRelation];

/**
 * COCO's preprocessed form: learner, course, 1, time in train.txt (60 % of each learner), valid.txt and test.txt (the
 * rest, later), and a knowledge graph with categories, concepts and levels. Titles are the courses' URL slugs. Where
 * train.txt is missing, the published fold trains on valid.txt; test.txt is the test part either way.
 *
 * @see Dessì, Fenu, Marras and Reforgiato Recupero 2018, COCO, doi:10.1007/978-3-319-77712-2_133
 */
export const coco: Source = {
  key: "coco",
  description: "COCO, online courses with a knowledge graph, in its preprocessed form.",
  recognizes: (listing) => isFolderWith(listing, "valid.txt", "test.txt", "i2kg_map.txt", "kg_final.txt"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const hasTrain = findFile(listing, "train.txt") !== undefined;
  const tables: InteractionTable[] = [];
  for (const name of [...(hasTrain ? ["train.txt"] : []), "valid.txt", "test.txt"])
    tables.push(await readInteractionFile(fileNamed(listing, name), layout, columns, options));
  const catalogue = await readCatalogue(path, options);
  const { users, items, parts, interactions, rejected } = mergeTables(
    tables,
    catalogue.entries.map((course) => course.id),
  );
  const fold: PublishedFold = {
    name: hasTrain ? "train+valid/test" : "valid/test",
    train: stackRows(parts.slice(0, -1)),
    test: parts.at(-1)!,
  };
  return {
    name: "coco",
    users,
    items,
    interactions,
    rejected,
    itemFeatures: catalogueFeatures(items, catalogue.entries),
    publishedFolds: async () => {
      for (const table of tables) requireWholeFold(path, table.rejected);
      return [fold];
    },
    notes: [
      ...catalogue.notes,
      "The rating is 1 in every row, so rows are read as enrolments without rating.",
      ...(hasTrain ? [] : ["train.txt is not in the folder: the earlier 60 % of each learner's rows are missing."]),
    ],
  };
}

async function readCatalogue(path: string, { signal }: ReadOptions) {
  const listing = await listingOf(path);
  const table = (name: string) => readNamedRecords(fileNamed(listing, name), signal, "\t");
  const courses = await table("i2kg_map.txt");
  const entities = await table("e_map.txt");
  const relations = await table("r_map.txt");
  const graph = await table("kg_final.txt");
  const entityNames = new Map(zip(columnOf(entities, "eid"), columnOf(entities, "name")));
  const relationNames = new Map(zip(columnOf(relations, "id"), columnOf(relations, "kb_relation")));
  const topicsOf = new Map<string, Set<string>>();
  const levelOf = new Map<string, string>();
  for (const [head, relation, tail] of graph.rows) {
    const name = relationNames.get(relation!);
    const topic = entityNames.get(tail!);
    if (name === undefined || topic === undefined || !topicRelations.includes(name)) continue;
    if (name === levelRelation) levelOf.set(head!, topic);
    const known = topicsOf.get(head!);
    if (known) known.add(topic);
    else topicsOf.set(head!, new Set([topic]));
  }
  const ids = columnOf(courses, "pid");
  const slugs = columnOf(courses, "name");
  const numbers = columnOf(courses, "eid");
  const entries = ids.map(
    (id, at): CatalogueEntry => ({
      id,
      title: slugs[at]!.replaceAll("-", " ").trim(),
      topics: [...(topicsOf.get(numbers[at]!) ?? [])],
      level: levelOf.get(numbers[at]!),
    }),
  );
  const notes = [courses, entities, relations, graph].flatMap(({ path, rejected }) => noteRejected(path, rejected));
  return { entries, notes };
}

const zip = (keys: readonly string[], values: readonly string[]) => keys.map((key, at) => [key, values[at]!] as const);
