import { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { pairHash } from "../../../compute/hash.ts";

/** Interactions to train on, and others to see when to stop. */
export interface HeldOut {
  readonly train: CsrMatrix;
  readonly held: CsrMatrix;
}

/**
 * Takes about `share` of the interactions out, by a hash of user, item and seed; every user and every item keeps one.
 * Nothing is held out where `share` is 0. O(interactions).
 *
 * @param ofUsers share of the users that may lose rows, for models whose validation costs users. @defaultValue 1
 */
export function holdOut(userItems: CsrMatrix, share: number, seed: number, ofUsers = 1): HeldOut {
  const { offsets, columns, columnCount, rowCount } = userItems;
  const counts = new Uint32Array(columnCount);
  for (const item of columns) counts[item]!++;
  const out = new Uint8Array(columns.length);
  for (let user = 0; user < rowCount && share > 0; user++) {
    if (pairHash(user, columnCount, seed) >= ofUsers * 2 ** 32) continue;
    let left = offsets[user + 1]! - offsets[user]!;
    for (let p = offsets[user]!; p < offsets[user + 1]! && left > 1; p++) {
      const item = columns[p]!;
      if (counts[item]! < 2 || pairHash(user, item, seed) >= share * 2 ** 32) continue;
      out[p] = 1;
      counts[item]!--;
      left--;
    }
  }
  return { train: pick(userItems, out, 0), held: pick(userItems, out, 1) };
}

function pick(
  { offsets, columns, values, columnCount, rowCount }: CsrMatrix,
  out: Uint8Array,
  which: 0 | 1,
): CsrMatrix {
  const kept = new Uint32Array(rowCount + 1);
  for (let row = 0; row < rowCount; row++) {
    let count = 0;
    for (let p = offsets[row]!; p < offsets[row + 1]!; p++) if (out[p] === which) count++;
    kept[row + 1] = kept[row]! + count;
  }
  const flagged = (_: unknown, p: number): boolean => out[p] === which;
  return new CsrMatrix(columnCount, kept, columns.filter(flagged), values.filter(flagged));
}

/** Up to so many learners show when to stop: more would cost time, and rows to train on. */
const VALIDATION_USERS = 500;

/** Holds out a share of the rows of some learners, as `validation` says; nothing where `patience` is 0. */
export const holdOutOfSome = (
  userItems: CsrMatrix,
  { patience, validation }: { readonly patience: number; readonly validation: number },
  seed: number,
): HeldOut =>
  holdOut(userItems, patience === 0 ? 0 : validation, seed, VALIDATION_USERS / Math.max(1, userItems.rowCount));
