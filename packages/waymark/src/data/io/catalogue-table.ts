import { basename } from "node:path";
import { counted } from "../cleaning/report.ts";
import type { CatalogueColumns } from "../source.ts";
import { isBlankText } from "./blank-text.ts";
import type { CatalogueEntry } from "./catalogue.ts";
import { type CatalogueChoice, chooseCourseColumns, idCandidates, noIds } from "./catalogue-columns.ts";
import { type DataFile, openDataFile } from "./data-file.ts";
import { type FoundLayout, findLayout } from "./find-layout.ts";
import type { CourseRole } from "./header-words.ts";
import { partsOf } from "./list-cell.ts";
import { readTextRows } from "./text-rows.ts";

/** A table with a course, or a learner, a row. */
export interface CatalogueTable {
  readonly ids: readonly string[];
  /** What is known of courses by role; empty for learners. */
  readonly entries: readonly CatalogueEntry[];
  /** Cells of all further columns by name, one an id. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** What was read as what. */
  readonly notes: readonly string[];
}

interface Read {
  readonly file: DataFile;
  readonly found: FoundLayout;
}

/**
 * Reads a file in any form that a table of interactions may have. Of several columns that may hold the ids, the one is taken
 * that holds most of the ids of `known`.
 *
 * @param known does this id occur in the interactions?
 * @throws {SourceError} when the file cannot be read or no column holds ids @throws {UnknownNameError} for a column it lacks
 */
export async function readCourseCatalogue(
  path: string,
  known: (id: string) => boolean,
  given: CatalogueColumns = {},
  signal?: AbortSignal,
): Promise<CatalogueTable> {
  const read = await look(path, Object.values(given), signal);
  const { names } = read.found.layout;
  const id = findId(read, "item", given.id, known);
  const choice = chooseCourseColumns(path, names, id, given);
  const rows = await rowsById(read, id, signal);
  const entries = rows.rows.map((row) => entryOf(row[id]!, choice, (at) => row[at]!));
  const further: [string, readonly string[]][] = [];
  for (const role of ["language", "term"] as const)
    for (const at of choice.roles.get(role) ?? []) further.push([role, rows.rows.map((row) => blankless(row[at]!))]);
  for (const at of choice.others) further.push([names[at]!, rows.rows.map((row) => blankless(row[at]!))]);
  const { columns, leftOut } = usefulColumns(further);
  return {
    ids: entries.map((entry) => entry.id),
    entries,
    columns,
    notes: [describeColumns(path, "Courses", names, choice, columns), ...leftOutNote(path, leftOut), ...rows.notes],
  };
}

/** As `readCourseCatalogue`; every column but the ids is a feature. */
export async function readLearnerTable(
  path: string,
  known: (id: string) => boolean,
  given: { readonly id?: string } = {},
  signal?: AbortSignal,
): Promise<CatalogueTable> {
  const read = await look(path, Object.values(given), signal);
  const { names } = read.found.layout;
  const id = findId(read, "user", given.id, known);
  const rows = await rowsById(read, id, signal);
  const others = names.flatMap((_, at) => (at === id ? [] : [at]));
  const { columns, leftOut } = usefulColumns(
    others.map((at) => [names[at]!, rows.rows.map((row) => blankless(row[at]!))]),
  );
  const choice = { id, roles: new Map<CourseRole, readonly number[]>(), others };
  return {
    ids: rows.rows.map((row) => row[id]!),
    entries: [],
    columns,
    notes: [describeColumns(path, "Learners", names, choice, columns), ...leftOutNote(path, leftOut), ...rows.notes],
  };
}

async function look(path: string, wanted: readonly (string | undefined)[], signal?: AbortSignal): Promise<Read> {
  const file = await openDataFile(path, signal);
  const found = await findLayout(file, { wanted: ["id", ...wanted.filter((name) => name !== undefined)], signal });
  return { file, found };
}

/** Of the columns with a usual name, the one with most known ids in the sample; without such a name, of all that have any. */
function findId(
  { file, found }: Read,
  role: "item" | "user",
  given: string | undefined,
  known: (id: string) => boolean,
): number {
  const { names } = found.layout;
  const hitsAt = (at: number): number => found.sample.filter((row) => known((row[at] ?? "").trim())).length;
  const usual = idCandidates(file.path, names, role, given);
  const candidates = usual.length > 0 ? usual : names.flatMap((_, at) => (hitsAt(at) > 0 ? [at] : []));
  const hits = candidates.map(hitsAt);
  const best = candidates[hits.indexOf(Math.max(...hits))];
  if (best === undefined) throw noIds(file.path, names, role);
  return best;
}

/** Rows with an id, the first of each. */
async function rowsById({ file, found }: Read, id: number, signal?: AbortSignal) {
  const columns = found.layout.names.map((_, at) => at);
  const rows = new Map<string, readonly string[]>();
  let repeats = 0;
  let blanks = 0;
  await readTextRows(
    file,
    found.layout,
    columns,
    (texts) => {
      const key = texts[id]!;
      if (key === "") blanks++;
      else if (rows.has(key)) repeats++;
      else rows.set(key, texts);
    },
    signal,
  );
  const name = basename(file.path);
  return {
    rows: [...rows.values()],
    notes: [
      ...(repeats > 0
        ? [`${counted(repeats, "row")} of ${name} repeat an id that has a row already; the first stands.`]
        : []),
      ...(blanks > 0 ? [`${counted(blanks, "row")} of ${name} have no id and were left out.`] : []),
    ],
  };
}

/** One entry from its cells; a text that stands for a blank is one. */
export function entryOf(id: string, { roles }: CatalogueChoice, cellAt: (column: number) => string): CatalogueEntry {
  const cell = (role: CourseRole) => blankless(cellAt2(roles, role, cellAt));
  const lists = (role: CourseRole) => (roles.get(role) ?? []).flatMap((at) => partsOf(cellAt(at)));
  return {
    id,
    title: cell("title"),
    description: cell("description"),
    topics: [...new Set(lists("topics"))],
    level: cell("level"),
    workload: hoursOf(cell("workload")),
    prerequisites: lists("prerequisites"),
  };
}

const cellAt2 = (
  roles: ReadonlyMap<CourseRole, readonly number[]>,
  role: CourseRole,
  cellAt: (column: number) => string,
): string => {
  const at = roles.get(role)?.[0];
  return at === undefined ? "" : cellAt(at);
};

const blankless = (text: string): string => (isBlankText(text) ? "" : text);

/** "40", "40 h", "3,5 Stunden"; NaN for what is no number of hours. */
function hoursOf(text: string): number {
  const [, hours] =
    /^(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|std\.?|stunden|horas?|heures?|ore|ects|cp|credits?)?\.?$/i.exec(text) ?? [];
  return hours === undefined ? Number.NaN : Number(hours.replace(",", "."));
}

/** Columns in which hardly two rows agree are no features: addresses, pictures, codes. */
function usefulColumns(further: readonly (readonly [string, readonly string[]])[]) {
  const columns: [string, readonly string[]][] = [];
  const leftOut: string[] = [];
  for (const [name, cells] of further) {
    const filled = cells.filter((cell) => cell !== "");
    const isNumeric = filled.every((cell) => Number.isFinite(Number(cell)));
    const different = new Set(filled).size;
    if (filled.length === 0 || (!isNumeric && different > 50 && different > 0.5 * filled.length)) leftOut.push(name);
    else columns.push([name, cells]);
  }
  return { columns: Object.fromEntries(columns), leftOut };
}

const leftOutNote = (path: string, names: readonly string[]): string[] =>
  names.length === 0
    ? []
    : [`Not used of ${basename(path)}: ${names.join(", ")} (blank, or hardly two rows have the same value).`];

function describeColumns(
  path: string,
  what: string,
  names: readonly string[],
  { id, roles }: CatalogueChoice,
  columns: CatalogueTable["columns"],
): string {
  const read = [...roles].filter(([role]) => role !== "language" && role !== "term");
  const parts = [
    `id = ${names[id]}`,
    ...read.map(([role, at]) => `${role} = ${at.map((a) => names[a]).join(" and ")}`),
  ];
  const further = Object.keys(columns);
  const features = further.length > 0 ? `; features: ${further.join(", ")}` : "";
  return `${what} from ${basename(path)}: ${parts.join(", ")}${features}.`;
}
