import { type CatalogueEntry, catalogueFeatures } from "../io/catalogue.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { alignRows } from "../io/interaction-table.ts";
import { readNamedColumns } from "../io/named-columns.ts";
import { columnOf, readNamedRecords } from "../io/read-records.ts";
import { noteRejected } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

/**
 * The IBM / Coursera machine learning capstone: enrolments of ratings.csv or, where that is missing, of the 1,000 test
 * learners in rs_content_test.csv; 307 courses with 14 genres (course_genre.csv) and texts (course_processed.csv),
 * lower-cased and without punctuation, one title with a line break in it.
 *
 * Ratings are 3 (completed) or, in one row of fifty, 2 (audited): too nearly constant to predict, so rows are read as
 * enrolments without rating. user_profile.csv is computed from the enrolments and so is no feature.
 */
export const ibmCapstone: Source = {
  key: "ibm-capstone",
  description: "The IBM / Coursera course recommender capstone: enrolments, course genres and texts.",
  recognizes: (listing) =>
    isFolderWith(listing, "course_genre.csv", "rs_content_test.csv") ||
    isFolderWith(listing, "course_genre.csv", "ratings.csv"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const all = findFile(listing, "ratings.csv");
  const ratings = all ?? fileNamed(listing, "rs_content_test.csv");
  const table = await readNamedColumns(ratings, { user: "user", item: "item" }, options);
  const genres = await readNamedRecords(fileNamed(listing, "course_genre.csv"), options.signal);
  const textFile = findFile(listing, "course_processed.csv");
  const texts = textFile ? await readNamedRecords(textFile, options.signal) : undefined;
  const described = texts ? columnOf(texts, "DESCRIPTION") : [];
  const descriptions = new Map(texts && columnOf(texts, "COURSE_ID").map((id, at) => [id, described[at]!]));
  const genreNames = genres.names.slice(2);
  const catalogue = genres.rows.map(
    ([id, title, ...flags]): CatalogueEntry => ({
      id: id!,
      title: title!.replace(/\s+/g, " "),
      description: descriptions.get(id!),
      topics: genreNames.filter((_, at) => Number(flags[at]) === 1),
    }),
  );
  const items = Vocabulary.from("course", [...table.items.ids, ...catalogue.map((course) => course.id)]);
  return {
    name: "ibm-capstone",
    users: table.users,
    items,
    interactions: alignRows(table, table.users, items),
    rejected: table.rejected,
    itemFeatures: catalogueFeatures(items, catalogue, genreNames),
    notes: [
      ...noteRejected(genres.path, genres.rejected),
      ...(texts ? noteRejected(texts.path, texts.rejected) : []),
      "Ratings are nearly constant (3 completed, a few 2 audited), so rows are read as enrolments without rating.",
      ...(all ? [] : ["Only the 1,000 test learners of rs_content_test.csv are in the folder; ratings.csv is not."]),
    ],
  };
}
