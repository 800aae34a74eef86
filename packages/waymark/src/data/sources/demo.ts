import { basename, resolve } from "node:path";
import { SourceError } from "../../errors.ts";
import type { RatingScale } from "../dataset.ts";
import type { UserFeatures } from "../features.ts";
import { catalogueFeatures } from "../io/catalogue.ts";
import { openDataFile } from "../io/data-file.ts";
import { featureColumns } from "../io/feature-columns.ts";
import { type FoundLayout, findLayout } from "../io/find-layout.ts";
import { fileNamed, findFile, isFolderWith, listingOf } from "../io/folder.ts";
import { alignRows, type InteractionTable } from "../io/interaction-table.ts";
import type { ColumnChoice } from "../io/layout.ts";
import { type ReadTableOptions, readInteractions } from "../io/read-interactions.ts";
import { columnOf, readNamedRecords } from "../io/read-records.ts";
import { noteRejected, rejectNothing } from "../io/rejected-rows.ts";
import type { ReadOptions, Source, SourceData } from "../source.ts";
import { Vocabulary } from "../vocabulary.ts";
import { readCourseTable } from "./demo-course-table.ts";

/**
 * A folder with `courses.csv`, `enrolments.csv` and perhaps `learners.csv`, each of them also compressed (`.gz`, `.zst`):
 * what `waymark demo` and `waymark import` write. Needed are `learner_id` and `course_id`; `rating` (or `count`), `enrolled_at` and all
 * about courses and learners may be missing. An enrolment without a rating has the value NaN.
 */
export const demo: Source = {
  key: "demo",
  description: "A folder with courses.csv and enrolments.csv, as waymark demo and waymark import write it.",
  recognizes: (listing) => isFolderWith(listing, "courses.csv", "enrolments.csv"),
  read,
};

async function read(path: string, { signal, strict }: ReadOptions): Promise<SourceData> {
  const listing = await listingOf(path);
  const coursePath = fileNamed(listing, "courses.csv");
  const enrolmentPath = fileNamed(listing, "enrolments.csv");
  const catalogue = await readCourseTable(coursePath, signal);
  if (strict) rejectNothing(coursePath, catalogue.rejected);
  const table = await readEnrolments(enrolmentPath, { signal, strict });

  const known = new Set(catalogue.entries.map(({ id }) => id));
  const unknown = table.items.ids.filter((id) => !known.has(id)).length;
  const items = Vocabulary.from("course", [...table.items.ids, ...known]);
  const { values, ...others } = alignRows(table, table.users, items);
  const areCounts = table.hasCounts;
  const scale = areCounts ? undefined : values && scaleOf(values, listing.names.has("campus.json"));
  const notes = [...table.notes, ...noteRejected(coursePath, catalogue.rejected)];
  if (values && !scale && !areCounts) notes.push("No two ratings differ: every row counts as taken.");
  if (unknown > 0)
    notes.push(`${unknown} of the courses with enrolments are not in courses.csv: they have no title and no topics.`);
  const unknownPrerequisites = catalogue.entries.flatMap(({ prerequisites = [] }) =>
    prerequisites.filter((id) => items.find(id) === undefined),
  ).length;
  if (unknownPrerequisites > 0)
    notes.push(
      `${unknownPrerequisites} of the prerequisites in courses.csv name a course that is not in the data; they are left out.`,
    );
  const learners = await readLearners(findFile(listing, "learners.csv"), table.users, signal);
  notes.push(...learners.notes);
  return {
    name: basename(resolve(path)),
    users: table.users,
    items,
    interactions: { ...others, ...(scale && values && { values }), ...(areCounts && values && { weights: values }) },
    rejected: table.rejected,
    ...(scale && { scale }),
    itemFeatures: {
      ...catalogueFeatures(items, catalogue.entries),
      ...featureColumns(
        items,
        catalogue.entries.map(({ id }) => id),
        catalogue.columns,
      ),
    },
    ...(learners.features && { userFeatures: learners.features }),
    notes,
  };
}

/** How studies ended: known only afterwards, so no feature to predict from. */
const outcomes = ["status", "left_term"];

/** All columns of `learners.csv` but the id and outcomes; a file without `learner_id` is passed over. */
async function readLearners(
  path: string | undefined,
  users: Vocabulary,
  signal: AbortSignal | undefined,
): Promise<{ readonly features?: UserFeatures; readonly notes: readonly string[] }> {
  if (path === undefined) return { notes: [] };
  const records = await readNamedRecords(path, signal);
  const id = records.names.find((name) => name.toLowerCase() === "learner_id");
  if (id === undefined) return { notes: [`${basename(path)} has no column learner_id and was not used.`] };
  const columns = records.names.filter((name) => name !== id && !outcomes.includes(name.toLowerCase()));
  const cells = Object.fromEntries(columns.map((name) => [name, columnOf(records, name)]));
  return {
    features: featureColumns(users, columnOf(records, id), cells),
    notes: noteRejected(path, records.rejected),
  };
}

async function readEnrolments(
  path: string,
  options: ReadTableOptions,
): Promise<InteractionTable & { readonly hasCounts: boolean }> {
  const file = await openDataFile(path, options.signal);
  const wanted = ["learner_id", "course_id"];
  const found = await findLayout(file, { delimiter: ",", wanted, signal: options.signal });
  const columns = chooseColumns(path, found);
  const table = await readInteractions(file, found.layout, columns, options);
  const hasCounts =
    columns.rating !== undefined && found.layout.names[columns.rating]!.trim().toLowerCase() === "count";
  return { ...table, hasCounts };
}

/** By their own names only: a `grade` is no rating here, and `completed_at` not the time of enrolling. */
function chooseColumns(path: string, { layout }: FoundLayout): ColumnChoice {
  const find = (column: string): number | undefined => {
    const at = layout.names.findIndex((name) => name.trim().toLowerCase() === column);
    return at < 0 ? undefined : at;
  };
  const need = (column: string): number => {
    const at = find(column);
    if (at !== undefined) return at;
    const fact = `has no column ${column}; its columns are: ${layout.names.join(", ")}.`;
    throw new SourceError(
      path,
      fact,
      "Rename the column, or read the file by itself and say which columns hold learners and courses.",
    );
  };
  const rating = find("rating") ?? find("count");
  const time = find("enrolled_at");
  return {
    user: need("learner_id"),
    item: need("course_id"),
    ...(rating !== undefined && { rating }),
    ...(time !== undefined && { time }),
  };
}

/** Stars of a demo campus are 1–5; of an imported data set only the ratings are known, and equal ones tell nothing. */
function scaleOf(values: Float64Array, isCampus: boolean): RatingScale | undefined {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < values.length; row++) {
    if (values[row]! < min) min = values[row]!;
    if (values[row]! > max) max = values[row]!;
  }
  if (min > max) return undefined;
  if (isCampus) return { min: 1, max: 5 };
  return min < max ? { min, max } : undefined;
}
