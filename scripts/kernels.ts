/** The compiled kernels of the checkout: are they whole and of the sources as they are, and how to make them so. */
import { spawn } from "node:child_process";
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
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSeal, sealed } from "../packages/waymark/src/compute/core/kernel-seal.ts";

export const variantNames = ["wide", "fused", "plain"] as const;

const compiler = fileURLToPath(new URL("compile-kernels.ts", import.meta.url));
const generator = fileURLToPath(new URL("kernel-arguments.ts", import.meta.url));
const core = fileURLToPath(new URL("../packages/waymark/src/compute/core", import.meta.url));
const sources = fileURLToPath(new URL("../packages/waymark/src/kernels", import.meta.url));
const generated = `${sources}/generated`;
export const kernelsFolder = `${sources}/wasm`;

/** SHA-256 of everything the kernels are made of: their sources, the signatures of their arguments, and how they are compiled. */
export function sourcesDigest(): Uint8Array {
  const hash = createHash("sha256");
  const typescriptIn = (folder: string): readonly string[] =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".ts"))
      .sort()
      .map((name) => join(folder, name));
  const signatures = [join(core, "signature.ts"), ...typescriptIn(join(core, "signatures"))];
  for (const path of [...typescriptIn(sources), ...signatures, generator, compiler])
    hash.update(`${path.slice(path.lastIndexOf("/"))}\0`).update(readFileSync(path));
  return hash.digest();
}

/** Why the kernels have to be built, or `undefined` when each is whole and made from the sources as they are. */
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

/** Builds what has to be built, with a line on standard error. Fast when there is nothing to do. @throws {Error} in a sentence */
export async function ensureKernels(): Promise<void> {
  const why = whyBuild();
  if (why === undefined) return;
  console.error(`waymark: the kernels are ${why}; building them once (some 20 seconds) …`);
  await buildKernels(kernelsFolder);
}

/**
 * Compiles the variants side by side, into a folder beside; each is renamed into place when it is whole. Two builds at once do
 * no harm: both write the same files, and a reader finds the one or the other, whole.
 *
 * @throws {Error} when the folder cannot be written or the compiler finds a fault
 */
export async function buildKernels(target: string): Promise<void> {
  const beside = makeFolder(target);
  try {
    const digest = sourcesDigest();
    await writeArguments();
    await Promise.all(variantNames.map((variant) => compile(variant, `${beside}/${variant}.wasm`)));
    for (const variant of variantNames) {
      const bytes = sealed(readFileSync(`${beside}/${variant}.wasm`), digest);
      writeFileSync(`${beside}/${variant}.sealed`, bytes);
      renameSync(`${beside}/${variant}.sealed`, `${target}/${variant}.wasm`);
    }
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Classes of the kernels' arguments, generated from the signatures; written only when they changed. */
async function writeArguments(): Promise<void> {
  const { kernelArguments } = await import("./kernel-arguments.ts"); // loads every signature: only when there is something to do
  const [path, text] = [`${generated}/arguments.ts`, kernelArguments()];
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(generated, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

const anHour = 3_600_000;

/** A folder to build in, inside `target` so that a rename stays on one disk. */
function makeFolder(target: string): string {
  try {
    mkdirSync(target, { recursive: true });
    for (const name of readdirSync(target))
      if (name.startsWith("build-") && Date.now() - statSync(`${target}/${name}`).mtimeMs > anHour)
        rmSync(`${target}/${name}`, { recursive: true, force: true }); // of a build that was interrupted
    return mkdtempSync(`${target}/build-`);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new Error(
      `the kernels must be built, but ${target} cannot be written (${code}). Make it writable, or run \`npm run build:kernels\` as somebody who may write there.`,
      { cause },
    );
  }
}

/** One variant, in a process of its own. */
function compile(variant: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, variant, file], { stdio: ["ignore", "inherit", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the kernels (${variant}) could not be built.\n${complaint}`));
    });
  });
}
