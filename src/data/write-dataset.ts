import { join } from "node:path";
import type { Dataset } from "./dataset.ts";
import { csvLine } from "./storage/csv-line.ts";
import { stageFile } from "./storage/write-atomically.ts";

/**
 * Writes a data set as the folder the `demo` source reads: `enrolments.csv` (learner_id, course_id, rating?,
 * enrolled_at?) and `courses.csv` (course_id, title, description, topics). Both appear together or not at all.
 *
 * @param report anything to keep beside them as `import.json`: where the data came from, what was left out
 * @throws {StorageError}
 */
export async function writeDataset(folder: string, data: Dataset, report: object, signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {};
  const contents = {
    "courses.csv": courseLines(data),
    "enrolments.csv": enrolmentLines(data),
    "import.json": `${JSON.stringify(report, undefined, 2)}\n`,
  };
  const staged = [];
  try {
    for (const [name, content] of Object.entries(contents))
      staged.push(await stageFile(join(folder, name), content, options));
  } catch (error) {
    for (const file of staged) await file.discard();
    throw error;
  }
  for (const file of staged) await file.commit();
}

function* enrolmentLines({ users, items, interactions }: Dataset): Generator<string> {
  const { values, times } = interactions;
  yield csvLine(["learner_id", "course_id", ...(values ? ["rating"] : []), ...(times ? ["enrolled_at"] : [])]);
  let lines = "";
  for (let row = 0; row < interactions.users.length; row++) {
    lines += csvLine([
      users.id(interactions.users[row]!),
      items.id(interactions.items[row]!),
      ...(values ? [values[row]!] : []),
      ...(times ? [isoTime(times[row]!)] : []),
    ]);
    if (lines.length < 65_536) continue;
    yield lines;
    lines = "";
  }
  yield lines;
}

function* courseLines({ items, details }: Dataset): Generator<string> {
  yield csvLine(["course_id", "title", "description", "topics"]);
  for (let item = 0; item < items.size; item++) {
    const { columns = [] } = details?.topics?.matrix.row(item) ?? {};
    const topics = Array.from(columns, (topic) => details!.topics!.names[topic]!.replaceAll(";", ","));
    yield csvLine([items.id(item), details?.titles[item], details?.descriptions[item], topics.join(";")]);
  }
}

const isoTime = (seconds: number): string => (Number.isNaN(seconds) ? "" : new Date(seconds * 1000).toISOString());
