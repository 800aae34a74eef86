/** One line of CSV as RFC 4180 has it, line break included. */
export function csvLine(fields: readonly (string | number | undefined)[]): string {
  return `${fields.map((field) => csvField(field === undefined ? "" : String(field))).join(",")}\n`;
}

/** Quoted where it must be: around separators, quotation marks and line ends, and where spaces stand at an end. */
export const csvField = (text: string): string =>
  /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
