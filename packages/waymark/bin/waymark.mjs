#!/usr/bin/env node
// Starts the command line on a recent enough Node: from dist/ in the published package, from src/ in a checkout, where the
// kernels are compiled first if necessary.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findNode } from "./find-node.mjs";

const source = new URL("../src/cli/main.ts", import.meta.url);
const args = process.argv.slice(2);
const node = findNode();

if (node !== process.execPath) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...args], { stdio: "inherit" });
  // Waiting here lets the child clean up and choose the exit code. A terminal's Ctrl-C reaches it twice; it counts once.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(code ?? (signal === "SIGINT" ? 130 : 1)));
} else if (existsSync(source)) {
  const onlyHelp =
    args.length === 0 || args[0] === "help" || args.some((arg) => ["-h", "--help", "-V", "--version"].includes(arg));
  if (onlyHelp || (await kernelsAreReady())) await import(source);
} else await import(new URL("../dist/cli/main.mjs", import.meta.url));

/** Builds missing, damaged or outdated kernels; prints why when that fails. @returns whether they can be used */
async function kernelsAreReady() {
  try {
    const { ensureKernels } = await import(new URL("../../../scripts/kernels.ts", import.meta.url));
    await ensureKernels();
    return true;
  } catch (error) {
    console.error(`waymark: ${error.message}`);
    process.exitCode = 1;
    return false;
  }
}
