import { styleText } from "node:util";
import type { Remedy } from "../errors.ts";
import { createProgress, type ProgressDisplay } from "./terminal/progress.ts";

/** Everything a command may touch of the outside world. Results go to `out`, all else to `log`. */
export interface Context {
  readonly signal: AbortSignal;
  /** Text or JSON to standard output; adds the line break. */
  out: (text: string) => void;
  /** Text as it stands to standard error; adds the line break. Commands use the three below, which know `--json`. */
  err: (text: string) => void;
  /** A note for people; silent with `--quiet`. */
  log(text: string): void;
  /** What must be seen though the work goes on. */
  warn(text: string): void;
  /** What ended the work; `remedy` is for programs, `message` has it in words. */
  fail(code: string, message: string, remedy?: Remedy): void;
  /** Starts a progress display on standard error; nothing is shown where nobody looks. */
  progress: (label: string) => ProgressDisplay;
  style: typeof styleText;
  /** Columns of the terminal, or 100 where output is not one. */
  readonly width: number;
  quiet: boolean;
  json: boolean;
  /** Set by a command that finds something wrong without failing (doctor). */
  exitCode: number;
}

export function createContext(signal: AbortSignal): Context {
  const context: Context = {
    signal,
    quiet: false,
    json: false,
    exitCode: 0,
    width: process.stdout.columns ?? 100,
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    log: (text) => {
      if (!context.quiet) context.err(context.json ? JSON.stringify({ note: text.trim() }) : text);
    },
    warn: (text) => context.err(context.json ? JSON.stringify({ warning: text }) : `waymark: ${text}`),
    fail: (code, message, remedy) =>
      context.err(
        context.json
          ? JSON.stringify({ error: { code, message, ...(remedy && { remedy }) } })
          : `waymark: ${code}: ${message}`,
      ),
    progress: (label) => createProgress(label, context),
    // validateStream makes styleText honour NO_COLOR, FORCE_COLOR and output that is not a terminal.
    style: (format, text) => styleText(format, text, { stream: process.stdout }),
  };
  return context;
}
