/** `npm run build`: JavaScript by tsdown, declarations by tsc, the kernels beside them, all into dist/. */
import { spawnSync } from "node:child_process";
import { cpSync } from "node:fs";

const steps: readonly (readonly [program: string, ...args: string[]])[] = [
  [process.execPath, "node_modules/tsdown/dist/run.mjs", "--logLevel", "error"],
  ["node_modules/.bin/tsc", "-p", "tsconfig.build.json"],
];

for (const [program, ...args] of steps) {
  const { status } = spawnSync(program, args, { stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
}
cpSync("src/kernels/wasm", "dist/kernels/wasm", { recursive: true });
