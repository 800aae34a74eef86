import { styleText } from "node:util";
import Table from "cli-table3";

/**
 * A plain table: a header (left out when every name is empty), rows; numbers to the right. No box, so that it copies well and fits narrow terminals.
 *
 * @param alignRight one flag per column
 */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
  alignRight: readonly boolean[] = [],
): string {
  const none = {
    top: "",
    "top-mid": "",
    "top-left": "",
    "top-right": "",
    bottom: "",
    "bottom-mid": "",
    "bottom-left": "",
    "bottom-right": "",
    left: "",
    "left-mid": "",
    mid: "",
    "mid-mid": "",
    right: "",
    "right-mid": "",
    middle: "  ",
  };
  const table = new Table({
    head: header.every((name) => name === "") ? [] : header.map(bold),
    chars: none,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: header.map((_, column) => (alignRight[column] ? "right" : "left")),
  });
  table.push(...rows.map((row) => [...row]));
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
}

/** Empty names stay empty: an escape sequence would be the only thing in a cell. */
const bold = (name: string): string => (name === "" ? "" : styleText("bold", name, { stream: process.stdout }));
