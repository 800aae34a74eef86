import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { type HeldOut, holdOut } from "../../shared/neural/hold-out.ts";

/** Up to so many learners show when to stop: more would cost time, and rows to train on. */
const VALIDATION_USERS = 500;

/** Holds out a share of the rows of some learners, as `validation` says; nothing where `patience` is 0. */
export const holdOutOfSome = (
  userItems: CsrMatrix,
  { patience, validation }: { readonly patience: number; readonly validation: number },
  seed: number,
): HeldOut =>
  holdOut(userItems, patience === 0 ? 0 : validation, seed, VALIDATION_USERS / Math.max(1, userItems.rowCount));
