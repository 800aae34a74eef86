// First command in a fresh clone: installs what is missing, then runs the given script on a Node that strips types.
// Plain JavaScript, because this one file must run on any Node from 20 up.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const mark = `${root}node_modules/.waymark-installed`;
const run = (command, args) => {
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: "inherit" });
  if (error) console.error(`Could not start ${command}: ${error.message}`);
  if (status !== 0) process.exit(signal === "SIGINT" ? 130 : (status ?? 1));
};

// The lock file as it was installed; times of files say little after a checkout or a copy.
const lock = createHash("sha256")
  .update(readFileSync(`${root}package-lock.json`))
  .digest("hex");
if (!existsSync(mark) || readFileSync(mark, "utf8") !== lock) {
  run("npm", ["ci", "--loglevel=error"]);
  writeFileSync(mark, lock);
}
const { findNode } = await import("../bin/find-node.mjs");
run(findNode(), process.argv.slice(2));
