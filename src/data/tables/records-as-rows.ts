import { InteractionBuilder } from "./interaction-builder.ts";
import type { InteractionTable } from "./interaction-table.ts";
import { fixedLayout } from "./layout.ts";
import type { RecordTable } from "./read-records.ts";
import { addRefused, refuseNothing } from "./refusals.ts";

/** What one record says, as texts; `undefined` for a record that is no interaction. */
export type RowOfRecord = (
  field: (column: string) => string,
) => { readonly user: string; readonly item: string; readonly time: string } | undefined;

const layout = fixedLayout("\t", ["user", "item", "time"]);
const columns = { user: 0, item: 1, time: 2, timeKind: "number" } as const;

/** Interactions from a table of texts, for files in which not every record is one, or whose learner is not a column. */
export function recordsAsRows(records: RecordTable, strict: boolean | undefined, rowOf: RowOfRecord): InteractionTable {
  const builder = new InteractionBuilder(records.path, layout, columns, records.rows.length);
  const positions = new Map(records.names.map((name, at) => [name, at]));
  records.rows.forEach((record, at) => {
    const row = rowOf((column) => record[positions.get(column)!]!);
    if (row) builder.takeTexts(row.user, row.item, "", row.time, records.lines[at]!, () => record.join(","));
  });
  const table = builder.finish();
  const refused = addRefused(records.refused, table.refused);
  if (strict) refuseNothing(records.path, refused);
  return { ...table, refused };
}
