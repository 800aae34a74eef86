import { join } from "node:path";
import { StorageError } from "../errors.ts";
import type { Dataset } from "./dataset.ts";
import type { CategoricalColumn, FeatureColumns } from "./features.ts";
import { csvLine } from "./io/csv-line.ts";
import { type StagedFile, stageFile } from "./io/write-atomically.ts";

/**
 * Writes a data set as the folder the `demo` source reads: `enrolments.csv` (learner_id, course_id, rating? or
 * count?, enrolled_at?), `courses.csv` (course_id, title, description, topics and what else is known of courses) and, where anything
 * is known of learners, `learners.csv`. All are written before the first is put in its
 * place; should a later one then fail to go there, the error names those that did.
 *
 * @param report anything to keep beside them as `import.json`: where the data came from, what was left out
 * @throws {StorageError}
 */
export async function writeDataset(folder: string, data: Dataset, report: object, signal?: AbortSignal): Promise<void> {
  const options = signal ? { signal } : {};
  const contents = {
    "courses.csv": courseLines(data),
    ...(data.userFeatures && { "learners.csv": learnerLines(data) }),
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
  const { values, weights, times } = interactions;
  yield csvLine([
    "learner_id",
    "course_id",
    ...(values ? ["rating"] : []),
    ...(weights ? ["count"] : []),
    ...(times ? ["enrolled_at"] : []),
  ]);
  let lines = "";
  for (let row = 0; row < interactions.users.length; row++) {
    lines += csvLine([
      users.id(interactions.users[row]!),
      items.id(interactions.items[row]!),
      ...(values ? [values[row]!] : []),
      ...(weights ? [weights[row]!] : []),
      ...(times ? [isoTime(times[row]!)] : []),
    ]);
    if (lines.length < 65_536) continue;
    yield lines;
    lines = "";
  }
  yield lines;
}

function* courseLines({ items, itemFeatures = {} }: Dataset): Generator<string> {
  const { titles, texts, topics, level, workload, prerequisites } = itemFeatures;
  const listed = (columns: Uint32Array | undefined, nameOf: (column: number) => string): string =>
    Array.from(columns ?? [], (column) => nameOf(column).replaceAll(";", ",")).join(";");
  const columns: readonly Column[] = [
    ["course_id", (item) => items.id(item)],
    ["title", (item) => titles?.[item]],
    ["description", (item) => texts?.[item]],
    ["topics", (item) => listed(topics?.matrix.row(item).columns, (topic) => topics!.names[topic]!)],
    ...(level ? [["level", categoryAt(level)] as const] : []),
    ...(workload ? [["workload_hours", numberAt(workload)] as const] : []),
    ...(prerequisites
      ? [["prerequisites", (item: number) => listed(prerequisites.row(item).columns, (p) => items.id(p))] as const]
      : []),
    ...furtherColumns(itemFeatures),
  ];
  yield* tableLines(columns, items.size);
}

function* learnerLines({ users, userFeatures = {} }: Dataset): Generator<string> {
  yield* tableLines([["learner_id", (user) => users.id(user)], ...furtherColumns(userFeatures)], users.size);
}

/** A header and what stands in it for each entry. */
type Column = readonly [name: string, cell: (entry: number) => string | number | undefined];

function* tableLines(columns: readonly Column[], count: number): Generator<string> {
  yield csvLine(columns.map(([name]) => name));
  for (let entry = 0; entry < count; entry++) yield csvLine(columns.map(([, cell]) => cell(entry)));
}

const furtherColumns = ({ numeric = {}, categorical = {} }: FeatureColumns): readonly Column[] => [
  ...Object.entries(numeric).map(([name, column]) => [name, numberAt(column)] as const),
  ...Object.entries(categorical).map(([name, column]) => [name, categoryAt(column)] as const),
];

const numberAt = (column: Float64Array) => (entry: number) => (Number.isNaN(column[entry]!) ? "" : column[entry]!);

const categoryAt =
  ({ names, codes }: CategoricalColumn) =>
  (entry: number) =>
    names[codes[entry]!];

const isoTime = (seconds: number): string => (Number.isNaN(seconds) ? "" : new Date(seconds * 1000).toISOString());
