// First command in a fresh clone: installs what is missing, then runs the given script on a Node that strips types.
// Plain JavaScript, because this one file must run on any Node from 20 up.
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mark = `${root}node_modules/.package-lock.json`;
const run = (command, args) => {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) console.error(`Could not start ${command}: ${error.message}`);
  if (status !== 0) process.exit(signal === "SIGINT" ? 130 : (status ?? 1));
};

const stale = !existsSync(mark) || statSync(mark).mtimeMs < statSync(`${root}package-lock.json`).mtimeMs - 1000;
if (stale) run("npm", ["ci", "--loglevel=error"]);
const { findNode } = await import("../bin/find-node.mjs");
run(findNode(), process.argv.slice(2));
