import { basename } from "node:path";
import { InvalidInputError, SourceError, UnknownNameError } from "../../errors.ts";
import { nameColumns } from "../../remedy.ts";
import type { ColumnNames } from "../source.ts";
import { isBlankText } from "./blank-text.ts";
import { isTimeText } from "./clock-text.ts";
import { type ColumnRole, findColumn, plainName } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import { type FoundLayout, isNumberText, isPosition } from "./find-layout.ts";
import type { ColumnChoice, ValueRules } from "./layout.ts";
import { formsOf } from "./rating-text.ts";

export interface ChosenColumns {
  readonly columns: ColumnChoice;
  readonly notes: readonly string[];
}

/** Given as the name of a column: there is none to read. */
export const noColumn = "none";

/**
 * Columns the caller named, by header or by 1-based position, and for the rest those with a known name; in a file
 * without header, the first four in the order learner, course, rating, time, as far as they hold such things.
 *
 * @throws {SourceError} when learner or course cannot be found
 * @throws {UnknownNameError | InvalidInputError} for a column the file does not have
 */
export function chooseColumns(
  file: DataFile,
  found: FoundLayout,
  given: ColumnNames = {},
  rules: ValueRules = {},
): ChosenColumns {
  const { layout, sample } = found;
  const { names } = layout;
  const hasNames = layout.kind !== "delimited" || layout.hasHeader;
  const notes: string[] = [];
  const taken = new Set<number>();
  const isLeftOut = (role: ColumnRole) =>
    (role === "rating" || role === "time") && given[role] === noColumn && !names.includes(noColumn);
  const choose = (role: ColumnRole): number | undefined => {
    const name = isLeftOut(role) ? undefined : given[role];
    const at = name !== undefined ? position(file, hasNames, names, role, name) : undefined;
    if (at !== undefined) taken.add(at);
    return at;
  };
  const asked = { user: choose("user"), item: choose("item"), rating: choose("rating"), time: choose("time") };
  rejectSharedColumn(asked, given);
  /** Of several columns with a usual name, the first whose cells look like what the name says. */
  const byName = (role: ColumnRole, holds: (text: string) => boolean = () => true) =>
    findColumn(names, role, (at) => !taken.has(at) && mostlyFilled(sample, at, holds)) ??
    findColumn(names, role, (at) => !taken.has(at));
  const byPlace = (place: number, holds: (text: string) => boolean) =>
    place < names.length && !taken.has(place) && everyFilled(sample, place, holds) ? place : undefined;

  // A line of words alone may be a header of unknown names: its places are not taken for granted.
  const hasNumbers = sample[0]?.some((cell) => isNumberText(cell) || isTimeText(cell)) === true;
  const byOrder = (place: number) => (hasNumbers ? byPlace(place, () => true) : undefined);
  const user = asked.user ?? (hasNames ? byName("user") : byOrder(0));
  if (user !== undefined) taken.add(user);
  const item = asked.item ?? (hasNames ? byName("item") : byOrder(1));
  if (user === undefined || item === undefined) throw notFound(file, found, user === undefined ? "user" : "item");
  taken.add(item);
  const optional = (role: "rating" | "time", holds: (text: string) => boolean, look: () => number | undefined) => {
    const at = isLeftOut(role) ? undefined : (asked[role] ?? (hasNames ? byName(role, holds) : look()));
    if (at !== undefined) taken.add(at);
    return at;
  };
  let rating = optional("rating", isRatingText, () => byPlace(2, looksLikeRating));
  const time = optional("time", looksLikeTime, () => byPlace(3, looksLikeTime) ?? byPlace(2, looksLikeTime));
  if (
    rating !== undefined &&
    asked.rating === undefined &&
    hasNames &&
    !rules.grades &&
    isRemark(names, sample, rating)
  ) {
    notes.push(
      `Column ${names[rating]} is not read: it holds texts, not ratings. Name it as the column of ratings if it does.`,
    );
    rating = undefined;
  }
  notes.push(describeChoice(names, hasNames, { user, item, rating, time }));
  return {
    columns: {
      user,
      item,
      ...(rating !== undefined && { rating }),
      ...(time !== undefined && { time }),
      rules,
    },
    notes,
  };
}

const roleField: Readonly<Record<ColumnRole, string>> = {
  user: "The learner column",
  item: "The course column",
  rating: "The rating column",
  time: "The time column",
};

/** @throws {InvalidInputError} when two roles were given the same column */
function rejectSharedColumn(asked: Readonly<Record<ColumnRole, number | undefined>>, given: ColumnNames): void {
  const roleOf = new Map<number, ColumnRole>();
  for (const role of ["user", "item", "rating", "time"] as const) {
    const at = asked[role];
    if (at === undefined) continue;
    const first = roleOf.get(at);
    if (first !== undefined)
      throw new InvalidInputError(roleField[role], `another than ${roleField[first].toLowerCase()}`, given[role]);
    roleOf.set(at, role);
  }
}

/** @param hasNames without them, `names` are only numbers and `name` is a position */
function position(file: DataFile, hasNames: boolean, names: readonly string[], role: ColumnRole, name: string): number {
  const exact = hasNames ? names.indexOf(name) : -1;
  if (exact >= 0) return exact;
  const folded = hasNames ? names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) : -1;
  if (folded >= 0) return folded;
  if (!isPosition(name)) throw new UnknownNameError(`column in ${basename(file.path)}`, name, names);
  const at = Number(name) - 1;
  if (at >= 0 && at < names.length) return at;
  const expected = `a column's name or a position from 1 to ${names.length}`;
  throw new InvalidInputError(roleField[role], expected, name, `${basename(file.path)} has: ${names.join(", ")}.`);
}

function notFound(file: DataFile, found: FoundLayout, role: "user" | "item"): SourceError {
  const what = role === "user" ? "learners" : "courses";
  const { layout } = found;
  const shown =
    layout.kind === "delimited" && !layout.hasHeader
      ? `It has no header; its first line is ${JSON.stringify((found.sample[0] ?? []).join(layout.delimiter))}.`
      : `Its columns are: ${layout.names.join(", ")}.`;
  return new SourceError(file.path, `No column was found that holds ${what}. ${shown}`, nameColumns("user", "item"));
}

function everyFilled(sample: FoundLayout["sample"], at: number, holds: (text: string) => boolean): boolean {
  const filled = sample.map((row) => row[at] ?? "").filter((cell) => !isBlankText(cell));
  return filled.length > 0 && filled.filter(holds).length >= 0.9 * filled.length;
}

function mostlyFilled(sample: FoundLayout["sample"], at: number, holds: (text: string) => boolean): boolean {
  const filled = sample.map((row) => row[at] ?? "").filter((cell) => !isBlankText(cell));
  return filled.filter(holds).length > 0.5 * filled.length;
}

/** A name that is also a word for a comment ("note", "value") over a column without a single rating. */
function isRemark(names: readonly string[], sample: FoundLayout["sample"], at: number): boolean {
  const strong = ["rating", "ratings", "stars", "score", "overall", "grade", "finalgrade", "mark"];
  const filled = sample.map((row) => row[at] ?? "").filter((cell) => !isBlankText(cell));
  return !strong.includes(plainName(names[at]!)) && filled.length > 0 && !filled.some(isRatingText);
}

const isRatingText = (text: string): boolean => !formsOf(text.trim()).includes("unknown");
const looksLikeTime = (text: string): boolean => isTimeText(text) || Number(text) > 1e8; // 1e8 s: in 1973
const looksLikeRating = (text: string): boolean => !isTimeText(text) && isRatingText(text) && !(Number(text) > 1e8);

function describeChoice(
  names: readonly string[],
  hasNames: boolean,
  chosen: Readonly<Record<ColumnRole, number | undefined>>,
): string {
  const words = { user: "learner", item: "course", rating: "rating", time: "time" };
  const label = (at: number) => (hasNames ? names[at] : `column ${at + 1}`);
  const parts = (["user", "item", "rating", "time"] as const).flatMap((role) =>
    chosen[role] === undefined ? [] : [`${words[role]} = ${label(chosen[role])}`],
  );
  return `Read ${hasNames ? "" : "without header "}as ${parts.join(", ")}.`;
}
