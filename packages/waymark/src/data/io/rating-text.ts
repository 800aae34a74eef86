import { isBlankText } from "./blank-text.ts";
import { isLetterGrade, isNoGrade, passOrFail } from "./grade-scales.ts";

/** How a rating that is not plainly a number is written. */
export type RatingForm = "blank" | "number" | "comma" | "percent" | "fraction" | "letter" | "word" | "unknown";

const percent = /^([+-]?[\d.,]+)\s?[%％٪]$/;
const fraction = /^([\d.,]+)\s?(?:\/|out of|of|von|de|sur|su|из)\s?([\d.,]+)$/i;
const withUnit =
  /^([\d.,]+)\s?(?:stars?|points?|pts?\.?|sterne?|punkte?|estrellas?|étoiles?|stelle|баллов|балла?|点|分|점)$/i;
const stars = /^([★⭐]{1,10})[☆\s]*$/u;

/** The forms that one text may have, most telling first: "F" is a letter and a word. */
export function formsOf(text: string): readonly RatingForm[] {
  if (isBlankText(text)) return ["blank"];
  if (percent.test(text)) return ["percent"];
  if (fraction.test(text)) return ["fraction"];
  if (isNumeric(text)) return [/[,’'\s]/.test(numberPart(text)) ? "comma" : "number"];
  const forms: RatingForm[] = [];
  if (isLetterGrade(text)) forms.push("letter");
  if (passOrFail(text) !== undefined) forms.push("word");
  if (forms.length === 0 && isNoGrade(text)) return ["blank"];
  return forms.length > 0 ? forms : ["unknown"];
}

const isNumeric = (text: string): boolean =>
  stars.test(text) || parseNumber(text, "comma") !== undefined || parseNumber(text, "point") !== undefined;

const numberPart = (text: string): string => withUnit.exec(text)?.[1] ?? text;

/** What stands before the decimals: the other of the two parts thousands, as do spaces and apostrophes. */
export type DecimalMark = "comma" | "point";

const digitsWith: Readonly<Record<DecimalMark, RegExp>> = {
  point: /^[+-]?(?:\d{1,3}(?:[,’' ]\d{3})+|\d+)?(?:\.\d*)?$/,
  comma: /^[+-]?(?:\d{1,3}(?:[.’' ]\d{3})+|\d+)?(?:,\d*)?$/,
};

/** `undefined` for what is no number in this way of writing. */
export function parseNumber(text: string, mark: DecimalMark): number | undefined {
  const shown = stars.exec(text)?.[1];
  if (shown !== undefined) return [...shown].length;
  const part = westernDigits(numberPart(text));
  if (!digitsWith[mark].test(part) || !/\d/.test(part)) return undefined;
  const plain = mark === "comma" ? part.replace(/[.’' ]/g, "").replace(",", ".") : part.replace(/[,’' ]/g, "");
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

/** Full-width, Arabic, Persian and Devanagari digits as 0 … 9. */
const westernDigits = (text: string): string =>
  text
    .normalize("NFKC")
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/[०-९]/g, (digit) => String(digit.charCodeAt(0) - 0x966))
    .replaceAll("٫", ".");

/** 85 of "85 %". */
export const percentOf = (text: string, mark: DecimalMark): number | undefined =>
  parseNumber(percent.exec(text)?.[1] ?? "", mark);

/** 17 and 20 of "17/20". */
export function fractionOf(text: string, mark: DecimalMark): readonly [number, number] | undefined {
  const [, part, whole] = fraction.exec(text) ?? [];
  const [of, top] = [parseNumber(part ?? "", mark), parseNumber(whole ?? "", mark)];
  return of === undefined || top === undefined || top <= 0 ? undefined : [of, top];
}

/** Every separator parts three digits: "1,234" is more likely a thousand than a fraction. */
export const partsThousands = (text: string): boolean => /^[+-]?[1-9]\d{0,2}([.,]\d{3})+$/.test(numberPart(text));
