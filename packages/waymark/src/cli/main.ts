#!/usr/bin/env node
import { createContext } from "./context.ts";
import { runProgram } from "./program.ts";

/** The process around the commands: signals in, exit code out. */
const controller = new AbortController();
let interruptedAt = 0;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.on(signal, () => {
    const now = performance.now();
    if (controller.signal.aborted && now - interruptedAt > 700) process.exit(130); // a second Ctrl-C does not wait
    interruptedAt = now;
    controller.abort(new DOMException("Interrupted.", "AbortError"));
  });
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0); // the reader (head, less) has seen enough
  process.stderr.write(
    `waymark: storage_failed: standard output could not be written (${error.code ?? error.message}).\n`,
  );
  process.exit(1);
});
process.stderr.on("error", () => {}); // nobody reads the notes; the work goes on

process.exitCode = await runProgram(process.argv.slice(2), createContext(controller.signal));
