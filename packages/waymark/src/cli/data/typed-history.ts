import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Query } from "../../models/model.ts";

export interface TypedHistory {
  readonly query: Query;
  /** Ids no course has; left out of the query. */
  readonly unknown: readonly string[];
}

const split = (text: string): readonly string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

/**
 * What somebody typed as a query: `"ID,ID"` or `"ID=4,ID=2"`. A value that is a course id as it stands is one, also
 * with commas in it; a part that is one, also with "=" in it. Without any known course the history is empty.
 *
 * @throws {InvalidInputError} for a rating that is no number or off the scale, for ratings on data without, or for some
 */
export function typedQuery({ items, scale }: Dataset, values: readonly string[]): TypedHistory {
  const parts = [...new Set(values.flatMap((value) => (items.find(value) === undefined ? split(value) : [value])))];
  const read = parts.map((part) => {
    const [, id, rating] = /^(.+)=([^=]*)$/s.exec(part) ?? [];
    return items.find(part) !== undefined || id === undefined ? { id: part } : { id, rating };
  });
  const known = read.filter(({ id }) => items.find(id) !== undefined);
  const unknown = read.filter(({ id }) => items.find(id) === undefined).map(({ id }) => id);
  if (known.length === 0) return { query: { history: new Uint32Array() }, unknown };
  const rated = known.filter(({ rating }) => rating !== undefined);
  const history = Uint32Array.from(known, ({ id }) => items.index(id));
  if (rated.length === 0) return { query: { history }, unknown };

  if (scale === undefined)
    throw new InvalidInputError(
      "--history",
      "a list of course ids without ratings, since the data has none",
      parts.join(","),
    );
  if (rated.length < known.length)
    throw new InvalidInputError("--history", "a list with a rating for every course, or for none", parts.join(","));
  const weights = Float64Array.from(rated, ({ id, rating = "" }) => {
    const value = rating.trim() === "" ? Number.NaN : Number(rating);
    if (value >= scale.min && value <= scale.max) return value;
    throw new InvalidInputError(`the rating of ${id}`, `a number from ${scale.min} to ${scale.max}`, rating);
  });
  return { query: { history, weights }, unknown };
}
