import { basename } from "node:path";
import { SourceError } from "../../errors.ts";
import type { CatalogueEntry } from "../io/catalogue.ts";
import { isNumberText } from "../io/find-layout.ts";
import { type RecordTable, readNamedRecords } from "../io/read-records.ts";
import { addRejected, Rejections } from "../io/rejected-rows.ts";
import type { RejectedRows } from "../source.ts";

/** `courses.csv` as read: one entry a course, in the order of the file. */
export interface CourseTable {
  readonly entries: readonly CatalogueEntry[];
  /** Cells of all further columns, one an entry. */
  readonly columns: Readonly<Record<string, readonly string[]>>;
  readonly rejected: RejectedRows;
}

/**
 * Reads `course_id`, `title`, `description`, `subject`, `topics` and `prerequisites` (separated by `;`), `level` and
 * `workload_hours`; only the first must be there. A course's subject is the first of its topics.
 *
 * @throws {SourceError} when the file cannot be read or has no `course_id`
 */
export async function readCourseTable(path: string, signal?: AbortSignal): Promise<CourseTable> {
  const records = await readNamedRecords(path, signal);
  const names = records.names.map((name) => name.toLowerCase());
  if (!names.includes("course_id"))
    throw new SourceError(
      path,
      `has no column course_id; its columns are: ${records.names.join(", ")}.`,
      "Name the column with the courses' ids course_id.",
    );
  return takeRows(records, names);
}

const catalogueColumns = [
  ...["course_id", "title", "description", "subject", "topics", "level", "workload_hours", "prerequisites"],
];

/** `subject` is a topic and a column of its own as well. */
const taken = catalogueColumns.filter((name) => name !== "subject");

function takeRows(records: RecordTable, names: readonly string[]): CourseTable {
  const entries = new Map<string, CatalogueEntry>();
  const rejections = new Rejections();
  const places = catalogueColumns.map((name) => names.indexOf(name));
  const kept: (readonly string[])[] = [];
  records.rows.forEach((row, at) => {
    const [id, title, description, subject, topics, level, hours, prerequisites] = places.map((at) => row[at] ?? "");
    if (id === "" || entries.has(id!)) {
      const reason = id === "" ? "the course is blank" : "the course has a row already";
      rejections.reject({ file: basename(records.path), line: records.lines[at]!, reason, text: row.join(",") });
      return;
    }
    entries.set(id!, {
      id: id!,
      title,
      description,
      topics: listOf(`${subject};${topics}`),
      level,
      workload: isNumberText(hours!) ? Number(hours) : Number.NaN,
      prerequisites: listOf(prerequisites!),
    });
    kept.push(row);
  });
  const others = records.names.map((name, at) => [name, at] as const).filter(([, at]) => !taken.includes(names[at]!));
  return {
    entries: [...entries.values()],
    columns: Object.fromEntries(others.map(([name, at]) => [name, kept.map((row) => row[at]!)])),
    rejected: addRejected(records.rejected, rejections.toRows()),
  };
}

/** Parts between `;`, each once, without blank ones. */
const listOf = (text: string): readonly string[] => [
  ...new Set(
    text
      .split(";")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  ),
];
