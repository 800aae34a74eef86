import type { RatingScale } from "../dataset.ts";
import { CodeColumn } from "./code-column.ts";
import { type CountedRating, decideRatings, type RatingRules } from "./decide-ratings.ts";

/** What became of a column of ratings. */
export interface ReadRatings {
  readonly values: Float64Array;
  readonly notes: readonly string[];
  /** Rows whose rating is neither blank nor read, ascending, and why. */
  readonly unreadable: readonly UnreadRating[];
}

export interface UnreadRating {
  readonly row: number;
  readonly reason: string;
  /** Where the row stands, of the first few of each text. */
  readonly place?: RowPlace;
}

/** A row of the file, to be shown. */
export interface RowPlace {
  readonly row: number;
  readonly line: number;
  readonly text: string;
}

/** Rows kept to look at: of each text, and texts of which any are kept. */
const placesPerText = 20;
const textsWithPlaces = 200;

/**
 * Collects the ratings of rows. Plain numbers are kept as they come; every other text is kept once, and what it means is
 * decided at the end over the column as a whole: letter grades, percentages, decimal commas, passed and failed.
 */
export class RatingColumn {
  readonly #rules: RatingRules;
  readonly #codes = new Map<string, number>(); // by text
  readonly #texts: { text: string; rows: number; places: RowPlace[] }[] = [];
  readonly #shortCodes = new Map<number, number>(); // text + 1 by the bytes as a number
  readonly #rowCodes = new CodeColumn(); // text + 1
  #code = 0;

  constructor(rules: RatingRules = {}) {
    this.#rules = rules;
  }

  number(value: number): number {
    this.#code = 0;
    return value;
  }

  /** As `text`, for a field of at most four bytes: most grades are so short, and need no text made of them. */
  short(bytes: Uint8Array, start: number, end: number, decode: () => string): number {
    let key = 0;
    for (let at = start; at < end; at++) key = key * 256 + bytes[at]!;
    const known = this.#shortCodes.get(key);
    if (known === undefined) {
      const value = this.text(decode());
      this.#shortCodes.set(key, this.#code);
      return value;
    }
    this.#code = known;
    return Number.NaN;
  }

  text(text: string): number {
    const trimmed = text.trim();
    let at = this.#codes.get(trimmed);
    if (at === undefined) {
      at = this.#texts.push({ text: trimmed, rows: 0, places: [] }) - 1;
      this.#codes.set(trimmed, at);
    }
    this.#code = at + 1;
    return Number.NaN;
  }

  /** Whether what was asked about last is a text, of whose row `took` must hear. */
  get isText(): boolean {
    return this.#code !== 0;
  }

  /** The row whose rating was asked about last, a text, has been added as row number `row`. */
  took(row: number, line: number, whole: () => string): void {
    this.#rowCodes.set(row, this.#code);
    const { places } = this.#texts[this.#code - 1]!;
    this.#texts[this.#code - 1]!.rows++;
    if (this.#code <= textsWithPlaces && places.length < placesPerText) places.push({ row, line, text: whole() });
  }

  /** @param values what was kept, row by row; changed in place */
  finish(values: Float64Array): ReadRatings {
    const counted = this.#texts as readonly CountedRating[];
    const decided = decideRatings(counted, this.#numberFacts(values), this.#rules);
    const unreadable: UnreadRating[] = [];
    const asTheyAre = this.#texts.length === 0 && decided.keepsNumbers;
    for (let row = 0; row < values.length && !asTheyAre; row++) {
      const code = this.#rowCodes.get(row);
      const value = code === 0 ? decided.ofNumber(values[row]!) : decided.ofText[code - 1];
      if (value === undefined) {
        const place = code === 0 ? undefined : this.#texts[code - 1]!.places.find((known) => known.row === row);
        unreadable.push({ row, reason: decided.reason, ...(place && { place }) });
      }
      values[row] = value ?? Number.NaN;
    }
    const notes = [...decided.notes];
    if (this.#rules.best === "low") notes.push(...turnRound(values, this.#rules.scale));
    return { values, notes, unreadable };
  }

  /** Only texts are read by them. */
  #numberFacts(values: Float64Array) {
    if (this.#texts.length === 0) return { count: values.length, min: Number.NaN, max: Number.NaN };
    let count = 0;
    let min = Number.POSITIVE_INFINITY;
    let max = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < values.length; row++) {
      const value = values[row]!;
      if (Number.isNaN(value)) continue;
      count++;
      if (value < min) min = value;
      if (value > max) max = value;
    }
    return { count, min, max };
  }
}

/** Low ratings are the best: on the scale, or between the lowest and highest met, each becomes its mirror image. */
function turnRound(values: Float64Array, scale: RatingScale | undefined): string[] {
  let { min, max } = scale ?? { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  if (scale === undefined)
    for (let row = 0; row < values.length; row++) {
      if (values[row]! < min) min = values[row]!;
      if (values[row]! > max) max = values[row]!;
    }
  if (min > max) return [];
  for (let row = 0; row < values.length; row++) values[row] = Number((min + max - values[row]!).toPrecision(12));
  return [
    `The lowest rating is the best: ratings were turned round, so that ${min} became ${max} and ${max} became ${min}.`,
  ];
}
