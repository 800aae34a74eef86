import type { Dataset } from "../../data/dataset.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Query } from "../../models/recommender.ts";

export interface TypedHistory {
  readonly query: Query;
  /** Ids no course has; left out of the query. */
  readonly unknown: readonly string[];
}

/** `--history "ID,ID"` or `"ID=4,ID=2"`: the parts between the commas. @throws {InvalidInputError} when there are none */
export function splitHistory(text: string): readonly string[] {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  if (parts.length > 0) return [...new Set(parts)];
  const remedy = "For somebody without any course yet, use --model popularity with any course.";
  throw new InvalidInputError("--history", "at least one course id", text, remedy);
}

/**
 * What somebody typed as a query. A part that is a course id as it stands is one, also with "=" in it.
 *
 * @throws {UnknownIdError} when no course of the history is known
 * @throws {InvalidInputError} for a rating that is no number or off the scale, for ratings on data without, or for some
 */
export function typedQuery({ items, scale }: Dataset, parts: readonly string[]): TypedHistory {
  const read = parts.map((part) => {
    const [, id, rating] = /^(.+)=([^=]*)$/s.exec(part) ?? [];
    return items.find(part) !== undefined || id === undefined ? { id: part } : { id, rating };
  });
  const known = read.filter(({ id }) => items.find(id) !== undefined);
  const unknown = read.filter(({ id }) => items.find(id) === undefined).map(({ id }) => id);
  if (known.length === 0) items.index(unknown[0]!); // throws, and says what is near
  const rated = known.filter(({ rating }) => rating !== undefined);
  const history = Uint32Array.from(known, ({ id }) => items.index(id));
  if (rated.length === 0) return { query: { history }, unknown };

  if (scale === undefined)
    throw new InvalidInputError("--history", "course ids without ratings, since the data has none", parts.join(","));
  if (rated.length < known.length)
    throw new InvalidInputError("--history", "rated for every course or for none", parts.join(","));
  const weights = Float64Array.from(rated, ({ id, rating = "" }) => {
    const value = rating.trim() === "" ? Number.NaN : Number(rating);
    if (value >= scale.min && value <= scale.max) return value;
    throw new InvalidInputError(`the rating of ${id}`, `a number from ${scale.min} to ${scale.max}`, rating);
  });
  return { query: { history, weights }, unknown };
}
