import { open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { InvalidInputError } from "../../errors.ts";

/** Every report has this near its top. */
const mark = '<meta name="generator" content="Waymark">';

/**
 * Is told before hours of training rather than after: a report may be new or replace a report, nothing else.
 * @throws {InvalidInputError} for the data itself, a folder, or a file that is no Waymark report
 */
export async function checkReportPath(report: string, data: string): Promise<void> {
  const refuse = (what: string) =>
    new InvalidInputError("--report", "a new file, or a report to replace", report, what);
  if (resolve(report) === resolve(data)) throw refuse("This is the data itself.");
  const standing = await stat(report).catch(() => undefined);
  if (standing === undefined || !(standing.isFile() || standing.isDirectory())) return; // new, or a device
  if (standing.isDirectory()) throw refuse("A folder stands there: give the name of a file in it.");
  const file = await open(report, "r");
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096) });
    if (bytesRead > 0 && !buffer.toString("utf8", 0, bytesRead).includes(mark))
      throw refuse("Another file stands there; nothing was changed.");
  } finally {
    await file.close();
  }
}
