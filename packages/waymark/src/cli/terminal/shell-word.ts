import type { Command } from "commander";

/** The command line that is running, as a POSIX shell takes it. */
export const commandLine = (command: Command): string => ["waymark", ...command.parent!.args].map(shellWord).join(" ");

/** A word as a POSIX shell takes it, quoted where it must be. */
export const shellWord = (word: string): string =>
  /^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
