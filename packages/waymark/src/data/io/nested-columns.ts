import { SourceError } from "../../errors.ts";
import { nameColumns } from "../../remedy.ts";
import type { ColumnNames } from "../source.ts";
import { type ColumnRole, findColumn } from "./column-names.ts";
import type { FoundLayout } from "./found-layout.ts";

/** Columns of xAPI statements, best first. @see IEEE 9274.1.1, Experience API */
const xapi = {
  user: ["actor.account.name", "actor.mbox", "actor.mbox_sha1sum", "actor.openid", "actor.name"],
  item: ["object.id"],
  rating: ["result.score.scaled", "result.score.raw"],
  time: ["timestamp", "stored"],
} as const;

/** Fields by which an object is known, best first. */
const identities = ["id", "code", "key", "uuid", "number", "username", "login", "email", "mbox", "name", "title"];

/** Columns inside objects that are learner and course, for files whose own column names do not say it. */
export function suggestColumns(
  names: readonly string[],
  sample: readonly (readonly string[])[],
): ColumnNames | undefined {
  const isFilled = (name: string) => sample.some((row) => (row[names.indexOf(name)] ?? "") !== "");
  if (names.includes("object.id") && names.some((name) => name.startsWith("actor.")) && names.includes("verb.id")) {
    const pick = (known: readonly string[]) => known.find((name) => names.includes(name) && isFilled(name));
    const [user, item, rating, time] = [pick(xapi.user), pick(xapi.item), pick(xapi.rating), pick(xapi.time)];
    if (user && item) return { user, item, ...(rating && { rating }), ...(time && { time }) };
  }
  const user = insideObject(names, "user");
  const item = insideObject(names, "item") ?? listOfItems(names, sample);
  return user || item ? { ...(user && { user }), ...(item && { item }) } : undefined;
}

/** `courses` or `items` where it holds lists. */
function listOfItems(names: readonly string[], sample: readonly (readonly string[])[]): string | undefined {
  if (findColumn(names, "item") !== undefined) return undefined;
  return names.find(
    (name, at) =>
      findColumn([name.replace(/s$/, "")], "item") !== undefined && sample.some((row) => /^\["?[^{]/.test(row[at]!)),
  );
}

/** `learner.email` where a column that begins with a known name is none itself. */
function insideObject(names: readonly string[], role: ColumnRole): string | undefined {
  if (findColumn(names, role) !== undefined) return undefined;
  const inside = names.filter((name) => {
    const keys = name.split(".");
    return keys.slice(0, -1).some((key) => findColumn([key], role) !== undefined);
  });
  const lastKey = (name: string) => name.slice(name.lastIndexOf(".") + 1).toLowerCase();
  const known = identities
    .map((key) => inside.find((name) => lastKey(name) === key))
    .find((name) => name !== undefined);
  return known ?? (inside.length === 1 ? inside[0] : undefined);
}

/** @throws {SourceError} when a named column is an object: its fields are the columns */
export function rejectObjects(path: string, { layout }: FoundLayout, given: ColumnNames = {}): void {
  for (const role of ["user", "item", "rating", "time"] as const) {
    const name = given[role];
    if (name === undefined || layout.names.includes(name)) continue;
    const inside = layout.names.filter((other) => other.startsWith(`${name}.`));
    if (inside.length > 0)
      throw new SourceError(
        path,
        `The column ${name} holds objects, which are no ${role === "user" || role === "item" ? "ids" : "values"}; its fields are: ${inside.join(", ")}.`,
        nameColumns(role),
      );
  }
}
