/**
 * `npm run bench [-- name …] [--json]`: each file of this folder answers one written question and prints a line a task.
 * Set WAYMARK_PEERS_PYTHON to a Python with the peers' libraries to get the peers' times and the ratios as well.
 */
import { readdirSync } from "node:fs";

// names come first; what follows the first option belongs to the benchmark
const words = process.argv.slice(2);
const firstOption = words.findIndex((word) => word.startsWith("--"));
const names = firstOption < 0 ? words : words.slice(0, firstOption);
const files = readdirSync(new URL(".", import.meta.url)).filter((name) => name.endsWith(".ts") && name !== "run.ts");
for (const name of names)
  if (!files.includes(`${name}.ts`))
    throw new Error(
      `There is no benchmark ${name}. There are: ${files.map((file) => file.replace(".ts", "")).join(", ")}.`,
    );

for (const file of files.filter((name) => names.length === 0 || names.includes(name.replace(".ts", ""))))
  await import(new URL(file, import.meta.url).href);
