import { orderIds, Vocabulary } from "../vocabulary.ts";

/** Whole numbers below this are looked up in a table, which has room for the largest met: at most 32 MB. */
const wholesEnd = 8_388_608;

/** Turns bytes into text. */
export type Decoder = InstanceType<typeof TextDecoder>;

/** Codes that stand for no id. */
export const blank = 0xffff_ffff;
export const undecodable = 0xffff_fffe;

/**
 * Turns ids into numbers in order of first appearance, straight from the bytes of a file: a hash table over bytes, so
 * that a string is made only for an id that has not been met.
 *
 * Spaces around an id do not count: " 7" is "7". Nothing else is changed: "007" stays "007".
 */
export class IdDictionary {
  readonly #codes = new Map<string, number>(); // by text
  readonly #texts: string[] = [];
  #hasPaddedIds = false;
  readonly #decoder: Decoder;

  #bytes = new Uint8Array(65_536); // of all spellings met, one behind the other
  #ends = new Uint32Array(4096); // where the bytes of an entry end
  #entryCodes = new Uint32Array(4096);
  #entries = 0;
  #slots = new Int32Array(16_384).fill(-1); // entry by hash, open addressing
  #wholeCodes = new Int32Array(4096); // code + 1 by value, 0 for a number not yet met
  #previous = -1; // files are often sorted by one of the two

  constructor(encoding: "utf-8" | "latin-1" = "utf-8") {
    this.#decoder =
      encoding === "latin-1" ? new TextDecoder("latin1") : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  }

  /** Some ids had spaces around them, which were taken off. */
  get hasPaddedIds(): boolean {
    return this.#hasPaddedIds;
  }

  /** The code of the text in `[start, end)`; `blank` where there is none, `undecodable` where it is no text. */
  codeOfBytes(source: Uint8Array, start: number, end: number): number {
    if (start === end) return blank;
    const previous = this.#previous;
    if (previous >= 0 && this.#is(previous, source, start, end)) return this.#entryCodes[previous]!;
    const mask = this.#slots.length - 1;
    let slot = hash(source, start, end) & mask;
    for (;;) {
      const entry = this.#slots[slot]!;
      if (entry < 0) return this.#insert(slot, source, start, end);
      if (this.#is(entry, source, start, end)) {
        this.#previous = entry;
        return this.#entryCodes[entry]!;
      }
      slot = (slot + 1) & mask;
    }
  }

  /** As `codeOfBytes`, for a field in which doubled quotation marks stand for single ones. */
  codeOfEscaped(source: Uint8Array, start: number, end: number): number {
    return this.#decode(source.subarray(start, end), true);
  }

  /** The code of a whole number's usual spelling, without leading zeros. */
  codeOfWhole(value: number): number {
    if (value < this.#wholeCodes.length) {
      const code = this.#wholeCodes[value]!;
      if (code > 0) return code - 1;
    }
    const code = this.codeOfText(String(value));
    if (value < wholesEnd) {
      while (value >= this.#wholeCodes.length)
        this.#wholeCodes = enlarged(this.#wholeCodes, (length) => new Int32Array(length));
      this.#wholeCodes[value] = code + 1;
    }
    return code;
  }

  codeOfText(text: string): number {
    const known = this.#codes.get(text);
    if (known !== undefined) return known;
    const trimmed = text.trim();
    if (trimmed === "") return blank;
    if (trimmed !== text) {
      this.#hasPaddedIds = true;
      return this.codeOfText(trimmed);
    }
    const code = this.#texts.push(text) - 1;
    this.#codes.set(text, code);
    return code;
  }

  /**
   * The vocabulary, and the index of each code in it.
   * @param inUse the codes of all rows, where some rows were rejected: ids of those alone are left out
   */
  finish(entity: string, inUse?: Uint32Array): { readonly vocabulary: Vocabulary; readonly indexes: Uint32Array } {
    let order = orderIds(this.#texts);
    if (inUse) {
      const isUsed = new Uint8Array(order.length);
      for (let row = 0; row < inUse.length; row++) isUsed[inUse[row]!] = 1;
      order = order.filter((code) => isUsed[code] === 1);
    }
    const indexes = new Uint32Array(this.#texts.length);
    for (let index = 0; index < order.length; index++) indexes[order[index]!] = index;
    const ids = Array.from(order, (code) => this.#texts[code]!);
    return { vocabulary: new Vocabulary(entity, ids), indexes };
  }

  #is(entry: number, source: Uint8Array, start: number, end: number): boolean {
    const from = entry === 0 ? 0 : this.#ends[entry - 1]!;
    if (this.#ends[entry]! - from !== end - start) return false;
    const bytes = this.#bytes;
    for (let at = start, k = from; at < end; at++, k++) if (bytes[k] !== source[at]) return false;
    return true;
  }

  #insert(slot: number, source: Uint8Array, start: number, end: number): number {
    const entry = this.#entries++;
    const from = entry === 0 ? 0 : this.#ends[entry - 1]!;
    const to = from + end - start;
    while (to > this.#bytes.length) this.#bytes = enlarged(this.#bytes, (n) => new Uint8Array(n));
    if (entry === this.#ends.length) {
      this.#ends = enlarged(this.#ends, (n) => new Uint32Array(n));
      this.#entryCodes = enlarged(this.#entryCodes, (n) => new Uint32Array(n));
    }
    this.#bytes.set(source.subarray(start, end), from);
    this.#ends[entry] = to;
    this.#slots[slot] = entry;
    const code = this.#decode(source.subarray(start, end), false);
    this.#entryCodes[entry] = code;
    if (this.#entries * 2 > this.#slots.length) this.#rehash();
    return code;
  }

  #decode(bytes: Uint8Array, isEscaped: boolean): number {
    try {
      const text = this.#decoder.decode(bytes);
      return this.codeOfText(isEscaped ? text.replaceAll('""', '"') : text);
    } catch {
      return undecodable; // the only thing a fatal decoder throws for
    }
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(-1);
    const mask = this.#slots.length - 1;
    for (let entry = 0; entry < this.#entries; entry++) {
      const from = entry === 0 ? 0 : this.#ends[entry - 1]!;
      let slot = hash(this.#bytes, from, this.#ends[entry]!) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = entry;
    }
  }
}

/** FNV-1a, mixed once more so that its low bits are good. */
function hash(bytes: Uint8Array, start: number, end: number): number {
  let h = 0x811c9dc5;
  for (let at = start; at < end; at++) h = Math.imul(h ^ bytes[at]!, 0x01000193);
  return h ^ (h >>> 15);
}

function enlarged<A extends Uint8Array | Uint32Array | Int32Array>(array: A, create: (length: number) => A): A {
  const larger = create(array.length * 2);
  larger.set(array);
  return larger;
}
