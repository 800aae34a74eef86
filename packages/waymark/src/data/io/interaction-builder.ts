import { basename } from "node:path";
import { counted } from "../cleaning/report.ts";
import { type Interactions, selectRows } from "../interactions.ts";
import { blank, type Decoder, IdDictionary, undecodable } from "./id-dictionary.ts";
import type { InteractionTable } from "./interaction-table.ts";
import type { ColumnChoice, Layout } from "./layout.ts";
import { numberOfBytes, numberOfText, secondsOfBytes } from "./parse-fields.ts";
import { RatingColumn, type UnreadRating } from "./rating-column.ts";
import { notText, Rejections, remediesFor, timeForms } from "./rejected-rows.ts";
import { RowColumns } from "./row-columns.ts";
import type { RecordTaker, ScannedRecord } from "./scanned-record.ts";
import { type ReadTimes, TimeColumn } from "./time-column.ts";

/** Collects the rows of a file into columns, rejecting what cannot be a row, with its line. */
export class InteractionBuilder implements RecordTaker {
  readonly #path: string;
  readonly #columns: ColumnChoice;
  readonly #width: number;
  readonly #userIds: IdDictionary;
  readonly #itemIds: IdDictionary;
  readonly #rows: RowColumns;
  readonly #ratings: RatingColumn | undefined;
  readonly #times: TimeColumn | undefined;
  readonly #rejections = new Rejections();
  readonly #decoder: Decoder;

  constructor(path: string, layout: Layout, columns: ColumnChoice, expectedRows: number) {
    this.#path = path;
    this.#columns = columns;
    this.#width = layout.names.length;
    this.#decoder = new TextDecoder();
    this.#userIds = new IdDictionary();
    this.#itemIds = new IdDictionary();
    this.#rows = new RowColumns(expectedRows, columns.rating !== undefined, columns.time !== undefined);
    this.#ratings = columns.rating === undefined ? undefined : new RatingColumn(columns.rules);
    this.#times = columns.time === undefined ? undefined : new TimeColumn(columns.rules?.timeFormat);
  }

  take(record: ScannedRecord): void {
    const { rating, time } = this.#columns;
    if (record.fieldCount !== this.#width) {
      this.#rejectRecord(record.fieldCount < this.#width ? "too few columns" : "too many columns", record);
      return;
    }
    const user = this.#code(this.#userIds, record, this.#columns.user);
    const item = this.#code(this.#itemIds, record, this.#columns.item);
    const value = rating === undefined ? 0 : this.#rating(record, rating);
    const at = time === undefined ? 0 : this.#time(record, time);
    const flaw = this.#add(user, item, value, at);
    if (flaw !== undefined) this.#rejectRecord(flaw, record);
    else if (this.#ratings?.isText) this.#tookText(this.#ratings, record);
  }

  /**
   * For rows that come as texts; a rating or time that is blank is "".
   * @returns whether the row was taken
   */
  takeTexts(user: string, item: string, rating: string, time: string, line: number, whole: () => string): boolean {
    const value = this.#ratings === undefined ? 0 : this.#ratingOfText(this.#ratings, rating);
    const at = this.#times === undefined ? 0 : this.#times.text(time, line);
    const flaw = this.#add(this.#userIds.codeOfText(user), this.#itemIds.codeOfText(item), value, at);
    if (flaw !== undefined) this.rejectText(flaw, line, whole());
    else if (this.#ratings?.isText) this.#ratings.took(this.#rows.length - 1, line, whole);
    return flaw === undefined;
  }

  reject(reason: string, line: number, bytes: Uint8Array): void {
    this.rejectText(reason, line, this.#decoder.decode(bytes.subarray(0, 400)));
  }

  rejectText(reason: string, line: number, text: string): void {
    this.#rejections.reject({ file: basename(this.#path), line, reason, text });
  }

  finish(): InteractionTable {
    const { users: userCodes, items: itemCodes, values, times } = this.#rows.finish();
    const ratings = values && this.#ratings?.finish(values);
    const read = times && this.#times?.finish(times);
    for (const { reason, place } of ratings?.unreadable ?? [])
      this.rejectText(reason, place?.line ?? 0, place?.text ?? "");
    const rows = withoutRows(
      {
        users: userCodes,
        items: itemCodes,
        ...(ratings && { values: ratings.values }),
        ...(read?.seconds && { times: read.seconds }),
      },
      ratings?.unreadable ?? [],
    );
    const rejected = this.#rejections.toRows();
    const users = this.#userIds.finish("learner", rejected.count > 0 ? rows.users : undefined);
    const items = this.#itemIds.finish("course", rejected.count > 0 ? rows.items : undefined);
    const notes = [
      ...(this.#userIds.hasPaddedIds ? ["Spaces around learner ids were taken off."] : []),
      ...(this.#itemIds.hasPaddedIds ? ["Spaces around course ids were taken off."] : []),
      ...(ratings?.notes ?? []),
      ...(read?.notes ?? []),
      ...unreadTimeNote(read),
      ...remediesFor(rejected),
    ];
    return {
      users: users.vocabulary,
      items: items.vocabulary,
      interactions: {
        ...rows,
        users: replace(rows.users, users.indexes),
        items: replace(rows.items, items.indexes),
      },
      rejected,
      notes,
      ...(read && read.unreadable > 0 && { unreadTimes: { rows: read.unreadable, ...read.example! } }),
    };
  }

  /** @returns why the row cannot be taken, if it cannot */
  #add(user: number, item: number, value: number, time: number): string | undefined {
    if (user >= undecodable) return user === blank ? "the learner is blank" : notText;
    if (item >= undecodable) return item === blank ? "the course is blank" : notText;
    const row = this.#rows.length;
    this.#rows.add(user, item, value, time);
    this.#times?.took(row);
    return undefined;
  }

  // Apart from `take`: a method that makes closures costs every call of it an allocation.
  #tookText(ratings: RatingColumn, record: ScannedRecord): void {
    ratings.took(this.#rows.length - 1, record.line, () => this.#wholeText(record));
  }

  #code(ids: IdDictionary, record: ScannedRecord, field: number): number {
    const whole = record.wholes[field]!;
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    if (whole >= 0 && (record.bytes[start] !== 48 || end - start === 1)) return ids.codeOfWhole(whole); // 48: "0"
    if (record.escaped[field] === 1) return ids.codeOfEscaped(record.bytes, start, end);
    return ids.codeOfBytes(record.bytes, start, end);
  }

  #rating(record: ScannedRecord, field: number): number {
    const ratings = this.#ratings!;
    const whole = record.wholes[field]!;
    if (whole >= 0) return ratings.number(whole);
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    if (end > start && !mayPartThousands(record.bytes, start, end)) {
      const value = numberOfBytes(record.bytes, start, end, false);
      if (value !== undefined) return ratings.number(value);
    }
    return start === end ? ratings.number(Number.NaN) : this.#ratingText(ratings, record, field);
  }

  #ratingText(ratings: RatingColumn, record: ScannedRecord, field: number): number {
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    const text = () => this.#text(record, field);
    return end - start <= 4 ? ratings.short(record.bytes, start, end, text) : ratings.text(text());
  }

  #ratingOfText(ratings: RatingColumn, text: string): number {
    const value = numberOfText(text);
    return value === undefined || /^\s*\d{1,3}\.\d{3}\s*$/.test(text) ? ratings.text(text) : ratings.number(value);
  }

  #time(record: ScannedRecord, field: number): number {
    const times = this.#times!;
    const { bytes } = record;
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    if (times.readsItself) {
      if (record.wholes[field]! >= 0) return times.number(record.wholes[field]!);
      if (start === end) return times.number(Number.NaN);
      const seconds = secondsOfBytes(bytes, start, end);
      if (seconds !== undefined) return times.known(seconds);
      const value = numberOfBytes(bytes, start, end, false);
      if (value !== undefined) return times.number(value);
      const kept = times.threeNumbers(bytes, start, end);
      if (kept !== undefined) return kept;
    }
    return times.text(this.#text(record, field), record.line);
  }

  #text(record: ScannedRecord, field: number): string {
    return fieldText(record, field, this.#decoder);
  }

  #wholeText({ bytes, start, end }: ScannedRecord): string {
    return this.#decoder.decode(bytes.subarray(start, Math.min(end, start + 400)));
  }

  #rejectRecord(reason: string, record: ScannedRecord): void {
    this.reject(reason, record.line, record.bytes.subarray(record.start, record.end));
  }
}

/** A field as text, doubled quotation marks made single. */
export function fieldText(record: ScannedRecord, field: number, decoder: Decoder): string {
  const text = decoder.decode(record.bytes.subarray(record.starts[field], record.ends[field]));
  return record.escaped[field] === 1 ? text.replaceAll('""', '"') : text;
}

/** The text, or `undefined` where a fatal decoder finds bytes that are none. */
export function decodeStrictly(decoder: Decoder, bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined; // the only thing a fatal decoder throws for
  }
}

function replace(codes: Uint32Array, indexes: Uint32Array): Uint32Array {
  for (let at = 0; at < codes.length; at++) codes[at] = indexes[codes[at]!]!;
  return codes;
}

/** "1.234": a point before exactly three digits parts thousands where commas part decimals. */
function mayPartThousands(bytes: Uint8Array, start: number, end: number): boolean {
  const point = end - 4;
  return point > start && point <= start + 3 && bytes[point] === 46;
}

/** The rows but those whose rating cannot be read. */
function withoutRows(rows: Interactions, unread: readonly UnreadRating[]): Interactions {
  if (unread.length === 0) return rows;
  const isUnread = new Set(unread.map(({ row }) => row));
  const kept = new Uint32Array(rows.users.length - unread.length);
  let next = 0;
  for (let row = 0; row < rows.users.length; row++) if (!isUnread.has(row)) kept[next++] = row;
  return selectRows(rows, kept);
}

/** Which rows have their time unknown because it could not be read. */
function unreadTimeNote(read: ReadTimes | undefined): string[] {
  if (!read?.example || read.seconds === undefined) return [];
  const { text, line } = read.example;
  const rows = `${counted(read.unreadable, "row")} whose time cannot be read, such as ${JSON.stringify(text)} in line ${line},`;
  return [`${rows} ${read.unreadable === 1 ? "is" : "are"} kept with the time unknown; ${timeForms}`];
}
