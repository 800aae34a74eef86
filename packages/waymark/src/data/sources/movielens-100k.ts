import type { PublishedFold } from "../dataset.ts";
import { type CatalogueEntry, catalogueFeatures } from "../io/catalogue.ts";
import { openDataFile } from "../io/data-file.ts";
import { featureColumns } from "../io/feature-columns.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { alignRows } from "../io/interaction-table.ts";
import { fixedLayout } from "../io/layout.ts";
import { readInteractionFile } from "../io/read-interactions.ts";
import { type RecordTable, readRecords } from "../io/read-records.ts";
import { noteRejected, requireWholeFold } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

const genres = [
  ...["unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama"],
  ...["Fantasy", "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western"],
];
const ratingLayout = fixedLayout("\t", ["user", "item", "rating", "time"]);
const ratingColumns = { user: 0, item: 1, rating: 2, time: 3 } as const;
const movieLayout = fixedLayout("|", ["id", "title", "released", "video", "url", ...genres]);
const userLayout = fixedLayout("|", ["id", "age", "gender", "occupation", "zip"]);
const foldNames = ["u1", "u2", "u3", "u4", "u5"];

/**
 * 100,000 ratings of 1,682 films by 943 people, from 1 to 5. u.item is Latin-1; its last 19 columns are genre flags.
 * u.user has age, gender and occupation. u1 … u5 are the published folds: 80,000 rows to train on and 20,000 to test.
 *
 * @see Harper and Konstan 2015, The MovieLens Datasets, doi:10.1145/2827872; grouplens.org/datasets/movielens/100k
 */
export const movielens100k: Source = {
  key: "movielens-100k",
  description: "MovieLens 100K as GroupLens publishes it: u.data, u.item and the folds u1 to u5.",
  recognizes: (listing) => isFolderWith(listing, "u.data"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const table = await readInteractionFile(fileNamed(listing, "u.data"), ratingLayout, ratingColumns, options);
  const itemFile = findFile(listing, "u.item");
  const movies =
    itemFile && (await readRecords(await openDataFile(itemFile, options.signal, { encoding: "latin1" }), movieLayout));
  const userFile = findFile(listing, "u.user");
  const people =
    userFile && (await readRecords(await openDataFile(userFile, options.signal, { encoding: "latin1" }), userLayout));
  const catalogue: CatalogueEntry[] = (movies ? movies.rows : []).map(([id, title, , , , ...flags]) => ({
    id: id!,
    title,
    topics: genres.filter((_, at) => flags[at] === "1"),
  }));
  const items = Vocabulary.from("course", [...table.items.ids, ...catalogue.map((movie) => movie.id)]);

  const foldsThere = foldNames.filter((name) => findFile(listing, `${name}.base`) && findFile(listing, `${name}.test`));
  const publishedFolds = async (): Promise<PublishedFold[]> => {
    const rowsOf = async (name: string) => {
      const part = await readInteractionFile(fileNamed(listing, name), ratingLayout, ratingColumns, options);
      requireWholeFold(path, part.rejected);
      return alignRows(part, table.users, items);
    };
    const folds: PublishedFold[] = [];
    const missing = foldNames.filter((name) => !foldsThere.includes(name));
    const notes = missing.length > 0 ? [`of the published folds, ${missing.join(", ")} are not in the folder`] : [];
    for (const [n, name] of foldsThere.entries()) {
      const [train, test] = [await rowsOf(`${name}.base`), await rowsOf(`${name}.test`)];
      folds.push({ name, train, test, ...(n === 0 && { notes }) });
    }
    return folds;
  };

  return {
    name: "movielens-100k",
    users: table.users,
    items,
    interactions: alignRows(table, table.users, items),
    rejected: table.rejected,
    scale: { min: 1, max: 5 },
    ...(movies && {
      itemFeatures: {
        ...catalogueFeatures(items, catalogue, genres),
        ...featureColumns(items, cells(movies, 0), { year: cells(movies, 2).map((released) => released.slice(-4)) }),
      },
    }),
    ...(people && {
      userFeatures: featureColumns(table.users, cells(people, 0), {
        age: cells(people, 1),
        gender: cells(people, 2),
        occupation: cells(people, 3),
      }),
    }),
    ...(foldsThere.length > 0 && { publishedFolds }),
    notes: [
      ...table.notes,
      ...[movies, people].flatMap((read) => (read ? noteRejected(read.path, read.rejected) : [])),
    ],
  };
}

const cells = ({ rows }: RecordTable, column: number): readonly string[] => rows.map((row) => row[column]!);
