import { basename } from "node:path";
import { SourceError } from "../../errors.ts";
import type { CatalogueEntry } from "../io/describe-items.ts";
import { type RecordTable, readNamedRecords } from "../io/read-records.ts";
import { addRejected, Rejections } from "../io/rejected-rows.ts";
import type { RejectedRows } from "../source.ts";

/** `courses.csv` as read: one entry a course, in the order of the file. */
export interface CourseTable {
  readonly entries: readonly CatalogueEntry[];
  readonly rejected: RejectedRows;
}

/**
 * Reads `course_id`, `title`, `description`, `subject` and `topics` (separated by `;`); only the first must be there.
 * A course's subject is the first of its topics.
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

function takeRows(records: RecordTable, names: readonly string[]): CourseTable {
  const entries = new Map<string, CatalogueEntry>();
  const rejections = new Rejections();
  const columns = ["course_id", "title", "description", "subject", "topics"].map((name) => names.indexOf(name));
  records.rows.forEach((row, at) => {
    const [id, title, description, subject, topics] = columns.map((column) => row[column] ?? "");
    if (id === "" || entries.has(id!)) {
      const reason = id === "" ? "the course is blank" : "the course has a row already";
      rejections.reject({ file: basename(records.path), line: records.lines[at]!, reason, text: row.join(",") });
      return;
    }
    const topicNames = [subject!, ...topics!.split(";")].map((name) => name.trim()).filter((name) => name !== "");
    entries.set(id!, { id: id!, title, description, topics: [...new Set(topicNames)] });
  });
  return { entries: [...entries.values()], rejected: addRejected(records.rejected, rejections.toRows()) };
}
