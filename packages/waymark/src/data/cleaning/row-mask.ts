import { type Interactions, selectRows } from "../interactions.ts";

/** Rows on their way through the cleaning steps: nothing is copied until the end, rows are only marked. */
export interface Sieve {
  /** As read; a column is replaced by a changed copy where a step corrects it, never written to. */
  rows: Interactions;
  readonly dropped: Uint8Array; // 1: gone
  left: number;
}

export function newSieve(rows: Interactions): Sieve {
  return { rows, dropped: new Uint8Array(rows.users.length), left: rows.users.length };
}

/** Drops every row still there for which `isBad` holds. @returns how many went */
export function dropWhere(sieve: Sieve, isBad: (row: number) => boolean): number {
  const { dropped } = sieve;
  let gone = 0;
  for (let p = 0; p < dropped.length; p++) {
    if (dropped[p] !== 0 || !isBad(p)) continue;
    dropped[p] = 1;
    gone++;
  }
  sieve.left -= gone;
  return gone;
}

/** Positions of the rows still there, ascending. */
export function leftRows({ dropped, left }: Sieve): Uint32Array {
  const positions = new Uint32Array(left);
  let write = 0;
  for (let p = 0; p < dropped.length; p++) if (dropped[p] === 0) positions[write++] = p;
  return positions;
}

/** The rows still there; the columns themselves where all are. */
export const sifted = (sieve: Sieve): Interactions =>
  sieve.left === sieve.dropped.length ? sieve.rows : selectRows(sieve.rows, leftRows(sieve));
