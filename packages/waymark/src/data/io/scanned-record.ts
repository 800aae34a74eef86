/** Longest record that is read, in bytes; longer ones are rejected, so that a file without line ends cannot fill memory. */
export const longestRecord = 2_000_000;

/** One record: fields as ranges of bytes, valid until the next record. */
export interface ScannedRecord {
  readonly bytes: Uint8Array;
  /** Fields of the record; more than the layout has columns is possible, but only those are in the arrays. */
  readonly fieldCount: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array; // exclusive
  /** The value of a field of 1 to 9 digits and nothing else, −1 for every other: most fields need no second look. */
  readonly wholes: Int32Array;
  /** 1 where a field holds doubled quotation marks. */
  readonly escaped: Uint8Array;
  /** 1-based line on which the record begins. */
  readonly line: number;
  /** Where the whole record stands in `bytes`. */
  readonly start: number;
  readonly end: number;
}

/** Takes what a scanner finds. */
export interface RecordTaker {
  take(record: ScannedRecord): void;
  /** A record that could not be cut; its bytes as far as they are known. */
  reject(reason: string, line: number, bytes: Uint8Array): void;
}

/** The one record a scanner fills again and again. */
export type RecordInMaking = { -readonly [K in keyof ScannedRecord]: ScannedRecord[K] };

export const emptyRecord = (width: number): RecordInMaking => ({
  bytes: new Uint8Array(0),
  fieldCount: 0,
  starts: new Int32Array(width),
  ends: new Int32Array(width),
  wholes: new Int32Array(width),
  escaped: new Uint8Array(width),
  line: 1,
  start: 0,
  end: 0,
});
