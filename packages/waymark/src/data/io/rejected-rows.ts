import { basename } from "node:path";
import { SourceError } from "../../errors.ts";
import { changeOption, either, type Remedy } from "../../remedy.ts";
import type { RejectedRow, RejectedRows } from "../source.ts";

/** How every reason begins for which a rating is refused. */
export const badRating = "the rating is ";
export const tooManyColumns = "too many columns";
export const notText = "not UTF-8 text";

/** What to do about times that cannot be read. */
export const timeRemedy: Remedy = either(
  changeOption("set", "timeFormat", "dd/MM/yyyy HH:mm"),
  "Write them as 2024-05-01T12:30:00 or as seconds since 1970.",
);

/** The same in a note. */
export const timeForms =
  "say how times are written with the option time format, such as dd/MM/yyyy, or write them as 2024-05-01T12:30:00 or as seconds since 1970.";

/** How many rejected rows are kept to look at; all are counted. */
const exampleLimit = 20;
const textLimit = 120;

/** Counts the rows a reader could not take and keeps the first few. */
export class Rejections {
  #count = 0;
  readonly #byReason: Record<string, number> = {};
  readonly #examples: RejectedRow[] = [];

  reject(row: RejectedRow): void {
    this.#count++;
    this.#byReason[row.reason] = (this.#byReason[row.reason] ?? 0) + 1;
    if (this.#examples.length === exampleLimit) return;
    const text = row.text.length > textLimit ? `${row.text.slice(0, textLimit)}…` : row.text;
    this.#examples.push({ ...row, text });
  }

  toRows(): RejectedRows {
    const examples = this.#examples.toSorted((a, b) => a.line - b.line); // some rows are rejected at the end
    return { count: this.#count, byReason: { ...this.#byReason }, examples };
  }
}

/** Rejected rows of several files as one account, in the order given. */
export function addRejected(...parts: readonly RejectedRows[]): RejectedRows {
  const byReason: Record<string, number> = {};
  for (const part of parts)
    for (const [reason, count] of Object.entries(part.byReason)) byReason[reason] = (byReason[reason] ?? 0) + count;
  return {
    count: parts.reduce((sum, part) => sum + part.count, 0),
    byReason,
    examples: parts.flatMap((part) => part.examples).slice(0, exampleLimit),
  };
}

/** For `strict`: the first rejected row becomes an error. @throws {SourceError} */
export function rejectNothing(path: string, rejected: RejectedRows): void {
  if (rejected.count === 0) return;
  throw new SourceError(path, describeFirst(rejected), either("Correct the row.", changeOption("omit", "strict")));
}

/** "line 3 was rejected: the rating is not a finite number ("2,b,x")." */
export function describeFirst(rejected: RejectedRows): string {
  const first = rejected.examples[0];
  if (!first) return `${rejected.count} rows were rejected.`;
  return `line ${first.line} was rejected: ${first.reason} (${JSON.stringify(first.text)}).`;
}

/** What to do about rows rejected for a reason that has one remedy; a sentence each. */
export function remediesFor({ byReason }: RejectedRows): string[] {
  const ratings = Object.keys(byReason).filter((reason) => reason.startsWith(badRating));
  const rows = (reason: string) => `${(byReason[reason] ?? 0).toLocaleString("en-GB")} × ${reason}:`;
  return [
    ...(byReason[notText] ? [`${rows(notText)} save the file as UTF-8.`] : []),
    ...(byReason[tooManyColumns]
      ? [`${rows(tooManyColumns)} fields that hold the separator must stand in quotation marks.`]
      : []),
    ...ratings.map(
      (reason) =>
        `${rows(reason)} name all grades, best first, with the option grades, or read all rows as enrolments (implicit).`,
    ),
  ];
}

/** Lines of a catalogue that were rejected, as a note: they are no interactions and count apart. */
export function noteRejected(path: string, { count, examples }: RejectedRows): string[] {
  const [first] = examples;
  if (!first) return [];
  const lines = `${count.toLocaleString("en-GB")} ${count === 1 ? "line" : "lines"}`;
  return [
    `${lines} of ${basename(path)} could not be read, ${count === 1 ? "" : "e.g. "}line ${first.line}: ${first.reason}.`,
  ];
}

/** A published fold with rows missing would not be the published one. @throws {SourceError} for the first rejected row */
export function requireWholeFold(path: string, rejected: RejectedRows): void {
  if (rejected.count === 0) return;
  const file = rejected.examples[0]?.file ?? basename(path);
  throw new SourceError(
    path,
    `In ${file}, ${describeFirst(rejected)}`,
    "A published fold must be whole: download it again.",
  );
}
