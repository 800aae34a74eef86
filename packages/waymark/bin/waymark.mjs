#!/usr/bin/env node
// Starts the command line on a new enough Node: from dist/ in the published package, from src/ in a checkout.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findNode } from "./find-node.mjs";

const source = fileURLToPath(new URL("../src/cli/main.ts", import.meta.url));
const built = fileURLToPath(new URL("../dist/cli/main.mjs", import.meta.url));
const main = existsSync(source) ? source : built;
const node = findNode();

if (node === process.execPath) {
  await import(main);
} else {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: "inherit" });
  // Waiting here lets the child clean up and choose the exit code. A terminal's Ctrl-C reaches it twice; it counts once.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
}
