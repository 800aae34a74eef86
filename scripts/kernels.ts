/** The compiled kernels of the checkout: whether they are intact and up to date with their sources, and how to build them. */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { constants } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSeal, sealed } from "../packages/waymark/src/compute/core/kernel-seal.ts";

export const variantNames = ["wide", "fused", "plain"] as const;

const compiler = fileURLToPath(new URL("compile-kernels.ts", import.meta.url));
const generator = fileURLToPath(new URL("kernel-arguments.ts", import.meta.url));
const manifest = fileURLToPath(new URL("../package.json", import.meta.url)); // pins the compiler
const core = fileURLToPath(new URL("../packages/waymark/src/compute/core", import.meta.url));
const sources = fileURLToPath(new URL("../packages/waymark/src/kernels", import.meta.url));
const generated = `${sources}/generated`;
export const kernelsFolder = `${sources}/wasm`;

/** SHA-256 of everything the kernels are made of: sources, signatures of their arguments, compiler version and options. */
export function sourcesDigest(): Uint8Array {
  const hash = createHash("sha256");
  const typescriptIn = (folder: string): readonly string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => join(folder, name));
  const signatures = [join(core, "signature.ts"), ...typescriptIn(join(core, "signatures"))];
  for (const path of [...typescriptIn(sources), ...signatures, generator, compiler])
    hash.update(`${basename(path)}\0`).update(readFileSync(path));
  const { devDependencies } = JSON.parse(readFileSync(manifest, "utf8"));
  return hash.update(devDependencies.assemblyscript).digest();
}

/** Why the kernels have to be built, or `undefined` when all are intact and up to date. */
export function whyBuild(digest: Uint8Array = sourcesDigest()): "missing" | "damaged" | "out of date" | undefined {
  if (!existsSync(`${generated}/arguments.ts`)) return "missing";
  for (const variant of variantNames) {
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(`${kernelsFolder}/${variant}.wasm`);
    } catch {
      return "missing";
    }
    const seal = readSeal(bytes);
    if (seal === undefined) return "damaged";
    if (Buffer.compare(seal, digest) !== 0) return "out of date";
  }
  return undefined;
}

/** Builds the kernels if they are missing, damaged or out of date, and says so on standard error. @throws {Error} as `buildKernels` */
export async function ensureKernels(): Promise<void> {
  const why = whyBuild();
  if (why === undefined) return;
  console.error(`waymark: the kernels are ${why}; building them now (about 20 seconds) …`);
  await buildKernels(kernelsFolder);
}

/**
 * Compiles the variants in parallel in a temporary folder, then renames each into place. Two builds may run at once: both
 * produce the same files, and a rename is atomic. SIGINT, SIGTERM and SIGHUP end the compilers and remove the folder.
 *
 * @throws {Error} when the folder cannot be written or the compiler reports an error
 */
export async function buildKernels(target: string): Promise<void> {
  const folder = makeFolder(target);
  const compilers: ChildProcess[] = [];
  const stop = (signal: NodeJS.Signals): void => {
    for (const compiler of compilers) compiler.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of stopSignals) process.once(signal, stop);
  try {
    const digest = sourcesDigest();
    await writeArguments();
    const results = await Promise.allSettled(
      variantNames.map((variant) => compile(variant, `${folder}/${variant}.wasm`, compilers)),
    ); // all, so that no compiler still writes into a folder that is gone
    for (const result of results) if (result.status === "rejected") throw result.reason;
    for (const variant of variantNames) {
      const bytes = sealed(readFileSync(`${folder}/${variant}.wasm`), digest);
      writeFileSync(`${folder}/${variant}.sealed`, bytes);
      renameSync(`${folder}/${variant}.sealed`, `${target}/${variant}.wasm`);
    }
  } finally {
    for (const signal of stopSignals) process.off(signal, stop);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the classes of the kernels' arguments, generated from the signatures, when they have changed. */
async function writeArguments(): Promise<void> {
  const { kernelArguments } = await import("./kernel-arguments.ts"); // loads every signature, so not at start-up
  const [path, text] = [`${generated}/arguments.ts`, kernelArguments()];
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(generated, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

const hourMs = 3_600_000;
const stopSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** A folder to build in, inside `target` so that a rename stays on one disk. */
function makeFolder(target: string): string {
  try {
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(target)) {
      if (!name.startsWith("build-")) continue;
      const modifiedMs = statSync(`${target}/${name}`, { throwIfNoEntry: false })?.mtimeMs; // another build may remove its own
      if (modifiedMs !== undefined && Date.now() - modifiedMs > hourMs)
        rmSync(`${target}/${name}`, { recursive: true, force: true }); // left by a build that was killed
    }
    return mkdtempSync(`${target}/build-`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `the kernels must be built, but ${target} cannot be written (${code}). Make it writable, or run \`npm run build:kernels\` as a user with write access.`,
      { cause },
    );
  }
}

/** Compiles one variant in a process of its own, which it adds to `compilers`. */
function compile(variant: string, file: string, compilers: ChildProcess[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, variant, file], { stdio: ["ignore", "inherit", "pipe"] });
    compilers.push(child);
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the kernels (${variant}) could not be built.\n${stderr}`));
    });
  });
}
