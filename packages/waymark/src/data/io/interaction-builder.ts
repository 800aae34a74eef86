import { basename } from "node:path";
import type { Interactions } from "../interactions.ts";
import { blank, type Decoder, IdDictionary, undecodable } from "./id-dictionary.ts";
import type { InteractionTable } from "./interaction-table.ts";
import type { ColumnChoice, Layout } from "./layout.ts";
import { numberOfBytes, numberOfText, secondsOfText } from "./parse-fields.ts";
import { badTime, notText, Rejections, remediesFor } from "./rejected-rows.ts";
import { RowColumns } from "./row-columns.ts";
import type { RecordTaker, ScannedRecord } from "./scanned-record.ts";

/** Collects the rows of a file into columns, rejecting what cannot be a row, with its line. */
export class InteractionBuilder implements RecordTaker {
  readonly #path: string;
  readonly #columns: ColumnChoice;
  readonly #width: number;
  readonly #decimalComma: boolean;
  readonly #userIds: IdDictionary;
  readonly #itemIds: IdDictionary;
  readonly #rows: RowColumns;
  readonly #rejections = new Rejections();
  readonly #decoder: Decoder;

  constructor(path: string, layout: Layout, columns: ColumnChoice, expectedRows: number) {
    this.#path = path;
    this.#columns = columns;
    this.#width = layout.names.length;
    this.#decimalComma = layout.kind === "delimited" && layout.decimalComma === true;
    const encoding = layout.kind === "delimited" ? layout.encoding : "utf-8";
    this.#decoder = new TextDecoder(encoding === "latin-1" ? "latin1" : "utf-8");
    this.#userIds = new IdDictionary(encoding);
    this.#itemIds = new IdDictionary(encoding);
    this.#rows = new RowColumns(expectedRows, columns.rating !== undefined, columns.time !== undefined);
  }

  take(record: ScannedRecord): void {
    const { rating, time } = this.#columns;
    if (record.fieldCount !== this.#width) {
      this.#rejectRecord(record.fieldCount < this.#width ? "too few columns" : "too many columns", record);
      return;
    }
    const user = this.#code(this.#userIds, record, this.#columns.user);
    const item = this.#code(this.#itemIds, record, this.#columns.item);
    const value = rating === undefined ? 0 : this.#number(record, rating);
    const at = time === undefined ? 0 : this.#time(record, time);
    const flaw = this.#add(user, item, value, at);
    if (flaw !== undefined) this.#rejectRecord(flaw, record);
  }

  /**
   * For rows that come as texts; a rating or time that is blank is "".
   * @returns whether the row was taken
   */
  takeTexts(user: string, item: string, rating: string, time: string, line: number, whole: () => string): boolean {
    const value = this.#columns.rating === undefined ? 0 : numberOfText(rating);
    const read = this.#columns.timeKind === "text" ? secondsOfText : numberOfText;
    const at = this.#columns.time === undefined ? 0 : read(time);
    const flaw = this.#add(this.#userIds.codeOfText(user), this.#itemIds.codeOfText(item), value, at);
    if (flaw !== undefined) this.rejectText(flaw, line, whole());
    return flaw === undefined;
  }

  reject(reason: string, line: number, bytes: Uint8Array): void {
    this.rejectText(reason, line, this.#decoder.decode(bytes.subarray(0, 400)));
  }

  rejectText(reason: string, line: number, text: string): void {
    this.#rejections.reject({ file: basename(this.#path), line, reason, text });
  }

  finish(): InteractionTable {
    const rows = this.#rows.finish();
    const rejected = this.#rejections.toRows();
    const users = this.#userIds.finish("learner", rejected.count > 0 ? rows.users : undefined);
    const items = this.#itemIds.finish("course", rejected.count > 0 ? rows.items : undefined);
    const times = rows.times && normalizeTimes(rows.times);
    const interactions: Interactions = {
      users: replace(rows.users, users.indexes),
      items: replace(rows.items, items.indexes),
      ...(rows.values && { values: rows.values }),
      ...(times && { times: times.seconds }),
    };
    const notes = [
      ...(this.#userIds.hasPaddedIds ? ["Spaces around learner ids were taken off."] : []),
      ...(this.#itemIds.hasPaddedIds ? ["Spaces around course ids were taken off."] : []),
      ...(times?.note === undefined ? [] : [times.note]),
      ...remediesFor(rejected),
    ];
    return { users: users.vocabulary, items: items.vocabulary, interactions, rejected, notes };
  }

  /** @returns why the row cannot be taken, if it cannot */
  #add(user: number, item: number, value: number | undefined, time: number | undefined): string | undefined {
    if (user >= undecodable) return user === blank ? "the learner is blank" : notText;
    if (item >= undecodable) return item === blank ? "the course is blank" : notText;
    if (value === undefined) return "the rating is not a finite number";
    if (time === undefined) return badTime;
    this.#rows.add(user, item, value, time);
    return undefined;
  }

  #code(ids: IdDictionary, record: ScannedRecord, field: number): number {
    const whole = record.wholes[field]!;
    const start = record.starts[field]!;
    const end = record.ends[field]!;
    if (whole >= 0 && (record.bytes[start] !== 48 || end - start === 1)) return ids.codeOfWhole(whole); // 48: "0"
    if (record.escaped[field] === 1) return ids.codeOfEscaped(record.bytes, start, end);
    return ids.codeOfBytes(record.bytes, start, end);
  }

  #number(record: ScannedRecord, field: number): number | undefined {
    const whole = record.wholes[field]!;
    if (whole >= 0) return whole;
    return numberOfBytes(record.bytes, record.starts[field]!, record.ends[field]!, this.#decimalComma);
  }

  #time(record: ScannedRecord, field: number): number | undefined {
    return this.#columns.timeKind === "text" ? secondsOfText(this.#text(record, field)) : this.#number(record, field);
  }

  #text(record: ScannedRecord, field: number): string {
    return fieldText(record, field, this.#decoder);
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

/**
 * Times as seconds. Numbers that, as seconds, would lie far in the future are milli-, micro- or nanoseconds: the
 * median of some thousand decides, since 10¹¹ s is the year 5138 and 10¹¹ ms is 1973.
 */
function normalizeTimes(times: Float64Array): { readonly seconds: Float64Array; readonly note?: string } {
  const step = Math.max(1, Math.floor(times.length / 4096));
  const some: number[] = [];
  for (let at = 0; at < times.length; at += step) if (!Number.isNaN(times[at])) some.push(Math.abs(times[at]!));
  const middle = some.sort((a, b) => a - b)[some.length >> 1] ?? 0;
  const [unit, factor] =
    middle < 1e11 ? ["seconds", 1] : middle < 1e14 ? ["milli", 1e3] : middle < 1e17 ? ["micro", 1e6] : ["nano", 1e9];
  if (factor === 1) return { seconds: times };
  for (let at = 0; at < times.length; at++) times[at]! /= factor as number;
  return { seconds: times, note: `Times are ${unit}seconds in the file and were turned into seconds.` };
}
