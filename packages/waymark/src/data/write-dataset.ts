import { join } from "node:path";
import { StorageError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";
import { csvLine } from "./io/csv-line.ts";
import { type StagedFile, stageFile } from "./io/write-atomically.ts";

/**
 * Writes a data set as the folder the `demo` source reads: `enrolments.csv` (learner_id, course_id, rating?,
 * enrolled_at?) and `courses.csv` (course_id, title, description, topics). All are written before the first is put in its
 * place; should a later one then fail to go there, the error names those that did.
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
  const staged: { readonly name: string; readonly file: StagedFile }[] = [];
  const placed: string[] = [];
  try {
    for (const [name, content] of Object.entries(contents))
      staged.push({ name, file: await stageFile(join(folder, name), content, options) });
    for (const { name, file } of staged) {
      await file.commit();
      placed.push(name);
    }
  } catch (error) {
    if (placed.length === 0 || !(error instanceof StorageError)) throw error;
    throw new StorageError(error.path, error.cause as Error, `Written before it: ${placed.join(", ")}.`);
  } finally {
    // Last first, so that a folder made for them is empty when its turn comes.
    for (const { file } of staged.reverse()) await file.discard().catch(() => undefined);
  }
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
