import { isAscii } from "node:buffer";

/** Encodings with two and more bytes a character, as chardet names them. */
const multibyte: Readonly<Record<string, string>> = {
  GB18030: "gb18030",
  Big5: "big5",
  Shift_JIS: "shift_jis",
  "EUC-JP": "euc-jp",
  "EUC-KR": "euc-kr",
};

/** Encodings of other scripts with one byte a character; the ISO ones are parts of the Windows ones as far as letters go. */
const otherScripts: Readonly<Record<string, string>> = {
  "windows-1251": "windows-1251",
  "KOI8-R": "koi8-r",
  "ISO-8859-5": "iso-8859-5",
  "ISO-8859-6": "windows-1256",
  "windows-1256": "windows-1256",
  "ISO-8859-7": "windows-1253",
  "windows-1253": "windows-1253",
  "ISO-8859-8": "windows-1255",
  "windows-1255": "windows-1255",
};

/** UTF-16 by its byte order mark, or by zeros at every other place; `undefined` for other bytes. */
export function detectUtf16(head: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const length = Math.min(head.length, 4096) & ~1;
  let high = 0;
  let low = 0;
  for (let at = 0; at < length; at += 2) {
    if (head[at] === 0) high++;
    if (head[at + 1] === 0) low++;
  }
  if (length < 8 || high + low < length / 20) return undefined;
  const found = low > 8 * high ? "utf-16le" : high > 8 * low ? "utf-16be" : undefined;
  const text = new TextDecoder(found).decode(head.subarray(0, length));
  return [...text].some((character) => character < "\t" || (character > "\r" && character < " ")) ? undefined : found;
}

/**
 * The likeliest encoding of bytes that are not UTF-8. Far Eastern and other scripts by chardet's tables; among the
 * Western ones windows-1252 unless letters of Turkish or Central European stand where it has symbols. A file of UTF-8
 * with some damaged characters stays UTF-8.
 *
 * @param sample lines with bytes beyond ASCII, from anywhere in the file
 */
export async function detectEncoding(sample: Uint8Array): Promise<string> {
  if (isMostlyUtf8(sample)) return "utf-8";
  const { analyse } = await import("chardet");
  const guesses = analyse(sample);
  const [best] = guesses;
  const runs = shareInRuns(sample);
  if (best && best.confidence >= 50 && best.name in multibyte) return multibyte[best.name]!;
  if (runs < 0.5) return westernEncoding(sample);
  const eastern = bestMultibyte(sample);
  const script = guesses.find(({ name }) => name in otherScripts);
  if (eastern && eastern.share > 0.9 && (script?.confidence ?? 0) < 30) return eastern.name;
  return script ? otherScripts[script.name]! : (eastern?.name ?? westernEncoding(sample));
}

/** Three and more whole characters for each byte that is none. */
function isMostlyUtf8(sample: Uint8Array): boolean {
  const text = new TextDecoder().decode(sample);
  let whole = 0;
  let damaged = 0;
  for (const character of text) {
    if (character === "\uFFFD") damaged++;
    else if (character > "\x7f") whole++;
  }
  return whole >= 3 * damaged;
}

const isHigh = (byte: number | undefined): boolean => byte !== undefined && byte >= 0x80;

/** The share of bytes beyond ASCII that stand beside another: near 0 in Western text, near 1 in other scripts. */
function shareInRuns(sample: Uint8Array): number {
  let high = 0;
  let inRuns = 0;
  for (let at = 0; at < sample.length; at++) {
    if (!isHigh(sample[at])) continue;
    high++;
    if (isHigh(sample[at - 1]) || isHigh(sample[at + 1])) inRuns++;
  }
  return high === 0 ? 0 : inRuns / high;
}

/** First bytes of the common characters of each encoding, and whether its second byte may be an ASCII letter. */
const commonLeads: readonly (readonly [name: string, from: number, to: number])[] = [
  ["gb18030", 0xb0, 0xd7],
  ["big5", 0xa4, 0xc6],
  ["euc-kr", 0xb0, 0xc8],
];

/** By the share of pairs that are common characters; only encodings in which every byte is a part of a character. */
function bestMultibyte(sample: Uint8Array): { readonly name: string; readonly share: number } | undefined {
  let best: { name: string; share: number } | undefined;
  for (const [name, from, to] of commonLeads) {
    if (new TextDecoder(name).decode(sample).includes("\uFFFD")) continue;
    let pairs = 0;
    let common = 0;
    for (let at = 0; at < sample.length; at++) {
      if (!isHigh(sample[at])) continue;
      pairs++;
      const isInGb = name === "big5" || sample[at + 1]! >= 0xa1; // the pairs below are rare characters
      if (sample[at]! >= from && sample[at]! <= to && isInGb) common++;
      at++;
    }
    const share = common / pairs;
    if (best === undefined || share > best.share) best = { name, share };
  }
  return best;
}

/** ğ ı ş İ Ş Ğ, where windows-1252 has the Icelandic letters. */
const turkish = new Set([0xf0, 0xfd, 0xfe, 0xdd, 0xde, 0xd0]);
/** Letters in windows-1250, symbols in windows-1252: Ą ą Ł ł Ż ż Ľ ľ Ş ş ť ź … */
const centralEuropean = new Set([0xa3, 0xa5, 0xaf, 0xb3, 0xb9, 0xbc, 0xbe, 0xbf, 0x9c, 0x9d, 0x9f, 0x8c, 0x8d, 0x8f]);

function westernEncoding(sample: Uint8Array): string {
  let high = 0;
  let inTurkish = 0;
  let inCentral = 0;
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at]!;
    if (byte < 0x80) continue;
    high++;
    if (turkish.has(byte)) inTurkish++;
    if (centralEuropean.has(byte) && (isLetter(sample[at - 1]) || isLetter(sample[at + 1]))) inCentral++;
  }
  if (inTurkish > 0.25 * high) return "windows-1254";
  return inCentral > 0.15 * high ? "windows-1250" : "windows-1252";
}

const isLetter = (byte: number | undefined): boolean => byte !== undefined && /[a-z]/i.test(String.fromCharCode(byte));

/** Collects up to 256 KiB of lines that are not ASCII. */
export class EncodingSample {
  readonly #parts: Uint8Array[] = [];
  #length = 0;

  get isFull(): boolean {
    return this.#length >= 1 << 18;
  }

  add(block: Uint8Array): void {
    if (isAscii(block)) return;
    for (let at = 0; at < block.length && !this.isFull; ) {
      const found = block.indexOf(10, at);
      const end = found < 0 ? block.length : found + 1;
      const line = block.subarray(at, end);
      if (!isAscii(line)) {
        this.#parts.push(line.slice());
        this.#length += line.length;
      }
      at = end;
    }
  }

  get bytes(): Uint8Array {
    return Buffer.concat(this.#parts);
  }
}
