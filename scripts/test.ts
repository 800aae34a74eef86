/** `npm test`: type check, lint, then every test; the runner's count line comes last. */
import { spawnSync } from "node:child_process";

const steps: readonly (readonly string[])[] = [
  ["node_modules/.bin/tsc", "--noEmit"],
  ["node_modules/.bin/biome", "check", "--error-on-warnings", "."],
  ["node_modules/vitest/vitest.mjs", "run", ...process.argv.slice(2)],
];

for (const [program, ...args] of steps) {
  const isScript = program!.endsWith(".mjs");
  const { status } = spawnSync(isScript ? process.execPath : program!, isScript ? [program!, ...args] : args, {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
}
