import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { onTestFinished } from "vitest";
import { createContext } from "../../src/cli/context.ts";
import { runProgram } from "../../src/cli/program.ts";

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line inside this process, output captured. */
export async function run(...args: readonly string[]): Promise<Finished> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const context = createContext(new AbortController().signal);
  context.out = (text) => void stdout.push(`${text}\n`);
  context.err = (text) => void stderr.push(`${text}\n`);
  context.progress = () => ({ update: () => {}, stop: () => {} });
  const code = await runProgram(args, context);
  return { code, stdout: stripVTControlCharacters(stdout.join("")), stderr: stripVTControlCharacters(stderr.join("")) };
}

/** Runs with `--json` and parses what stands on standard output, which must be one object and nothing else. */
export async function runJson<T>(...args: readonly string[]): Promise<T> {
  const { code, stdout, stderr } = await run(...args, "--json");
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

/** An empty folder that goes when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "waymark-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
