import { spawnSync } from "node:child_process";

/** A peer's script cannot run here for want of a Python library. The row of the table says so, and the benchmark goes on. */
export class MissingLibraryError extends Error {
  override readonly name = "MissingLibraryError";
  readonly library: string;

  constructor(library: string) {
    super(`the library ${library} is not installed for WAYMARK_PEERS_PYTHON`);
    this.library = library;
  }
}

/**
 * The JSON line a Python script prints last.
 * @throws {MissingLibraryError} when it imports what is not installed
 * @throws {Error} with its last lines, when it fails otherwise
 */
export function runScript<Line>(
  python: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Line {
  const { status, stdout, stderr, error } = spawnSync(python, args, {
    ...options,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 2 ** 26,
  });
  if (error) throw error;
  if (status !== 0) {
    const missing = /^ModuleNotFoundError: No module named '([^']+)'/m.exec(stderr)?.[1];
    if (missing !== undefined) throw new MissingLibraryError(missing);
    throw new Error(`${args.join(" ")} failed:\n${stderr.trim().split("\n").slice(-8).join("\n")}`);
  }
  return JSON.parse(stdout.trim().split("\n").at(-1)!) as Line;
}

/** What a peer's script measured, or why it could not. */
export type PeerOutcome<Runs> = Runs | MissingLibraryError | undefined;

/** The outcome, with a missing library as a value. */
export function orMissing<Runs>(run: () => Runs | undefined): PeerOutcome<Runs> {
  try {
    return run();
  } catch (error) {
    if (error instanceof MissingLibraryError) return error;
    throw error;
  }
}
