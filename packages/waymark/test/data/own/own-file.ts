import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { openSource } from "../../../src/data/open-source.ts";
import type { ReadOptions, SourceData } from "../../../src/data/source.ts";

/** Writes files into a folder that goes when the test is over. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "waymark-own-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

/** A table of one's own as it is read. */
export async function readOwn(content: string, options: ReadOptions = {}, name = "rows.csv"): Promise<SourceData> {
  return (await openSource(join(folderWith({ [name]: content }), name), options)).data;
}

/** Ratings of rows "learner,course,rating" of which only the third column is given. */
export const ratingsOf = async (cells: readonly string[], options: ReadOptions = {}): Promise<SourceData> =>
  readOwn(`learner,course,rating\n${cells.map((cell, n) => `u${n},c${n % 3},"${cell}"\n`).join("")}`, options);

/** The same for times. */
export const timesOf = async (cells: readonly string[], options: ReadOptions = {}): Promise<SourceData> =>
  readOwn(`learner,course,date\n${cells.map((cell, n) => `u${n},c${n % 3},"${cell}"\n`).join("")}`, options);

export const utc = (text: string): number => Date.parse(text) / 1000;
