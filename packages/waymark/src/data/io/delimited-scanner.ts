import type { DelimitedLayout } from "./layout.ts";
import { emptyRecord, longestRecord, type RecordInMaking, type RecordTaker } from "./scanned-record.ts";

const tooLong = `longer than ${longestRecord / 1e6} MB`;
const unclosed = "a quotation mark is never closed";
const newline = 10;
const carriageReturn = 13;
const incomplete = -1;
const malformed = -2;

/**
 * Cuts blocks of bytes into records and fields (RFC 4180; also separators of several characters, line ends \n, \r\n
 * and \r). Empty lines are passed over. About 3 ns a byte.
 *
 * A quotation mark that is never closed costs its own line, not the rest of the file.
 */
export class DelimitedScanner {
  readonly #taker: RecordTaker;
  readonly #delimiter: Uint8Array;
  readonly #quote: number;
  readonly #lineEnd: number;
  readonly #record: RecordInMaking;
  #buffer = new Uint8Array(0); // one array for all blocks: hot loops stay quick when they see one kind only
  #restLength = 0; // at the beginning of the buffer: the record that goes on in the next block
  #line = 1;
  #linesToSkip: number;
  #skipsHeader: boolean;
  #header: readonly Uint8Array[] = []; // its cells
  readonly #width: number;
  readonly #filled: number; // fields a row must have; the others may be missing
  readonly #commentMark: number;
  #isSkippingLine = false; // inside a record longer than `longestRecord`
  #hasUnclosedQuote = false;
  #hasEscapes = 0;
  #innerLines = 0; // line ends inside quotation marks

  /** @param head the beginning of the file, to see how lines end */
  constructor(layout: DelimitedLayout, head: Uint8Array, taker: RecordTaker) {
    this.#taker = taker;
    this.#delimiter = new TextEncoder().encode(layout.delimiter);
    this.#quote = layout.quote === "" ? -1 : layout.quote.charCodeAt(0);
    this.#lineEnd = head.includes(carriageReturn) && !head.includes(newline) ? carriageReturn : newline;
    this.#skipsHeader = layout.hasHeader;
    this.#linesToSkip = layout.skipLines ?? 0;
    this.#width = layout.names.length;
    this.#filled = layout.isPadded ? 1 : layout.names.findLastIndex((name) => name !== "") + 1;
    this.#commentMark = layout.hasComments ? 35 : -1;
    this.#record = emptyRecord(layout.names.length);
  }

  /** Further lines that are the header again, as in joined exports; they were passed over. */
  repeatedHeaders = 0;

  feed(block: Uint8Array): void {
    const length = this.#restLength + block.length;
    if (length > this.#buffer.length) {
      const larger = new Uint8Array(length + (length >> 1));
      larger.set(this.#buffer.subarray(0, this.#restLength));
      this.#buffer = larger;
      this.#record.bytes = larger;
    }
    this.#buffer.set(block, this.#restLength);
    this.#scan(length, false);
  }

  /** The end of the file has been reached. */
  finish(): void {
    this.#scan(this.#restLength, true);
  }

  #scan(length: number, isLast: boolean): void {
    const bytes = this.#buffer;
    let at = 0;
    for (; this.#linesToSkip > 0; this.#linesToSkip--) {
      const end = this.#lineEndFrom(at, length);
      if (end === length && !isLast) break;
      at = Math.min(end + 1, length);
      this.#line++;
    }
    while (at < length && this.#linesToSkip === 0) {
      const next = this.#isSkippingLine ? this.#skipLine(at, length) : this.#cut(bytes, at, length, isLast);
      if (next >= 0) at = next;
      else if (next === malformed && (isLast || this.#lineEndFrom(at, length) < length))
        at = this.#rejectLine("a quotation mark is out of place", at, length);
      else if (isLast && this.#hasUnclosedQuote) at = this.#rejectLine(unclosed, at, length);
      else if (length - at > longestRecord) at = this.#rejectLong(at, length);
      else break;
    }
    bytes.copyWithin(0, at, length);
    this.#restLength = length - at;
  }

  /** @returns where the next record begins, or that this one does not end here, or is malformed */
  #cut(bytes: Uint8Array, start: number, length: number, isLast: boolean): number {
    const record = this.#record;
    const { starts, ends, wholes, escaped } = record;
    const width = starts.length;
    const delimiterLength = this.#delimiter.length;
    const delimiter = delimiterLength === 1 ? this.#delimiter[0]! : -1;
    const lineEnd = this.#lineEnd;
    const quote = this.#quote;
    let fields = 0;
    let at = start;
    this.#hasUnclosedQuote = false;
    this.#innerLines = 0;
    for (;;) {
      let fieldStart = at;
      let fieldEnd: number;
      let whole = 0;
      let hasEscapes = 0;
      if (at < length && bytes[at] === quote) {
        fieldStart = at + 1;
        fieldEnd = this.#closingQuote(bytes, fieldStart, length, isLast);
        if (fieldEnd < 0) return incomplete;
        whole = -1;
        hasEscapes = this.#hasEscapes;
        at = fieldEnd + 1;
        if (at < length && bytes[at] === carriageReturn && lineEnd === newline) at++;
        if (at < length && bytes[at] !== lineEnd && !this.#isDelimiter(bytes, at, length))
          return at + delimiterLength > length && !isLast ? incomplete : malformed;
      } else {
        for (; at < length; at++) {
          const byte = bytes[at]!;
          if (byte >= 48 && byte <= 57) {
            if (whole >= 0) whole = (whole * 10 + byte - 48) | 0; // overflows behind the ninth digit
          } else if (byte === delimiter || byte === lineEnd) break;
          else if (delimiter < 0 && this.#isDelimiter(bytes, at, length)) break;
          else whole = -1;
        }
        fieldEnd = at;
        if (at - fieldStart > 9 || at === fieldStart) whole = -1;
        const endsLine = at >= length || bytes[at] === lineEnd;
        if (endsLine && lineEnd === newline && at > fieldStart && bytes[at - 1] === carriageReturn) fieldEnd--;
      }
      if (at >= length && !isLast) return incomplete;
      if (fields < width) {
        starts[fields] = fieldStart;
        ends[fields] = fieldEnd;
        wholes[fields] = whole;
        escaped[fields] = hasEscapes;
      }
      fields++;
      if (at < length && bytes[at] !== lineEnd) {
        at += delimiterLength;
        continue;
      }
      record.fieldCount = fields;
      record.start = start;
      record.end = fieldEnd;
      this.#hand(record);
      return Math.min(at + 1, length);
    }
  }

  #hand(record: RecordInMaking): void {
    const { bytes, start, end } = record;
    record.line = this.#line;
    this.#line += 1 + this.#innerLines;
    if (this.#skipsHeader) {
      this.#skipsHeader = false;
      const cells = Math.min(record.fieldCount, this.#width);
      this.#header = Array.from({ length: cells }, (_, at) => bytes.slice(record.starts[at], record.ends[at]));
    } else if (bytes[start] === this.#commentMark) return;
    else if (end - start > longestRecord) this.#taker.reject(tooLong, record.line, bytes.subarray(start, end));
    else if (end > start) {
      if (record.fieldCount !== this.#width) this.#evenOut(record);
      if (this.#isHeaderAgain(record)) this.repeatedHeaders++;
      else if (!this.#isBlank(bytes, start, end)) this.#taker.take(record);
    }
  }

  /** The same cells, in quotation marks or not; the first tells nearly always. */
  #isHeaderAgain({ bytes, starts, ends }: RecordInMaking): boolean {
    const header = this.#header;
    for (let field = 0; field < header.length; field++) {
      const cell = header[field]!;
      const start = starts[field]!;
      if (ends[field]! - start !== cell.length) return false;
      for (let k = 0; k < cell.length; k++) if (bytes[start + k] !== cell[k]) return false;
    }
    return header.length > 0;
  }

  /** Nothing but separators, as below the last row of many spreadsheets. */
  #isBlank(bytes: Uint8Array, start: number, end: number): boolean {
    return bytes[start] === this.#delimiter[0] && this.#width > 1 && this.#holdsNothing(bytes, start, end);
  }

  #holdsNothing(bytes: Uint8Array, start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (byte !== 32 && byte !== this.#quote && !this.#delimiter.includes(byte)) return false;
    }
    return true;
  }

  /** Blank fields too many are cut off; missing ones are blank where the layout allows it. */
  #evenOut(record: RecordInMaking): void {
    const { bytes, fieldCount, starts, ends, wholes, escaped, end } = record;
    const width = this.#width;
    if (fieldCount > width && this.#holdsNothing(bytes, ends[width - 1]!, end)) record.fieldCount = width;
    if (fieldCount >= width || fieldCount < this.#filled) return;
    for (let field = fieldCount; field < width; field++) {
      starts[field] = ends[field] = end;
      wholes[field] = -1;
      escaped[field] = 0;
    }
    record.fieldCount = width;
  }

  /** Where the quotation mark stands that closes a field, or −1 when it is not known yet. Counts lines inside. */
  #closingQuote(bytes: Uint8Array, start: number, length: number, isLast: boolean): number {
    this.#hasEscapes = 0;
    for (let at = start; at < length; at++) {
      if (bytes[at] === this.#lineEnd) this.#innerLines++;
      if (bytes[at] !== this.#quote) continue;
      if (at + 1 === length) return isLast ? at : incomplete;
      if (bytes[at + 1] !== this.#quote) return at;
      this.#hasEscapes = 1;
      at++;
    }
    this.#hasUnclosedQuote = true;
    return incomplete;
  }

  #isDelimiter(bytes: Uint8Array, at: number, length: number): boolean {
    const delimiter = this.#delimiter;
    if (at + delimiter.length > length) return false;
    for (let k = 0; k < delimiter.length; k++) if (bytes[at + k] !== delimiter[k]) return false;
    return true;
  }

  #rejectLine(reason: string, start: number, length: number): number {
    const end = this.#lineEndFrom(start, length);
    this.#taker.reject(reason, this.#line, this.#buffer.subarray(start, end));
    this.#line++;
    this.#skipsHeader = false;
    return Math.min(end + 1, length);
  }

  /** Gives up a record that fills the buffer: its first line, if a quotation mark holds it together, else all of it. */
  #rejectLong(start: number, length: number): number {
    const end = this.#lineEndFrom(start, length);
    if (this.#hasUnclosedQuote && end < length) return this.#rejectLine(unclosed, start, length);
    this.#taker.reject(tooLong, this.#line, this.#buffer.subarray(start, length));
    this.#isSkippingLine = true;
    return length;
  }

  #skipLine(start: number, length: number): number {
    const end = this.#lineEndFrom(start, length);
    if (end === length) return length;
    this.#isSkippingLine = this.#skipsHeader = false;
    this.#line++;
    return end + 1;
  }

  /** Where the line ends, or `length`. */
  #lineEndFrom(start: number, length: number): number {
    const end = this.#buffer.indexOf(this.#lineEnd, start);
    return end < 0 || end > length ? length : end;
  }
}
