/** A record of the first lines of a file, and the line it begins on. */
export interface SplitRecord {
  readonly cells: string[];
  /** 0-based. */
  readonly line: number;
}

/** Cuts text into records and fields as RFC 4180 has it. Only for the first lines; the scanner reads the rest. */
export function splitRecords(text: string, delimiter: string, quote: string, limit: number): string[][] {
  const records = locateRecords(text, delimiter, quote, limit);
  return records.length > 0 ? records.map(({ cells }) => cells) : [[""]];
}

/** As `splitRecords`, with the lines. Blank lines are no records. */
export function locateRecords(text: string, delimiter: string, quote: string, limit: number): SplitRecord[] {
  const records: SplitRecord[] = [];
  let cells: string[] = [];
  let field = "";
  let inQuotes = false;
  let line = 0;
  let first = 0;
  const closeRecord = () => {
    cells.push(field);
    if (cells.length > 1 || field !== "") records.push({ cells, line: first });
    cells = [];
    field = "";
  };
  for (let at = 0; at < text.length && records.length < limit; at++) {
    const character = text[at]!;
    const endsLine = character === "\n" || character === "\r";
    if (endsLine && !(character === "\r" && text[at + 1] === "\n")) line++;
    if (inQuotes) {
      if (character !== quote) field += character;
      else if (text[at + 1] === quote) field += text[at++]!;
      else inQuotes = false;
    } else if (character === quote && field === "") inQuotes = true;
    else if (text.startsWith(delimiter, at)) {
      cells.push(field);
      field = "";
      at += delimiter.length - 1;
    } else if (endsLine) {
      closeRecord();
      first = line;
    } else field += character;
  }
  if (records.length < limit && (field !== "" || cells.length > 0)) closeRecord();
  return records;
}
