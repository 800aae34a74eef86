/**
 * Turns JSON of any form into lines of one record each: an array of objects, objects one after the other over several
 * lines, or an object with the array of records inside. A record begins on the line on which it stands in the file, as
 * far as no two stand on one line.
 *
 * Memory: one record. What stands around the array of records is passed over.
 */
export class JsonRecords {
  readonly #path: readonly string[];
  /** Keys of the objects that are open, from outside; an array has none. */
  readonly #open: { isArray: boolean; key: string }[] = [];
  #depth = 0; // of what is open inside a record; 0: outside
  #isScalar = false; // the record is a number, a text or the like, which whoever reads the lines refuses
  #inString = false;
  #isEscaped = false;
  #string: number[] = []; // the text that may turn out to be a key
  #out = new Uint8Array(1 << 16);
  #length = 0;
  #linesIn = 0;
  #linesOut = 0;

  /** @param path keys that lead to the array of records; none for a file of records */
  constructor(path: readonly string[]) {
    this.#path = path;
  }

  /** The lines that are complete; valid until the next call. */
  feed(block: Uint8Array): Uint8Array {
    this.#length = this.#keepPending();
    for (const byte of block) this.#take(byte);
    return this.#out.subarray(0, this.#pendingFrom());
  }

  /** What is left: a record that is not complete is handed over as it is. */
  finish(): Uint8Array {
    this.#length = this.#keepPending();
    if (this.#depth > 0) this.#end();
    return this.#out.subarray(0, this.#length);
  }

  #recordStart = 0;
  #pendingFrom(): number {
    return this.#depth > 0 ? this.#recordStart : this.#length;
  }

  #keepPending(): number {
    const from = this.#pendingFrom();
    this.#out.copyWithin(0, from, this.#length);
    this.#recordStart = 0;
    return this.#length - from;
  }

  #take(byte: number): void {
    if (byte === newline) this.#linesIn++;
    if (this.#depth > 0) this.#takeInside(byte);
    else this.#takeOutside(byte);
  }

  #takeInside(byte: number): void {
    if (this.#isScalar && !this.#inString && (byte === comma || byte === closeArray || byte === newline)) {
      this.#end();
      this.#takeOutside(byte);
      return;
    }
    this.#write(byte === newline || byte === 13 ? 32 : byte);
    if (this.#inString) this.#followString(byte);
    else if (byte === quote) this.#inString = true;
    else if (byte === openObject || byte === openArray) this.#depth++;
    else if (byte === closeObject || byte === closeArray) {
      this.#depth--;
      if (this.#depth === 0) this.#end();
    }
  }

  #takeOutside(byte: number): void {
    if (this.#inString) {
      this.#followString(byte);
      if (this.#inString) this.#string.push(byte);
      return;
    }
    const isBlank = byte <= 32 || byte === comma;
    if (!isBlank && byte !== closeArray && this.#isRecordNext(byte)) this.#begin(byte);
    else if (byte === quote) {
      this.#inString = true;
      this.#string = [];
    } else if (byte === colon) {
      const last = this.#open.at(-1);
      if (last) last.key = textOf(this.#string);
    } else if (byte === openObject || byte === openArray) this.#open.push({ isArray: byte === openArray, key: "" });
    else if (byte === closeObject || byte === closeArray) this.#open.pop();
  }

  #isRecordNext(byte: number): boolean {
    const objects = this.#open.filter(({ isArray }) => !isArray);
    if (objects.length !== this.#path.length) return false;
    if (objects.some(({ key }, at) => key !== this.#path[at])) return false;
    const isInArray = this.#open.at(-1)?.isArray === true;
    return isInArray ? byte !== openArray : this.#path.length === 0 && byte === openObject;
  }

  #begin(byte: number): void {
    for (; this.#linesOut < this.#linesIn; this.#linesOut++) this.#write(newline);
    this.#recordStart = this.#length;
    this.#isScalar = byte !== openObject;
    this.#depth = 1;
    this.#inString = byte === quote;
    this.#write(byte);
  }

  #end(): void {
    this.#write(newline);
    this.#linesOut++;
    this.#depth = 0;
    this.#isScalar = this.#inString = false;
  }

  #followString(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false;
    else if (byte === backslash) this.#isEscaped = true;
    else if (byte === quote) this.#inString = false;
  }

  #write(byte: number): void {
    if (this.#length === this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out[this.#length++] = byte;
  }
}

const newline = 10;
const quote = 34;
const comma = 44;
const colon = 58;
const openArray = 91;
const backslash = 92;
const closeArray = 93;
const openObject = 123;
const closeObject = 125;

const textOf = (bytes: readonly number[]): string => {
  const text = new TextDecoder().decode(Uint8Array.from(bytes));
  try {
    return JSON.parse(`"${text}"`) as string;
  } catch {
    return text; // no key of sound JSON
  }
};

/** The records of a file as lines. */
export async function* recordLines(
  blocks: AsyncIterable<Uint8Array>,
  path: readonly string[],
): AsyncGenerator<Uint8Array> {
  const records = new JsonRecords(path);
  for await (const block of blocks) yield records.feed(block);
  yield records.finish();
}
