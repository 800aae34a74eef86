/** One line of CSV as RFC 4180 has it, line break included: fields are quoted only where they must be. */
export function csvLine(fields: readonly (string | number | undefined)[]): string {
  return `${fields.map((field) => quoted(field === undefined ? "" : String(field))).join(",")}\n`;
}

const quoted = (field: string): string => (/[",\r\n]|^\s|\s$/.test(field) ? `"${field.replaceAll('"', '""')}"` : field);
