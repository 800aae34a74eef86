import type { CellValue } from "hucre/xlsx";
import { SourceError } from "../../errors.ts";
import { changeOption } from "../../remedy.ts";
import { csvField } from "./csv-line.ts";

/** One sheet of an Excel workbook (.xlsx). */
export interface Sheet {
  readonly workbook: Uint8Array;
  readonly name: string;
  /** All sheets of the workbook, in its order. */
  readonly names: readonly string[];
}

/**
 * The sheet of that name or, where none is asked for, the first visible one that holds anything.
 * @throws {SourceError} naming the sheets, or saying that the workbook is empty, damaged or encrypted
 */
export async function findSheet(path: string, workbook: Uint8Array, wanted: string | undefined): Promise<Sheet> {
  const visible: string[] = [];
  const names: string[] = [];
  await reading(path, async () => {
    const { readXlsx } = await import("hucre/xlsx");
    await readXlsx(workbook, {
      sheets: ({ name, hidden, veryHidden }) => {
        names.push(name);
        if (!hidden && !veryHidden) visible.push(name);
        return false;
      },
    });
  });
  if (wanted !== undefined) {
    const name = names.find((other) => other.toLowerCase() === wanted.toLowerCase());
    if (name !== undefined) return { workbook, name, names };
    throw new SourceError(
      path,
      `has no sheet ${wanted}; its sheets are: ${names.join(", ")}.`,
      changeOption("replace", "sheet"),
    );
  }
  for (const name of visible) {
    const sheet = { workbook, name, names };
    for await (const row of rowsOf(path, sheet)) if (row.some((cell) => cell !== "")) return sheet;
  }
  throw new SourceError(path, "holds no sheet with data in it.", "Name a workbook with data in it.");
}

/** The sheet as CSV in UTF-8, in blocks of about 1 MiB; row `n` of the sheet is line `n`, except after line breaks in cells. */
export async function* sheetBlocks(path: string, sheet: Sheet, blockSize: number): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = "";
  for await (const cells of rowsOf(path, sheet)) {
    text += `${cells.map((cell) => csvField(cell.replace(/\r?\n|\r/g, " "))).join(",")}\n`;
    if (text.length < blockSize) continue;
    yield encoder.encode(text);
    text = "";
  }
  if (text !== "") yield encoder.encode(text);
}

/** The cells of each row as texts, blank rows as empty lists. */
async function* rowsOf(path: string, { workbook, name }: Sheet): AsyncGenerator<readonly string[]> {
  const { streamXlsxRows } = await import("hucre/xlsx");
  const rows = streamXlsxRows(workbook, { sheet: name })[Symbol.asyncIterator]();
  let line = 0;
  try {
    for (;;) {
      const { value: row, done } = await reading(path, () => rows.next());
      if (done) return;
      for (; line < row.index; line++) yield [];
      line++;
      yield Array.from(row.values, cellText);
    }
  } finally {
    await rows.return(undefined);
  }
}

/** Whole numbers as digits alone, dates and times as 2024-05-01 or 2024-05-01T12:30:00, errors such as #N/A as blanks. */
function cellText(cell: CellValue | undefined): string {
  if (cell === null || cell === undefined) return "";
  if (cell instanceof Date) return dateText(cell);
  if (typeof cell === "number") return Number.isFinite(cell) ? roundedText(cell) : "";
  const text = String(cell);
  return /^#(N\/A|REF!|VALUE!|DIV\/0!|NAME\?|NUM!|NULL!)$/.test(text) ? "" : text;
}

/** Excel keeps 15 digits; the binary number behind 0.1 + 0.2 shows more. */
const roundedText = (value: number): string =>
  Number.isSafeInteger(value) ? String(value) : String(Number(value.toPrecision(15)));

function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return "";
  const text = new Date(Math.round(date.getTime() / 1000) * 1000).toISOString();
  return text.endsWith("T00:00:00.000Z") ? text.slice(0, 10) : text.slice(0, 19);
}

async function reading<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof SourceError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SourceError(
      path,
      `is an Excel workbook that cannot be read (${reason}).`,
      "Open it and save it again as .xlsx, or save the sheet as CSV.",
      { cause },
    );
  }
}
