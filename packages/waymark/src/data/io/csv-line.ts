/** One line of CSV as RFC 4180 has it, line break included; with another separator, the same by it. */
export function csvLine(fields: readonly (string | number | undefined)[], separator = ","): string {
  return `${fields.map((field) => csvField(field === undefined ? "" : String(field))).join(separator)}\n`;
}

/** Quoted where it must be: around separators (commas, tabs), quotation marks and line ends, and where spaces stand at an end. */
export const csvField = (text: string): string =>
  /[",\t\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
