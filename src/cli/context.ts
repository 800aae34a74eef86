import { styleText } from "node:util";
import { createProgress, type ProgressDisplay } from "./terminal/progress.ts";

/** Everything a command may touch of the outside world. Results go to `out`, all else to `log`. */
export interface Context {
  readonly signal: AbortSignal;
  /** Text or JSON to standard output; adds the line break. */
  out: (text: string) => void;
  /** For people, on standard error; silent with `--quiet`. */
  log: (text: string) => void;
  /** Always on standard error. */
  warn: (text: string) => void;
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
    log: (text) => {
      if (!context.quiet)
        process.stderr.write(context.json ? `${JSON.stringify({ remark: text.trim() })}\n` : `${text}\n`);
    },
    warn: (text) => void process.stderr.write(`${text}\n`),
    progress: (label) => createProgress(label, context),
    // validateStream makes styleText honour NO_COLOR, FORCE_COLOR and output that is not a terminal.
    style: (format, text) => styleText(format, text, { stream: process.stdout }),
  };
  return context;
}
