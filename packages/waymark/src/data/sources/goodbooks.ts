import { type CatalogueEntry, catalogueFeatures } from "../io/catalogue.ts";
import { fileNamed, isFolderWith, listingOf } from "../io/folder.ts";
import { alignRows } from "../io/interaction-table.ts";
import { readNamedColumns } from "../io/named-columns.ts";
import { columnOf, readNamedRecords } from "../io/read-records.ts";
import { noteRejected } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";

/**
 * Ratings of 10,000 books from Goodreads, from 1 to 5, without times. `book_id` in ratings.csv is `id` in books.csv,
 * not its `book_id`, which is Goodreads' own number. The first edition (981,756 rows) repeats some rows; they are left
 * to cleaning.
 *
 * @see github.com/zygmuntz/goodbooks-10k
 */
export const goodbooks: Source = {
  key: "goodbooks",
  description: "goodbooks-10k: ratings.csv and books.csv from Goodreads.",
  recognizes: (listing) => isFolderWith(listing, "ratings.csv", "books.csv"),
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const columns = { user: "user_id", item: "book_id", rating: "rating" };
  const table = await readNamedColumns(fileNamed(listing, "ratings.csv"), columns, options);
  const books = await readNamedRecords(fileNamed(listing, "books.csv"), options.signal);
  const numbers = columnOf(books, books.names.includes("id") ? "id" : "book_id"); // the later edition has both, too
  const titles = columnOf(books, "title");
  const authors = columnOf(books, "authors");
  const catalogue = numbers.map((id, at): CatalogueEntry => ({ id, title: titles[at], description: authors[at] }));
  const items = Vocabulary.from("course", [...table.items.ids, ...numbers]);
  return {
    name: "goodbooks",
    users: table.users,
    items,
    interactions: alignRows(table, table.users, items),
    rejected: table.rejected,
    scale: { min: 1, max: 5 },
    itemFeatures: catalogueFeatures(items, catalogue),
    notes: [...table.notes, ...noteRejected(books.path, books.rejected)],
  };
}
