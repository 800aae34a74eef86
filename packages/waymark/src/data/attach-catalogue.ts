import { basename } from "node:path";
import { counted } from "./cleaning/report.ts";
import { catalogueFeatures } from "./io/catalogue.ts";
import { type CatalogueTable, readCourseCatalogue, readLearnerTable } from "./io/catalogue-table.ts";
import { featureColumns } from "./io/feature-columns.ts";
import { remapInto, remapSource } from "./remap-source.ts";
import type { ReadOptions, SourceData } from "./source.ts";
import { Vocabulary } from "./vocabulary.ts";

/**
 * The data with what files of courses and learners say, in place of what the source said itself. Courses nobody took join the
 * data; learners without a row do not.
 *
 * @throws {SourceError | UnknownNameError} when a file or one of its columns cannot be read
 */
export async function attachCatalogue(data: SourceData, options: ReadOptions): Promise<SourceData> {
  const withCourses = options.courses === undefined ? data : await attachCourses(data, options.courses, options);
  if (options.learners === undefined) return withCourses;
  const { users } = withCourses;
  const isKnown = (id: string) => users.find(id) !== undefined;
  const table = await readLearnerTable(options.learners, isKnown, options.learnerColumns, options.signal);
  const unknown = table.ids.filter((id) => !isKnown(id)).length;
  return {
    ...withCourses,
    userFeatures: featureColumns(users, table.ids, table.columns),
    notes: [
      ...(withCourses.notes ?? []),
      ...table.notes,
      ...missing(options.learners, table, users, "learner"),
      ...(unknown > 0
        ? [`${counted(unknown, "learner")} of ${basename(options.learners)} have no enrolment and are left out.`]
        : []),
    ],
  };
}

async function attachCourses(data: SourceData, path: string, options: ReadOptions): Promise<SourceData> {
  const isKnown = (id: string) => data.items.find(id) !== undefined;
  const table = await readCourseCatalogue(path, isKnown, options.courseColumns, options.signal);
  const items = Vocabulary.from("course", [...data.items.ids, ...table.ids]);
  const { userFeatures } = data;
  const moved = items.size === data.items.size ? undefined : remapInto(data.items, items);
  const prerequisites = table.entries.flatMap((entry) => entry.prerequisites ?? []);
  const unknown = prerequisites.filter((id) => items.find(id) === undefined).length;
  const added = items.size - data.items.size;
  return {
    ...remapSource(data, undefined, moved),
    ...(userFeatures && { userFeatures }),
    itemFeatures: {
      ...catalogueFeatures(items, table.entries),
      ...featureColumns(items, table.ids, table.columns),
    },
    notes: [
      ...(data.notes ?? []),
      ...table.notes,
      ...(added > 0
        ? [
            `${counted(added, "course")} of ${basename(path)} have no enrolment; they can be recommended by what is known of them.`,
          ]
        : []),
      ...missing(path, table, data.items, "course"),
      ...(unknown > 0
        ? [`${counted(unknown, "prerequisite")} name a course that is not in the data; they are left out.`]
        : []),
    ],
  };
}

/** Ids of the interactions that the file does not have. */
function missing(path: string, { ids }: CatalogueTable, vocabulary: Vocabulary, noun: string): string[] {
  const listed = new Set(ids);
  const lacking = vocabulary.ids.filter((id) => !listed.has(id));
  if (lacking.length === 0) return [];
  const name = basename(path);
  if (lacking.length === vocabulary.size)
    return [
      `None of the ids in ${name} (such as ${JSON.stringify(ids[0] ?? "")}) is the id of a ${noun} in the data (such as ${JSON.stringify(lacking[0])}): name its column of ids with --${noun}-column id=NAME.`,
    ];
  return [
    `${counted(lacking.length, noun)} with enrolments are not in ${name}, such as ${JSON.stringify(lacking[0])}.`,
  ];
}
