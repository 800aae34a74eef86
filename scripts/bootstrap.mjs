// First command in a fresh clone: installs what is missing, then runs the given script on a Node that strips types.
// Plain JavaScript, because this one file must run on any Node from 20 up.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mark = `${root}node_modules/.waymark-installed`;
/** Runs to the end; a failure or a signal ends this process the same way. Signals are passed on, so nothing is left running. */
const run = (command, args) =>
  new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit" });
    const pass = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
    child.on("error", (error) => {
      console.error(`Could not start ${command}: ${error.message}`);
      process.exit(1);
    });
    child.on("exit", (code, signal) => {
      if (code !== 0) process.exit(code ?? (signal === "SIGINT" ? 130 : 1));
      for (const name of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(name, pass);
      resolve();
    });
  });

// The lock file as it was installed; times of files say little after a checkout or a copy.
const lock = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");
if (!existsSync(mark) || readFileSync(mark, "utf8") !== lock) {
  await run("npm", ["ci", "--loglevel=error"]);
  writeFileSync(mark, lock);
}
const { findNode } = await import("../packages/waymark/bin/find-node.mjs");
// Does nothing when the kernels are up to date; `npm run build:kernels` builds them itself.
if (process.argv[2] !== "scripts/build-kernels.ts") await run(findNode(), ["scripts/build-kernels.ts"]);
await run(findNode(), process.argv.slice(2));
