import type { ReadOptions, SourceData } from "../source.ts";
import { noColumn } from "./choose-columns.ts";
import { plainName } from "./column-names.ts";
import type { InteractionTable, ReadTable } from "./interaction-table.ts";
import { type RatingMeaning, ratingMeaning } from "./rating-kind.ts";

/** The rows as data: what the numbers in them mean, and the features of courses that stand beside them. */
export function describeTable(name: string, table: ReadTable, options: ReadOptions): SourceData {
  const { values, ...others } = table.interactions;
  const meaning = meaningOf(table, options);
  return {
    name,
    users: table.users,
    items: table.items,
    interactions: {
      ...others,
      ...(meaning.kind === "ratings" && values && { values }),
      ...(meaning.kind === "counts" && values && { weights: values }),
    },
    rejected: table.rejected,
    ...(meaning.kind === "ratings" && { scale: meaning.scale }),
    ...(table.itemFeatures && { itemFeatures: table.itemFeatures }),
    notes: [...table.notes, ...germanHint(table.ratingColumn ?? "", meaning, options), meaning.note],
  };
}

function meaningOf(table: InteractionTable, options: ReadOptions): RatingMeaning {
  const { values } = table.interactions;
  if (values)
    return ratingMeaning(
      values,
      options.ratingsAre ?? (options.best || options.scale || options.grades ? "ratings" : undefined),
    );
  const note =
    options.columns?.rating === noColumn
      ? "Ratings are not read, so every row counts as an enrolment."
      : "There is no column of ratings, so every row counts as an enrolment.";
  return { kind: "none", note };
}

const germanNames = ["note", "endnote", "abschlussnote", "gesamtnote", "schulnote", "zensur", "fachnote"];

/** German grades run from 1, the best, to 5 or 6. */
function germanHint(column: string, meaning: RatingMeaning, { best }: ReadOptions): string[] {
  if (best !== undefined || meaning.kind !== "ratings" || !germanNames.includes(plainName(column))) return [];
  const { min, max } = meaning.scale;
  return min >= 1 && max <= 6
    ? [`Column ${column} may hold German grades, of which 1 is the best: the option best, low, turns them round.`]
    : [];
}
