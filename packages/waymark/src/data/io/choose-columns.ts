import { basename } from "node:path";
import { InvalidInputError, SourceError, UnknownNameError } from "../../errors.ts";
import { either, nameColumns } from "../../remedy.ts";
import type { ColumnNames } from "../source.ts";
import { type ColumnRole, findColumn } from "./column-names.ts";
import type { DataFile } from "./data-file.ts";
import { type FoundLayout, isNumberText, isPosition } from "./find-layout.ts";
import type { ColumnChoice } from "./layout.ts";
import { isTimeText } from "./parse-fields.ts";
import { timeRemedy } from "./rejected-rows.ts";

export interface ChosenColumns {
  readonly columns: ColumnChoice;
  readonly notes: readonly string[];
}

/**
 * Columns the caller named, by header or by 1-based position, and for the rest those with a known name; in a file
 * without header, the first four in the order learner, course, rating, time, as far as they hold such things.
 *
 * @throws {SourceError} when learner or course cannot be found
 * @throws {UnknownNameError | InvalidInputError} for a column the file does not have
 */
export function chooseColumns(file: DataFile, found: FoundLayout, given: ColumnNames = {}): ChosenColumns {
  const { layout, sample } = found;
  const { names } = layout;
  const hasNames = layout.kind !== "delimited" || layout.hasHeader;
  const notes: string[] = [];
  const taken = new Set<number>();
  const choose = (role: ColumnRole): number | undefined => {
    const name = given[role];
    const at = name !== undefined ? position(file, hasNames, names, role, name) : undefined;
    if (at !== undefined) taken.add(at);
    return at;
  };
  const asked = { user: choose("user"), item: choose("item"), rating: choose("rating"), time: choose("time") };
  rejectSharedColumn(asked, given);
  const free = (at: number | undefined) => (at === undefined || taken.has(at) ? undefined : at);
  const byName = (role: ColumnRole) => free(findColumn(names, role));
  const byPlace = (place: number, holds: (text: string) => boolean) =>
    place < names.length && !taken.has(place) && everyFilled(sample, place, holds) ? place : undefined;

  // A line of words alone may be a header of unknown names: its places are not taken for granted.
  const hasNumbers = sample[0]?.some(isNumberText) === true;
  const byOrder = (place: number) => (hasNumbers ? byPlace(place, () => true) : undefined);
  const user = asked.user ?? (hasNames ? byName("user") : byOrder(0));
  const item = asked.item ?? (hasNames ? byName("item") : byOrder(1));
  if (user === undefined || item === undefined) throw notFound(file, found, user === undefined ? "user" : "item");
  taken.add(user).add(item);
  const rating = asked.rating ?? (hasNames ? byName("rating") : byPlace(2, looksLikeRating));
  if (rating !== undefined) taken.add(rating);
  let time = asked.time ?? (hasNames ? byName("time") : (byPlace(3, looksLikeTime) ?? byPlace(2, looksLikeTime)));
  const timeKind = time === undefined ? undefined : kindOfTime(sample, time);
  if (time !== undefined && timeKind === undefined) {
    const example = JSON.stringify(sample.find((row) => row[time!] !== "")?.[time] ?? "");
    if (asked.time !== undefined)
      throw new SourceError(
        file.path,
        `Column ${names[time]} holds times that cannot be read, such as ${example}.`,
        either(nameColumns("time"), timeRemedy),
      );
    notes.push(`Times in column ${names[time]}, such as ${example}, cannot be read and are left out; ${timeRemedy}`);
    time = undefined;
  }
  notes.push(describeChoice(names, hasNames, { user, item, rating, time }));
  return {
    columns: {
      user,
      item,
      ...(rating !== undefined && { rating }),
      ...(time !== undefined && timeKind && { time, timeKind }),
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
  const filled = sample.map((row) => row[at] ?? "").filter((cell) => cell.trim() !== "");
  return filled.length > 0 && filled.filter(holds).length >= 0.9 * filled.length;
}

const looksLikeTime = (text: string): boolean => isTimeText(text) || Number(text) > 1e8; // 1e8 s: in 1973
const looksLikeRating = (text: string): boolean => isNumberText(text.replace(",", ".")) && !(Number(text) > 1e8);

function kindOfTime(sample: FoundLayout["sample"], at: number): "number" | "text" | undefined {
  const filled = sample.map((row) => row[at] ?? "").filter((cell) => cell.trim() !== "");
  if (filled.filter(isNumberText).length > 0.5 * filled.length) return "number";
  if (filled.length === 0 || filled.filter(isTimeText).length > 0.5 * filled.length) return "text";
  return undefined;
}

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
