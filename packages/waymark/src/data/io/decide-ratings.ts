import type { RatingScale } from "../dataset.ts";
import { letterOf, letterPoints, ownPoints, passOrFail, wordScaleOf } from "./grade-scales.ts";
import {
  type DecimalMark,
  formsOf,
  fractionOf,
  parseNumber,
  partsThousands,
  percentOf,
  type RatingForm,
} from "./rating-text.ts";

/** What the caller says about ratings. */
export interface RatingRules {
  /** A scale of grades of one's own, best first. */
  readonly grades?: readonly string[] | undefined;
  /** Which end of the scale is the better. @defaultValue "high" */
  readonly best?: "high" | "low" | undefined;
  /** For `best: "low"`: the scale on which ratings are turned round; what was observed when absent. */
  readonly scale?: RatingScale | undefined;
}

/** A different text of a column of ratings, and how many rows hold it. */
export interface CountedRating {
  readonly text: string;
  readonly rows: number;
}

/** The plain numbers of the column. */
export interface NumberFacts {
  readonly count: number;
  readonly min: number;
  readonly max: number;
}

export interface DecidedRatings {
  /** The rating of each text: NaN for a blank, `undefined` for what is no rating in this column. */
  readonly ofText: readonly (number | undefined)[];
  /** The rating of a plain number. */
  ofNumber(value: number): number | undefined;
  /** Plain numbers are the ratings. */
  readonly keepsNumbers?: true;
  /** Why a row is rejected whose rating cannot be read. */
  readonly reason: string;
  readonly notes: readonly string[];
}

type Kind = "number" | "percent" | "fraction" | "letter" | "word";

/** The form in which most rows write their rating decides how all are read; O(different texts). */
export function decideRatings(
  texts: readonly CountedRating[],
  numbers: NumberFacts,
  rules: RatingRules,
): DecidedRatings {
  if (rules.grades) return byOwnGrades(texts, rules.grades);
  const forms = texts.map(({ text }) => formsOf(text));
  const scale = numbers.count === 0 ? scaleOfWords(texts, forms) : undefined;
  if (scale) return byOwnGrades(texts, scale);
  const rowsOf = (form: RatingForm) =>
    texts.reduce((sum, { rows }, at) => sum + (forms[at]!.includes(form) ? rows : 0), 0);
  const counts: Record<Kind, number> = {
    number: numbers.count + rowsOf("number") + rowsOf("comma"),
    percent: rowsOf("percent"),
    fraction: rowsOf("fraction"),
    letter: rowsOf("letter"),
    word: rowsOf("word"),
  };
  const kinds = ["number", "percent", "fraction", "letter", "word"] as const;
  // "F" beside "P" and "W" is a word; a word that is no letter decides.
  const kind = kinds.reduce((best, other) => (counts[other] > counts[best] ? other : best), "number" as Kind);
  return byKind(kind, texts, forms, numbers);
}

function byKind(
  kind: Kind,
  texts: readonly CountedRating[],
  forms: readonly (readonly RatingForm[])[],
  numbers: NumberFacts,
): DecidedRatings {
  const { mark, note } = decimalMark(texts, forms);
  const notes = note === undefined ? [] : [note];
  const read = (of: (text: string, form: readonly RatingForm[]) => number | undefined) =>
    texts.map(({ text }, at) => (forms[at]![0] === "blank" ? Number.NaN : of(text, forms[at]!)));
  const numberOf = (text: string) => parseNumber(text, mark) ?? parseNumber(text, mark === "comma" ? "point" : "comma");
  switch (kind) {
    case "number":
    case "percent": {
      const percents = forms.some((form) => form.includes("percent"));
      const share = percents && numbers.count > 0 && numbers.min >= 0 && numbers.max <= 1 ? 100 : 1;
      if (percents)
        notes.push(
          `Percentages are read as ratings from 0 to ${share === 100 ? "1, as the other numbers are" : "100"}.`,
        );
      return {
        ofText: read((text, form) => {
          if (form.includes("percent")) {
            const value = percentOf(text, mark);
            return value === undefined ? undefined : value / share;
          }
          return form.includes("number") || form.includes("comma") ? numberOf(text) : undefined;
        }),
        ofNumber: (value) => value,
        keepsNumbers: true,
        reason: "the rating is not a finite number",
        notes,
      };
    }
    case "fraction": {
      const tops = new Set(texts.flatMap(({ text }) => fractionOf(text, mark)?.[1] ?? []));
      const top = tops.size === 1 ? [...tops][0]! : undefined;
      notes.push(
        top === undefined
          ? "Ratings such as 17/20 are read as percentages, since not all are out of the same number."
          : `Ratings such as ${texts.find(({ text }) => fractionOf(text, mark))!.text} are read as the first number, of ${top}.`,
      );
      return {
        ofText: read((text, form) => {
          if (form.includes("fraction")) {
            const [part, whole] = fractionOf(text, mark)!;
            return top === undefined ? (100 * part) / whole : part;
          }
          return form.includes("number") || form.includes("comma") ? numberOf(text) : undefined;
        }),
        ofNumber: (value) => value,
        keepsNumbers: true,
        reason: "the rating is not a finite number",
        notes,
      };
    }
    case "letter": {
      const points = letterPoints(texts.filter((_, at) => forms[at]!.includes("letter")).map(({ text }) => text));
      notes.push(`Letter grades are read as points: ${listPoints(points)}.`);
      return {
        ofText: read((text) => points.get(letterOf(text))),
        ofNumber: notAmong,
        reason: "the rating is no letter grade as the others are",
        notes,
      };
    }
    case "word":
      notes.push(
        `Ratings are words for passed and failed, such as ${JSON.stringify(wordExample(texts, forms))}; they are read as 1 and 0.`,
      );
      return {
        ofText: read((text) => passOrFail(text)),
        ofNumber: (value) => (value === 0 || value === 1 ? value : notAmong(value)),
        reason: "the rating is no word for passed or failed as the others are",
        notes,
      };
  }
}

/** A scale of three words or more, or of two that are not just passed and failed. */
function scaleOfWords(
  texts: readonly CountedRating[],
  forms: readonly (readonly RatingForm[])[],
): readonly string[] | undefined {
  const words = texts.filter((_, at) => forms[at]![0] !== "blank");
  const isMore = words.some(({ text }) => passOrFail(text) === undefined);
  return isMore && words.length > 1 ? wordScaleOf(words.map(({ text }) => text)) : undefined;
}

/** NaN stays the blank that it is. */
const notAmong = (value: number): number | undefined => (Number.isNaN(value) ? value : undefined);

const wordExample = (texts: readonly CountedRating[], forms: readonly (readonly RatingForm[])[]): string =>
  texts.find((_, at) => forms[at]!.includes("word"))!.text;

function byOwnGrades(texts: readonly CountedRating[], grades: readonly string[]): DecidedRatings {
  const points = ownPoints(grades);
  return {
    ofText: texts.map(
      ({ text }) => points.get(letterOf(text)) ?? (formsOf(text)[0] === "blank" ? Number.NaN : undefined),
    ),
    ofNumber: (value) => points.get(String(value)) ?? notAmong(value),
    reason: `the rating is none of the grades ${grades.join(", ")}`,
    notes: [
      `Grades are read as points: ${listPoints(new Map(grades.map((grade) => [grade, points.get(letterOf(grade))!])))}.`,
    ],
  };
}

const listPoints = (points: ReadonlyMap<string, number>): string =>
  [...points]
    .sort(([, a], [, b]) => b - a)
    .map(([grade, value]) => `${grade} ${value}`)
    .join(", ");

/** Whether commas part decimals or thousands, decided over the column. */
function decimalMark(
  texts: readonly CountedRating[],
  forms: readonly (readonly RatingForm[])[],
): { readonly mark: DecimalMark; readonly note?: string } {
  const numeric = texts.filter(
    ({ text }, at) => /[.,]/.test(text) && !forms[at]!.includes("unknown") && !forms[at]!.includes("blank"),
  );
  const withMarks = numeric.map(({ text }) => text);
  if (!withMarks.some((text) => text.includes(","))) return { mark: "point" };
  const fits = (mark: DecimalMark) =>
    withMarks.filter(
      (text) => (percentOf(text, mark) ?? fractionOf(text, mark) ?? parseNumber(text, mark)) !== undefined,
    ).length;
  const commas = withMarks.filter((text) => text.includes(","));
  const example = commas[0]!;
  const thousands = commas.every((text) => partsThousands(text)) || fits("point") > fits("comma");
  if (thousands) {
    const value = parseNumber(example, "point");
    return {
      mark: "point",
      ...(value !== undefined && { note: `Commas part thousands: ${example} is read as ${value}.` }),
    };
  }
  const value = percentOf(example, "comma") ?? fractionOf(example, "comma")?.[0] ?? parseNumber(example, "comma");
  return { mark: "comma", note: `Commas part decimals: ${example} is read as ${value}.` };
}
