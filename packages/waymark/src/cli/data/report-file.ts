import { open } from "node:fs/promises";
import { checkOutputFile } from "./output-file.ts";

/** Every report has this near its top. */
const mark = '<meta name="generator" content="Waymark">';

/**
 * A report may be new or replace a report.
 * @throws {InvalidInputError} for the data itself, a folder, or a file that is no Waymark report
 * @throws {StorageError} where no file can be made
 */
export const checkReportPath = (report: string, data: string): Promise<void> =>
  checkOutputFile(report, data, { option: "--report", own: "a report", isOwn: isReport });

async function isReport(path: string): Promise<boolean> {
  const file = await open(path, "r");
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(4096) });
    return buffer.toString("utf8", 0, bytesRead).includes(mark);
  } finally {
    await file.close();
  }
}
