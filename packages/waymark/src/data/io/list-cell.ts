import { isBlankText } from "./blank-text.ts";

/**
 * The parts of a cell that holds a list, each once and without blanks: parted by ";" or "|", by "," where neither occurs,
 * or written as a JSON or Python list.
 */
export function partsOf(cell: string): readonly string[] {
  const text = /^\[.*\]$/s.test(cell) ? cell.slice(1, -1) : cell;
  const isQuoted = text !== cell && /^\s*['"]/.test(text);
  const parts = isQuoted
    ? [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].map(([, single, double]) => single ?? double ?? "")
    : text.split(/[;|]/.test(text) ? /[;|]/ : /,/);
  return [...new Set(parts.map((part) => part.trim()).filter((part) => !isBlankText(part)))];
}
