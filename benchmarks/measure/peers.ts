import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runScript } from "./peer-script.ts";

const beside = (path: string): string => fileURLToPath(new URL(`../../../shared/${path}`, import.meta.url));

/** Where the data sets lie. */
export const dataRoot: string = process.env.WAYMARK_DATA ?? beside("data");
/** Where the peers' scripts lie. */
export const peersRoot: string = process.env.WAYMARK_PEERS ?? beside("peers");

/**
 * Runs one of the peers' scripts on one thread and returns its JSON line; `undefined` without WAYMARK_PEERS_PYTHON.
 * @throws {MissingLibraryError}
 */
export function runPeer(script: string, args: readonly string[]): PeerLine | undefined {
  const python = process.env.WAYMARK_PEERS_PYTHON;
  if (python === undefined || !existsSync(`${peersRoot}/${script}`)) return undefined;
  return runScript(python, [script, "--data", dataRoot, "--threads", "1", "--repeats", "1", ...args], {
    cwd: peersRoot,
  });
}

export interface PeerLine {
  readonly peer: string;
  readonly version: string;
  readonly metrics: Readonly<Record<string, number>>;
  readonly fit_seconds: number;
  readonly predict_seconds: number;
}
