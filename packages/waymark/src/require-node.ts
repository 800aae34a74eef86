/** The oldest Node that runs Waymark; the same as `engines` in package.json and in bin/find-node.mjs. */
const needed = { major: 22, minor: 19 };

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < needed.major || (major === needed.major && minor < needed.minor)) {
  const sentence = `Waymark needs Node ${needed.major}.${needed.minor} or newer; this is ${process.versions.node}. Install a newer Node from https://nodejs.org.`;
  const error = new Error(sentence);
  error.name = "UnsupportedRuntimeError";
  error.stack = sentence; // what follows below would only name this file
  throw Object.assign(error, { code: "unsupported_runtime" });
}
