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
  #skipsHeader: boolean;
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
    this.#record = emptyRecord(layout.names.length);
  }

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
    while (at < length) {
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
    if (this.#skipsHeader) this.#skipsHeader = false;
    else if (end - start > longestRecord) this.#taker.reject(tooLong, record.line, bytes.subarray(start, end));
    else if (end > start) this.#taker.take(record);
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
