import type { UserFeatures } from "../features.ts";
import { type CatalogueEntry, catalogueFeatures } from "../io/catalogue.ts";
import { openDataFile } from "../io/data-file.ts";
import { featureColumns } from "../io/feature-columns.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { alignRows } from "../io/interaction-table.ts";
import { fixedLayout } from "../io/layout.ts";
import { readInteractionFile } from "../io/read-interactions.ts";
import { readRecords } from "../io/read-records.ts";
import { noteRejected } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

const names = ["user_id", "movie_id", "rating", "timestamp"];
const columns = { user: 0, item: 1, rating: 2, time: 3 } as const;
const movieLayout = fixedLayout("::", ["id", "title", "genres"]);
const userLayout = fixedLayout("::", ["id", "gender", "age", "occupation", "zip"]);

/**
 * 1,000,209 ratings of 3,706 films by 6,040 people, from 1 to 5, either as published (ratings.dat, `::` between fields)
 * or as ratings.csv, where some timestamps may be blank. movies.dat is Latin-1 and lists 3,883 films;
 * users.dat has gender, age group (its lowest age) and a code of occupation.
 *
 * @see Harper and Konstan 2015, The MovieLens Datasets, doi:10.1145/2827872; grouplens.org/datasets/movielens/1m
 */
export const movielens1m: Source = {
  key: "movielens-1m",
  description: "MovieLens 1M: ratings.dat or ratings.csv, with movies.dat.",
  recognizes: (listing) =>
    isFolderWith(listing, "movies.dat", "ratings.dat") || isFolderWith(listing, "movies.dat", "ratings.csv"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const original = findFile(listing, "ratings.dat");
  const layout = original ? fixedLayout("::", names) : fixedLayout(",", names, { hasHeader: true });
  const table = await readInteractionFile(original ?? fileNamed(listing, "ratings.csv"), layout, columns, options);
  const movieFile = await openDataFile(fileNamed(listing, "movies.dat"), options.signal, { encoding: "latin1" });
  const movies = await readRecords(movieFile, movieLayout);
  const catalogue: CatalogueEntry[] = movies.rows.map(([id, title, genres]) => ({
    id: id!,
    title,
    topics: genres!.split("|"),
  }));
  const items = Vocabulary.from("course", [...table.items.ids, ...catalogue.map((movie) => movie.id)]);
  const userFile = findFile(listing, "users.dat");
  const people =
    userFile && (await readRecords(await openDataFile(userFile, options.signal, { encoding: "latin1" }), userLayout));
  const blankTimes = table.interactions.times!.reduce((count, time) => count + (Number.isNaN(time) ? 1 : 0), 0);
  return {
    name: "movielens-1m",
    users: table.users,
    items,
    interactions: alignRows(table, table.users, items),
    rejected: table.rejected,
    scale: { min: 1, max: 5 },
    itemFeatures: {
      ...catalogueFeatures(items, catalogue),
      ...featureColumns(
        items,
        catalogue.map(({ id }) => id),
        { year: catalogue.map(({ title }) => /\((\d{4})\)$/.exec(title ?? "")?.[1] ?? "") },
      ),
    },
    ...(people && { userFeatures: peopleFeatures(table.users, people.rows) }),
    notes: [
      ...table.notes,
      ...noteRejected(movies.path, movies.rejected),
      ...(people ? noteRejected(people.path, people.rejected) : []),
      ...(blankTimes > 0 ? [`Timestamps are missing in ${blankTimes.toLocaleString("en")} rows.`] : []),
    ],
  };
}

const peopleFeatures = (users: Vocabulary, rows: readonly (readonly string[])[]): UserFeatures =>
  featureColumns(
    users,
    rows.map(([id]) => id!),
    {
      gender: rows.map(([, gender]) => gender!),
      age: rows.map(([, , age]) => age!),
      occupation: rows.map(([, , , occupation]) => occupation!),
    },
    ["age", "occupation"],
  );
