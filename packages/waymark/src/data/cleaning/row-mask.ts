import { type Interactions, selectRows } from "../interactions.ts";

/** Rows on their way through the cleaning steps: nothing is copied until the end, rows are only marked. */
export interface RowMask {
  /** As read; a column is replaced by a changed copy where a step corrects it, never written to. */
  rows: Interactions;
  readonly dropped: Uint8Array; // 1: gone
  left: number;
}

export function newRowMask(rows: Interactions): RowMask {
  return { rows, dropped: new Uint8Array(rows.users.length), left: rows.users.length };
}

/** Drops every row still there for which `isBad` holds. @returns how many went */
export function dropWhere(rowMask: RowMask, isBad: (row: number) => boolean): number {
  const { dropped } = rowMask;
  let gone = 0;
  for (let p = 0; p < dropped.length; p++) {
    if (dropped[p] !== 0 || !isBad(p)) continue;
    dropped[p] = 1;
    gone++;
  }
  rowMask.left -= gone;
  return gone;
}

/** Positions of the rows still there, ascending. */
export function leftRows({ dropped, left }: RowMask): Uint32Array {
  const positions = new Uint32Array(left);
  let write = 0;
  for (let p = 0; p < dropped.length; p++) if (dropped[p] === 0) positions[write++] = p;
  return positions;
}

/** The rows still there; the columns themselves where all are. */
export const selectKept = (rowMask: RowMask): Interactions =>
  rowMask.left === rowMask.dropped.length ? rowMask.rows : selectRows(rowMask.rows, leftRows(rowMask));
