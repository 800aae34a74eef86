/**
 * `npm run build`: the package as it is published, in packages/waymark: JavaScript by tsdown, declarations by tsc, the kernels
 * beside them in dist/, and the pages of the repository that go with it.
 */
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { kernelsFolder, variantNames } from "./kernels.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const target = `${root}packages/waymark`;

const steps: readonly (readonly [program: string, ...args: string[]])[] = [
  [process.execPath, `${root}node_modules/tsdown/dist/run.mjs`, "--logLevel", "error"],
  [`${root}node_modules/.bin/tsc`, "-p", "tsconfig.build.json"],
];

for (const [program, ...args] of steps) {
  const { status } = spawnSync(program, args, { stdio: "inherit", cwd: target });
  if (status !== 0) process.exit(status ?? 1);
}
for (const variant of variantNames)
  cpSync(`${kernelsFolder}/${variant}.wasm`, `${target}/dist/kernels/wasm/${variant}.wasm`);
rmSync(`${target}/docs`, { recursive: true, force: true }); // a card that is gone is not published
for (const page of ["README.md", "LICENSE", "CHANGELOG.md", "docs/models"])
  cpSync(`${root}${page}`, `${target}/${page}`, { recursive: true });
