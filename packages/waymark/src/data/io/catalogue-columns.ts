import { basename } from "node:path";
import { SourceError, UnknownNameError } from "../../errors.ts";
import type { CatalogueColumns } from "../source.ts";
import { courseRoles, findColumn, plainName } from "./column-names.ts";
import { type CourseRole, headerWords } from "./header-words.ts";

/** Positions of a catalogue's columns in the names of a file. */
export interface CatalogueChoice {
  readonly id: number;
  readonly roles: ReadonlyMap<CourseRole, readonly number[]>;
  /** All other columns. */
  readonly others: readonly number[];
}

/** Usual names of the column with ids in a file that is about nothing else. */
const idNames = [
  "id",
  "code",
  "key",
  "slug",
  "number",
  "no",
  "nr",
  "código",
  "codigo",
  "kennung",
  "kürzel",
  "identifier",
];

/**
 * Columns that may hold the ids of a catalogue, best first: named by the caller, or by a usual name.
 * @param role whose usual names count beside `id`, `code` …
 * @returns empty where there is none @throws {UnknownNameError} for a name that the file does not have
 */
export function idCandidates(
  path: string,
  names: readonly string[],
  role: "item" | "user",
  given: string | undefined,
): readonly number[] {
  if (given !== undefined) return [columnNamed(path, names, given)];
  const found: number[] = [];
  for (;;) {
    const at = findColumn(names, role, (at) => !found.includes(at));
    if (at === undefined) break;
    found.push(at);
  }
  const plainIds = idNames.map(plainName);
  names.forEach((name, at) => {
    if (!found.includes(at) && plainIds.includes(plainName(name))) found.push(at);
  });
  const title = role === "item" ? findColumn(names, "title", (at) => !found.includes(at)) : undefined;
  if (title !== undefined) found.push(title);
  return found;
}

/** Where no column of a catalogue has a usual name for ids, nor any of the ids. */
export function noIds(path: string, names: readonly string[], role: "item" | "user"): SourceError {
  return new SourceError(
    path,
    `No column was found that holds the ids of ${role === "item" ? "courses" : "learners"}. Its columns are: ${names.join(", ")}.`,
    `Name the column of ${role === "item" ? "course" : "learner"} ids: id=NAME.`,
  );
}

/** Which of the other columns hold a title, a description and so on; topics may stand in several. */
export function chooseCourseColumns(
  path: string,
  names: readonly string[],
  id: number,
  given: CatalogueColumns,
): CatalogueChoice {
  const roles = new Map<CourseRole, readonly number[]>();
  const taken = new Set([id]);
  for (const role of courseRoles) {
    const name = given[role];
    if (name === undefined) continue;
    const at = columnNamed(path, names, name);
    roles.set(role, [at]);
    taken.add(at);
  }
  for (const role of courseRoles) {
    if (roles.has(role)) continue;
    const found: number[] = [];
    for (;;) {
      const at = findColumn(names, role, (at) => !taken.has(at));
      if (at === undefined) break;
      found.push(at);
      taken.add(at);
      if (role !== "topics") break;
    }
    if (found.length > 0) roles.set(role, found);
  }
  // Where rows name courses by their titles, the ids are the titles.
  if (!roles.has("title") && isTitle(names[id]!)) roles.set("title", [id]);
  const others = names.flatMap((_, at) => (taken.has(at) ? [] : [at]));
  return { id, roles, others };
}

const isTitle = (name: string): boolean =>
  Object.values(headerWords.title).some((words) => words.split(",").map(plainName).includes(plainName(name)));

/** By name, in any case, or by position from 1. @throws {UnknownNameError} */
export function columnNamed(path: string, names: readonly string[], name: string): number {
  const exact = names.indexOf(name);
  if (exact >= 0) return exact;
  const folded = names.findIndex((other) => plainName(other) === plainName(name));
  if (folded >= 0) return folded;
  const at = /^\d+$/.test(name) ? Number(name) - 1 : -1;
  if (at >= 0 && at < names.length) return at;
  throw new UnknownNameError(`column in ${basename(path)}`, name, names);
}
