import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSeal } from "../packages/waymark/src/compute/core/kernel-seal.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "waymark-kernels-"));
const checkout = join(folder, "checkout");
const kernels = join(checkout, "packages/waymark/src/kernels/wasm");
const variants = ["fused.wasm", "plain.wasm", "wide.wasm"];

/** A copy of the checkout, so that nothing is done to the kernels the other tests run on. */
beforeAll(() => {
  for (const part of [
    "package.json",
    "scripts",
    "packages/waymark/package.json",
    "packages/waymark/bin",
    "packages/waymark/src",
  ])
    cpSync(join(root, part), join(checkout, part), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
  for (const name of readdirSync(kernels))
    if (!variants.includes(name)) rmSync(join(kernels, name), { recursive: true });
  chmodSync(folder, 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const launcher = join(checkout, "packages/waymark/bin/waymark.mjs");
const waymark = (...args: readonly string[]) => spawnSync(process.execPath, [launcher, ...args], { encoding: "utf8" });
const whole = () => variants.map((name) => readSeal(readFileSync(join(kernels, name))) !== undefined);

test("kernels that are as they should be are left alone", () => {
  const { status, stderr } = waymark("models", "--quiet");
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("a truncated build and none at all are built anew, by two processes at once, which do each other no harm", async () => {
  const before = readFileSync(join(kernels, "plain.wasm"));
  truncateSync(join(kernels, "plain.wasm"), 5000);
  rmSync(join(kernels, "wide.wasm"));
  const ends = await Promise.all(
    [1, 2].map(
      () =>
        new Promise<{ code: number | null; stderr: string }>((resolve) => {
          const child = spawn(process.execPath, [launcher, "models", "--quiet"], {
            stdio: ["ignore", "ignore", "pipe"],
          });
          let stderr = "";
          child.stderr.on("data", (chunk: Buffer) => {
            stderr += chunk;
          });
          child.on("close", (code) => resolve({ code, stderr }));
        }),
    ),
  );
  for (const { code, stderr } of ends) {
    expect(code).toBe(0);
    expect(stderr).toMatch(/^waymark: the kernels are (missing|damaged); building them now .*\n$/);
  }
  expect(readdirSync(kernels).sort()).toEqual(variants); // nothing half-built is left
  expect(whole()).toEqual([true, true, true]);
  expect(readFileSync(join(kernels, "plain.wasm"))).toEqual(before); // the same sources give the same bytes
  expect(waymark("models", "--quiet").stderr).toBe("");
}, 900_000);

test("a program that uses the sources is told what to do, in a sentence", () => {
  const library = (why: string) => {
    const program = `import { sharedCore } from ${JSON.stringify(join(checkout, "packages/waymark/src/index.ts"))};
      try { await sharedCore(); } catch (error) { console.log(error.code, error.message); }`;
    const { stdout } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { encoding: "utf8" });
    expect(stdout).toContain(`the compiled kernels are ${why}`);
    expect(stdout).toContain("npm run build:kernels");
  };
  const saved = join(folder, "saved");
  cpSync(kernels, saved, { recursive: true });
  for (const name of variants) truncateSync(join(kernels, name), 5000);
  library("damaged");
  for (const name of variants) rmSync(join(kernels, name));
  library("missing");
  cpSync(saved, kernels, { recursive: true });
});

test("the help needs no kernels", () => {
  rmSync(kernels, { recursive: true });
  for (const args of [[], ["--help"], ["help", "train"], ["train", "--help"], ["--version"]]) {
    expect(waymark(...args).stderr).not.toContain("the kernels are"); // without a command, the help is an error
    expect(existsSync(kernels)).toBe(false);
  }
});

test("a checkout that cannot be written is named, with the remedy", () => {
  rmSync(kernels, { recursive: true, force: true });
  writeFileSync(kernels, "a file where the folder should be"); // stands for any folder that cannot be made, also for root
  const { status, stderr } = waymark("models");
  expect(stderr).toMatch(
    /^waymark: the kernels are missing.*\nwaymark: the kernels must be built, but .* cannot be written \(\w+\)\. .*build:kernels.*\n$/,
  );
  expect(status).toBe(1);
  rmSync(kernels);
});

test.skipIf(process.getuid?.() !== 0)("a read-only checkout of somebody else's", () => {
  mkdirSync(kernels, { recursive: true });
  chmodSync(kernels, 0o555);
  const { status, stderr } = spawnSync(process.execPath, [launcher, "models"], {
    encoding: "utf8",
    uid: 65534,
    gid: 65534,
  });
  expect(stderr).toContain("cannot be written (EACCES)");
  expect(stderr).not.toContain("    at ");
  expect(status).toBe(1);
});
