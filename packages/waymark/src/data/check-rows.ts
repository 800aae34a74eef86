import { InvalidInputError } from "../errors.ts";

/** One enrolment as a program writes it. */
export interface Row {
  readonly user: string;
  readonly item: string;
  readonly value?: number;
  readonly time?: number;
}

type Scale = { readonly min: number; readonly max: number };

/** Rows that a program hands over, as `Dataset.fromRows` needs them. @throws {InvalidInputError} for the first that is not */
export function checkRows(rows: readonly Row[], scale: Scale | undefined): void {
  if (scale !== undefined) checkScale(scale, rows);
  const itemsOf = new Map<string, Set<string>>();
  rows.forEach((row, at) => {
    checkId(row, at, "user", "learner");
    checkId(row, at, "item", "course");
    const items = itemsOf.get(row.user) ?? new Set();
    if (items.has(row.item))
      throw new InvalidInputError(
        "rows",
        "at most one for each learner and course",
        row,
        "Merge the two rows of this pair.",
      );
    itemsOf.set(row.user, items.add(row.item));
    checkValue(row, at, rows[0]!, scale);
    const { time } = row;
    if (time !== undefined && typeof time !== "number")
      throw new InvalidInputError(
        `rows[${at}].time`,
        "seconds since 1970 as a number",
        time,
        "Leave it out if unknown.",
      );
  });
}

function checkId(row: Row, at: number, field: "user" | "item", noun: string): void {
  const id: unknown = row[field];
  if (typeof id === "string" && id.trim() !== "") return;
  throw new InvalidInputError(
    `rows[${at}].${field}`,
    `the id of a ${noun}, a text that is not blank`,
    id,
    typeof id === "number" || typeof id === "bigint" ? `Write it as a text: "${id}".` : `Give every row a ${field}.`,
  );
}

function checkValue(row: Row, at: number, first: Row, scale: Scale | undefined): void {
  const { user, item, value } = row;
  if ((value === undefined) !== (first.value === undefined))
    throw new InvalidInputError("rows", "rated all or not at all", row, "Give every row a rating, or none.");
  if (value === undefined) return;
  if (!Number.isFinite(value))
    throw new InvalidInputError(
      "rows",
      "rows with finite ratings",
      `${user}, ${item}, ${value}`,
      "Leave this row out or correct its rating.",
    );
  if (scale !== undefined && (value < scale.min || value > scale.max))
    throw new InvalidInputError(
      `rows[${at}].value`,
      `a rating on the scale from ${scale.min} to ${scale.max}`,
      value,
      "Widen the scale, leave this row out or correct its rating.",
    );
}

function checkScale(scale: Scale, rows: readonly Row[]): void {
  const { min, max } = scale;
  if (!Number.isFinite(min) || !Number.isFinite(max) || min > max)
    throw new InvalidInputError(
      "scale",
      "a finite minimum that is not above a finite maximum",
      scale,
      "For example 1–5.",
    );
  if (rows.length > 0 && rows[0]!.value === undefined)
    throw new InvalidInputError(
      "scale",
      { sentence: "A scale was given for rows without ratings." },
      scale,
      "Give every row a value, or leave the scale out.",
    );
}
