import { isAscii, isUtf8 } from "node:buffer";
import { InvalidInputError } from "../../errors.ts";

/** How the characters of a file are read. Filled in while the file is read. */
export interface TextReport {
  /** Name in the WHATWG Encoding Standard; absent while only ASCII has been met. */
  encoding?: string;
  /** The name was found from the bytes, not given. */
  isDetected: boolean;
  /** Characters that could not be read in this encoding; each stands as � in the text. */
  unreadable: number;
}

/** Other names in use, in lower case, letters and digits only. */
const aliases: Readonly<Record<string, string>> = {
  utf8sig: "utf-8",
  utf8bom: "utf-8",
  utf16: "utf-16le",
  unicode: "utf-16le",
  ansi: "windows-1252",
  latin1: "windows-1252",
  latin2: "iso-8859-2",
  latin5: "windows-1254",
  latin9: "iso-8859-15",
  macroman: "macintosh",
  cp932: "shift_jis",
  ms932: "shift_jis",
  shiftjis: "shift_jis",
  cp936: "gbk",
  ms936: "gbk",
  gb18030: "gb18030",
  cp949: "euc-kr",
  ms949: "euc-kr",
  uhc: "euc-kr",
  cp950: "big5",
  eucjp: "euc-jp",
  euckr: "euc-kr",
  koi8r: "koi8-r",
  koi8u: "koi8-u",
};

/** The standard's name of an encoding. @throws {InvalidInputError} naming those in use */
export function encodingNamed(given: string): string {
  const plain = given.toLowerCase().replace(/[^a-z0-9]/g, "");
  const spellings = [
    given,
    Object.hasOwn(aliases, plain) ? aliases[plain]! : plain,
    plain.replace(/^(?:windows|win|cp)(?=\d)/, "windows-"),
    plain.replace(/^iso8859/, "iso-8859-"),
  ];
  for (const label of spellings) {
    const name = standardName(label);
    if (name !== undefined) return name;
  }
  throw new InvalidInputError(
    "encoding",
    "a name such as utf-8, utf-16le, windows-1252 (latin1), windows-1251, windows-1254, windows-1256, gb18030 (gbk), " +
      "big5, shift_jis (sjis), euc-jp, euc-kr or iso-8859-2",
    given,
  );
}

function standardName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined; // a label that the standard does not have
  }
}

/** What windows-1252 has at 0x80 to 0x9F; some versions of Node decode these bytes as control characters. */
const windows1252 = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ";
const repairs1252 = (text: string): string =>
  text.replace(/[\x80-\x9f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80]!);

/** A decoder for one stream: give it block after block with `{ stream: true }`, then nothing. */
export function decoderOf(encoding: string): (bytes?: Uint8Array) => string {
  const decoder = new TextDecoder(encoding);
  const decode = (bytes?: Uint8Array) => (bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode());
  return encoding === "windows-1252" ? (bytes) => repairs1252(decode(bytes)) : decode;
}

/**
 * Turns the blocks of a file into UTF-8. ASCII and UTF-8 pass as they are, at some GB/s; UTF-8 that is damaged and every
 * other encoding is decoded and encoded anew. What the encoding is, where nobody says, is decided at the first block that
 * is not UTF-8.
 */
export class Utf8Stream {
  readonly #report: TextReport;
  readonly #detect: () => Promise<string>;
  #decode: ((bytes?: Uint8Array) => string) | undefined;
  #rest: Uint8Array = new Uint8Array(0); // the beginning of a character that goes on in the next block

  constructor(report: TextReport, detect: () => Promise<string>) {
    this.#report = report;
    this.#detect = detect;
  }

  async next(block: Uint8Array): Promise<Uint8Array> {
    const report = this.#report;
    if (this.#rest.length === 0 && !isWide(report.encoding) && isAscii(block)) return block;
    const bytes = this.#rest.length === 0 ? block : Buffer.concat([this.#rest, block]);
    this.#rest = new Uint8Array(0);
    if (report.encoding !== undefined && report.encoding !== "utf-8") return this.#transcode(bytes);
    const end = bytes.length - unfinished(bytes);
    const whole = bytes.subarray(0, end);
    if (isUtf8(whole)) {
      this.#rest = bytes.slice(end);
      return whole;
    }
    if (report.encoding === undefined) {
      report.encoding = await this.#detect();
      report.isDetected = true;
      if (report.encoding !== "utf-8") return this.#transcode(bytes);
    }
    this.#rest = bytes.slice(end);
    return this.#count(new TextDecoder().decode(whole), occurrences(whole));
  }

  /** What is left at the end of the file. */
  finish(): Uint8Array {
    if (this.#decode) return this.#count(this.#decode(), 0);
    return this.#rest.length === 0 ? this.#rest : this.#count(new TextDecoder().decode(this.#rest), 0);
  }

  #transcode(bytes: Uint8Array): Uint8Array {
    this.#decode ??= decoderOf(this.#report.encoding!);
    return this.#count(this.#decode(bytes), 0);
  }

  /** @param meant replacement characters that the file itself holds */
  #count(text: string, meant: number): Uint8Array {
    let count = -meant;
    for (let at = text.indexOf("\uFFFD"); at >= 0; at = text.indexOf("\uFFFD", at + 1)) count++;
    this.#report.unreadable += Math.max(0, count);
    return new TextEncoder().encode(text);
  }
}

/** ASCII bytes alone are other characters in these: UTF-16, and the Japanese mail encoding. */
const isWide = (encoding: string | undefined): boolean =>
  encoding !== undefined && (encoding.startsWith("utf-16") || encoding === "iso-2022-jp" || encoding.endsWith("jis"));

/** Bytes at the end that begin a UTF-8 character without ending it. */
function unfinished(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

/** Replacement characters that stand in UTF-8 text as such. */
function occurrences(bytes: Uint8Array): number {
  const mark = Buffer.from("\uFFFD");
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let count = 0;
  for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + 3)) count++;
  return count;
}
