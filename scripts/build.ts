/**
 * `npm run build`: the package as it is published, in packages/waymark: JavaScript by tsdown, declarations by tsc, the kernels
 * beside them in dist/, and the pages of the repository that go with it.
 */
import { spawnSync } from "node:child_process";
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
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
widenTypedArrays(`${target}/dist`);
for (const variant of variantNames)
  cpSync(`${kernelsFolder}/${variant}.wasm`, `${target}/dist/kernels/wasm/${variant}.wasm`);
rmSync(`${target}/docs`, { recursive: true, force: true }); // a card that is gone is not published
for (const page of ["README.md", "LICENSE", "CHANGELOG.md", "docs/models"])
  cpSync(`${root}${page}`, `${target}/${page}`, { recursive: true });

/** `Float64Array<ArrayBuffer>` → `Float64Array` in declarations: TypeScript before 5.7 knows no other, and later ones take both. */
function widenTypedArrays(folder: string): void {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts")) continue;
    const text = readFileSync(join(folder, name), "utf8");
    const widened = text.replace(
      /\b((?:Float|Uint|Int|BigInt|BigUint)\d+(?:Clamped)?Array)<(?:Shared)?ArrayBuffer(?:Like)?>/g,
      "$1",
    );
    if (widened !== text) writeFileSync(join(folder, name), widened);
  }
}
