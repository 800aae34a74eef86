import { isTotalLabel } from "./total-rows.ts";

/** A gradebook as a learning platform exports it. */
export interface Gradebook {
  readonly system: "Moodle" | "Canvas" | "Blackboard";
  /** Position of the learner's id. */
  readonly learner: number;
  /** Positions of graded items, with their names. */
  readonly courses: ReadonlyMap<number, string>;
  /** First cells of rows that are no learners. */
  readonly otherRows?: RegExp;
  /** Highest points of the items, as far as the export says them. */
  readonly points: readonly number[];
}

interface Platform {
  readonly system: Gradebook["system"];
  /** Header cells that tell the platform, in lower case; all must be there. */
  readonly signs: readonly string[];
  /** Columns of the learner's id, best first: the first with a different text in every row. */
  readonly ids: readonly string[];
  /** Columns of the learner, not of an item. */
  readonly about: RegExp;
  /** Totals and the like. */
  readonly summaries: RegExp;
  /** What an item's column has around its name. */
  readonly wrapping: RegExp;
  readonly otherRows?: RegExp;
}

/**
 * @see Moodle: Gradebook, Export, Plain text file; Canvas: Gradebook, Export; Blackboard: Grade Center, Work Offline,
 * Download
 */
const platforms: readonly Platform[] = [
  {
    system: "Canvas",
    signs: ["student", "id", "section"],
    ids: ["id", "sis user id", "sis login id", "student"],
    about: /^(student|id|sis user id|sis login id|integration id|root account|section|notes|student notes)$/i,
    summaries:
      /^(.* )?(current|final|unposted current|unposted final) (score|grade|points)$|^.* \(read[ -]only\)$|^override (score|grade)$/i,
    wrapping: /\s*\(\d+\)$/,
    otherRows: /^\s*(points possible|manual posting)/i,
  },
  {
    system: "Moodle",
    signs: ["first name", "email address"],
    ids: ["id number", "username", "email address"],
    about:
      /^(first name|surname|last name|id number|username|institution|department|email address|last downloaded .*)$/i,
    summaries: /^(course|category|.* ) ?total( \(.*\))?$|^.*\((feedback|letter|percentage)\)$/i,
    wrapping: /\s*\((real|letter|percentage)\)$/i,
  },
  {
    system: "Blackboard",
    signs: ["last name", "first name", "username"],
    ids: ["student id", "username"],
    about: /^(last name|first name|username|student id|last access|availability|child course id)$/i,
    summaries: /^((weighted|running|external|overall|final|current) )?(total|grade|average)\b.*\[total pts:/i,
    wrapping: /\s*\[total pts:[^\]]*\]\s*(?:\|\s*\d+)?$/i,
  },
];

/** `undefined` for a header that is of none of the platforms. */
export function knownGradebook(
  names: readonly string[],
  sample: readonly (readonly string[])[],
): Gradebook | undefined {
  const plain = names.map((name) => name.trim().toLowerCase());
  const platform = platformOf(plain);
  if (platform === undefined) return undefined;
  const { system, ids, about, summaries, wrapping, otherRows } = platform;
  const rows = sample.filter((row) => !otherRows?.test(row[0]!) && !isTotalLabel(row[0]!));
  const learner = ids.map((name) => plain.indexOf(name)).find((at) => at >= 0 && isDistinct(rows, at));
  const places = names.flatMap((name, at) => {
    const isItem =
      name.trim() !== "" && !about.test(name.trim()) && !summaries.test(name.trim()) && !isTotalLabel(name);
    return isItem ? [at] : [];
  });
  if (learner === undefined || places.length === 0) return undefined;
  const short = places.map((at) => names[at]!.trim().replace(wrapping, "").trim());
  const isUnique = (name: string) => name !== "" && short.indexOf(name) === short.lastIndexOf(name);
  const courses = new Map(places.map((at, k) => [at, isUnique(short[k]!) ? short[k]! : names[at]!.trim()]));
  const maxima = sample.find((row) => /^\s*points possible/i.test(row[0]!));
  const points = places
    .map((at) => Number(maxima?.[at]?.replace(",", ".") || /\[total pts: (\d+)/i.exec(names[at]!)?.[1]))
    .filter((most) => most > 0);
  return { system, learner, courses, points, ...(otherRows && { otherRows }) };
}

const platformOf = (plain: readonly string[]): Platform | undefined =>
  platforms.find(({ signs }) => signs.every((sign) => plain.includes(sign)));

export const isGradebookHeader = (names: readonly string[]): boolean =>
  platformOf(names.map((name) => name.trim().toLowerCase())) !== undefined;

function isDistinct(rows: readonly (readonly string[])[], at: number): boolean {
  const ids = rows.map((row) => (row[at] ?? "").trim());
  return ids.every((id) => id !== "" && id !== "-") && new Set(ids).size === ids.length;
}
