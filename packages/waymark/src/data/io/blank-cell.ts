import { isBlankText } from "./blank-text.ts";

/** A cell of a gradebook that says "no grade": a blank, or an excuse. */
export const isBlankCell = (cell: string): boolean =>
  isBlankText(cell) || /^(-+|ex|excused|no|false)$/i.test(cell.trim());
