import type { CatalogueColumns } from "../source.ts";
import type { Vocabulary } from "../vocabulary.ts";
import { type CatalogueEntry, catalogueFeatures } from "./catalogue.ts";
import { chooseCourseColumns } from "./catalogue-columns.ts";
import { entryOf } from "./catalogue-table.ts";
import type { DataFile } from "./data-file.ts";
import { featureColumns } from "./feature-columns.ts";
import type { CourseRole } from "./header-words.ts";
import type { ColumnChoice, Layout } from "./layout.ts";
import { readTextRows } from "./text-rows.ts";

/** Rows of a course that say otherwise than its first, above which a column is not about courses. */
const mostConflicts = 0.05;

/**
 * What a table of enrolments says of its courses: columns with the usual names of a title, a description, topics … or named by
 * the caller. A column that differs between the rows of one course (the term of an enrolment) is not about courses and is left
 * out. Reads the file a second time where there is such a column; memory follows the courses, not the rows.
 */
export async function readCourseTexts(
  file: DataFile,
  layout: Layout,
  columns: ColumnChoice,
  items: Vocabulary,
  given: CatalogueColumns = {},
  signal?: AbortSignal,
) {
  const { names } = layout;
  const taken = new Set([columns.item, columns.user, columns.rating, columns.time]);
  const all = chooseCourseColumns(file.path, names, columns.item, given);
  const roles = new Map(
    [...all.roles].flatMap(([role, at]) => {
      const free = at.filter((one) => !taken.has(one));
      return free.length > 0 ? [[role, free] as const] : [];
    }),
  );
  const places = [...roles.values()].flat();
  if (places.length === 0) return { notes: [] };

  const first = new Array<readonly string[] | undefined>(items.size).fill(undefined);
  const conflicts = places.map(() => 0);
  let rows = 0;
  await readTextRows(
    file,
    layout,
    [columns.item, ...places],
    ([id, ...texts]) => {
      const item = items.find(id!);
      if (item === undefined) return;
      rows++;
      const before = first[item];
      if (before === undefined) {
        first[item] = texts;
        return;
      }
      if (before.some((text, at) => text === "" && texts[at] !== ""))
        first[item] = before.map((text, at) => text || texts[at]!);
      for (let at = 0; at < places.length; at++)
        if (texts[at] !== "" && before[at] !== "" && texts[at] !== before[at]) conflicts[at]! += 1;
    },
    signal,
  );
  const isSteady = (place: number): boolean => conflicts[places.indexOf(place)]! <= mostConflicts * rows;
  const steady = new Map<CourseRole, readonly number[]>();
  for (const [role, at] of roles) if (at.some(isSteady)) steady.set(role, at.filter(isSteady));
  const choice = { id: columns.item, roles: steady, others: [] };
  const known = items.ids.flatMap((id, item) => (first[item] ? [[id, first[item]] as const] : []));
  const cellOf = (texts: readonly string[], at: number) => texts[places.indexOf(at)] ?? "";
  const entries: CatalogueEntry[] = known.map(([id, texts]) => entryOf(id, choice, (at) => cellOf(texts, at)));
  const further = (["language", "term"] as const).flatMap((role) => {
    const at = steady.get(role)?.[0];
    return at === undefined ? [] : [[role, known.map(([, texts]) => cellOf(texts, at))] as const];
  });
  const features = {
    ...catalogueFeatures(items, entries),
    ...featureColumns(
      items,
      known.map(([id]) => id),
      Object.fromEntries(further),
    ),
  };
  const unsteady = places.filter((place) => !isSteady(place)).map((place) => names[place]);
  const read = [...steady].map(([role, at]) => `${role} = ${at.map((one) => names[one]).join(" and ")}`);
  return {
    ...(Object.keys(features).length > 0 && { features }),
    notes: [
      ...(read.length > 0 ? [`Of courses, the table says ${read.join(", ")}.`] : []),
      ...(unsteady.length > 0
        ? [`Not used as features of courses, since rows of one course differ: ${unsteady.join(", ")}.`]
        : []),
    ],
  };
}
