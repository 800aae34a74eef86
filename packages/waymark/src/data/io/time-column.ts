import { isBlankText } from "./blank-text.ts";
import { cutTime } from "./clock-text.ts";
import { CodeColumn } from "./code-column.ts";
import { type CountedDate, decideOrder, patternOf } from "./date-order.ts";
import { type DateText, dayInOrder, readDate } from "./date-text.ts";
import { type NumberTimes, numberTimes } from "./number-times.ts";
import { digitsAt, numberOfText } from "./parse-fields.ts";
import { compileTimeFormat, numberFormats, type ReadTime } from "./time-format.ts";

/** What became of a column of times. */
export interface ReadTimes {
  /** Seconds since 1970, NaN where unknown; absent where no row has a time. */
  readonly seconds?: Float64Array;
  readonly notes: readonly string[];
  /** Rows whose time is neither blank nor read, and the first of them. */
  readonly unreadable: number;
  readonly example?: UnreadTime;
}

export interface UnreadTime {
  readonly text: string;
  readonly line: number;
}

/** Codes of rows: what the number kept for the row is. From `firstDate` on: seconds behind the beginning of a date. */
const plainNumber = 0;
const seconds = 1;
const unreadable = 2;
const firstDate = 3;

/**
 * Collects the times of rows and decides at the end, over the column as a whole, what they mean: which unit numbers are in,
 * and in which order dates of numbers alone are written. Every different date is read once, so a row costs a look-up.
 */
export class TimeColumn {
  readonly #readTime: ReadTime | undefined;
  readonly #numberOf: ((value: number) => number) | undefined;
  readonly #kinds = new CodeColumn(); // kind + 1 of rows of another kind than `#usual`
  readonly #codes = new Map<string, number>(); // by date text
  readonly #byteCodes = new Map<number, number>(); // the same by the numbers of a date
  readonly #dates: { date: DateText | undefined; rows: number; hasHalves: boolean }[] = [];
  readonly #texts = new Map<number, UnreadTime>(); // the first row of each date of numbers alone
  #numbers = 0;
  #unreadable = 0;
  #example: UnreadTime | undefined;
  #kind = plainNumber;
  #usual: number | undefined; // the kind of the first row: of most as a rule, so that only others are kept

  /** @param format a pattern or the name of a kind of number (see `checkTimeFormat`); decided by the column when absent */
  constructor(format?: string) {
    this.#numberOf = format === undefined ? undefined : numberFormats.get(format);
    this.#readTime = format === undefined || this.#numberOf ? undefined : compileTimeFormat(format);
  }

  /** Numbers and ISO times need no second look: no pattern was named that might read them in another way. */
  get readsItself(): boolean {
    return this.#readTime === undefined;
  }

  /** What to keep for a time that is seconds since 1970 already. */
  known(value: number): number {
    this.#kind = seconds;
    return value;
  }

  /** What to keep for a plain number. */
  number(value: number): number {
    this.#kind = plainNumber;
    return value;
  }

  /** What to keep for a text; NaN where it is blank or no time. */
  text(text: string, line: number): number {
    this.#kind = seconds;
    const trimmed = text.trim();
    if (isBlankText(trimmed)) return Number.NaN;
    if (this.#readTime) return this.#readTime(trimmed) ?? this.#refuse(trimmed, line);
    const value = numberOfText(trimmed);
    if (value !== undefined) return this.number(value);
    const cut = cutTime(trimmed);
    if (cut === undefined) return this.#refuse(trimmed, line);
    let code = this.#codes.get(cut.date);
    if (code === undefined) {
      code = this.#dates.push({ date: readDate(cut.date), rows: 0, hasHalves: cut.hasHalves }) - 1;
      this.#codes.set(cut.date, code);
    }
    const counted = this.#dates[code]!;
    if (counted.date === undefined) return this.#refuse(trimmed, line);
    counted.rows++;
    if (counted.date.kind === "day") return counted.date.day * 86_400 + cut.seconds;
    this.#kind = firstDate + code;
    if (counted.rows === 1) this.#texts.set(code, { text: trimmed, line });
    return cut.seconds;
  }

  /**
   * As `text`, straight from bytes, for dates met before of the form 31/03/2021, alone or before 14:05 or 14:05:30; `undefined`
   * for all else.
   */
  threeNumbers(bytes: Uint8Array, start: number, end: number): number | undefined {
    const length = end - start;
    if (length !== 10 && length !== 16 && length !== 19) return undefined;
    const separator = bytes[start + 2]!;
    if (separator !== bytes[start + 5] || separator < 45 || separator > 47) return undefined; // "-", ".", "/"
    const date =
      (digitsAt(bytes, start, 2) * 100 + digitsAt(bytes, start + 3, 2)) * 10_000 + digitsAt(bytes, start + 6, 4);
    const key = date * 4 + separator - 45;
    let code = this.#byteCodes.get(key);
    if (code === undefined) {
      if (Number.isNaN(key)) return undefined;
      const text = String.fromCharCode(...bytes.subarray(start, start + 10));
      code = this.#codes.get(text);
      if (code === undefined) return undefined; // read as a text first
      this.#byteCodes.set(key, code);
    }
    let seconds = 0;
    if (length > 10) {
      if (bytes[start + 10] !== 32 || bytes[start + 13] !== 58 || (length > 16 && bytes[start + 16] !== 58))
        return undefined;
      const [hour, minute] = [digitsAt(bytes, start + 11, 2), digitsAt(bytes, start + 14, 2)];
      const second = length > 16 ? digitsAt(bytes, start + 17, 2) : 0;
      if (!(hour <= 24 && minute <= 59 && second <= 60)) return undefined;
      seconds = hour * 3600 + minute * 60 + second;
    }
    const counted = this.#dates[code]!;
    if (counted.date?.kind !== "numbers") return undefined;
    counted.rows++;
    this.#kind = firstDate + code;
    return seconds;
  }

  /** The row whose time was asked about last has been taken as row number `row`. */
  took(row: number): void {
    if (this.#kind === plainNumber) this.#numbers++;
    this.#usual ??= this.#kind;
    if (this.#kind !== this.#usual) this.#kinds.set(row, this.#kind + 1);
    if (this.#kind === unreadable) this.#unreadable++;
  }

  /** @param times what was kept, row by row; changed in place */
  finish(times: Float64Array): ReadTimes {
    const notes: string[] = [];
    const order = decideOrder(this.#dates as readonly CountedDate[]);
    const days = this.#daysOf(order?.order);
    const numbers = this.#numberTimes(times);
    let known = 0;
    const asTheyAre = numbers.areSeconds && this.#numbers === times.length;
    for (let row = 0; row < times.length; row++) {
      if (asTheyAre) {
        if (!Number.isNaN(times[row])) known++;
        continue;
      }
      const kind = this.#kindOf(row);
      if (kind === plainNumber) times[row] = numbers.secondsOf(times[row]!);
      else if (kind >= firstDate) {
        const day = days[kind - firstDate]!;
        if (Number.isNaN(day)) {
          this.#unreadable++;
          this.#example ??= this.#texts.get(kind - firstDate);
        }
        times[row] = day * 86_400 + times[row]!;
      }
      if (!Number.isNaN(times[row]!)) known++;
    }
    if (numbers.note !== undefined) notes.push(numbers.note);
    if (order) notes.push(this.#describe(order.order, order.isGuess));
    return {
      ...((known > 0 || this.#unreadable === 0) && { seconds: times }),
      notes,
      unreadable: this.#unreadable,
      ...(this.#example && { example: this.#example }),
    };
  }

  #kindOf(row: number): number {
    const code = this.#kinds.get(row);
    return code === 0 ? (this.#usual ?? plainNumber) : code - 1;
  }

  #numberTimes(times: Float64Array): NumberTimes {
    if (this.#numberOf) return { secondsOf: this.#numberOf };
    if (this.#numbers === times.length) return numberTimes(times);
    if (this.#numbers === 0) return { secondsOf: (value: number) => value };
    return numberTimes(times.map((time, row) => (this.#kindOf(row) === plainNumber ? time : Number.NaN)));
  }

  #daysOf(order: Parameters<typeof dayInOrder>[1] | undefined): Float64Array {
    return Float64Array.from(this.#dates, ({ date }) =>
      date?.kind === "numbers" && order !== undefined ? (dayInOrder(date.numbers, order) ?? Number.NaN) : Number.NaN,
    );
  }

  #describe(order: Parameters<typeof dayInOrder>[1], isGuess: boolean): string {
    const first = this.#dates.findIndex(({ date }) => date?.kind === "numbers");
    const { date } = this.#dates[first]!;
    const pattern = patternOf(order, date?.kind === "numbers" ? date.separator : "/");
    const example = JSON.stringify(this.#texts.get(first)?.text ?? "");
    if (!isGuess) return `Dates such as ${example} are read as ${pattern}.`;
    const other = patternOf(order === "dmy" ? "mdy" : "dmy", date?.kind === "numbers" ? date.separator : "/");
    return `Dates such as ${example} could be ${pattern} or ${other}; they are read as ${pattern}. If that is wrong, set the time format to ${other}.`;
  }

  #refuse(text: string, line: number): number {
    this.#kind = unreadable;
    this.#example ??= { text, line };
    return Number.NaN;
  }
}
