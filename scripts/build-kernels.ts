/**
 * `npm run build:kernels`: AssemblyScript to WebAssembly, three variants of the same kernels, into packages/waymark/src/kernels/wasm/.
 * Does nothing when they are newer than their sources, unless `--force` is given. With WAYMARK_MUTANT, the fault of a kernel
 * (packages/waymark/test/mutants/mutant.ts), it builds the faulty kernels into the folder WAYMARK_KERNELS_FOLDER and touches nothing else.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Mutant } from "../packages/waymark/test/mutants/mutant.ts";
import { kernelArguments } from "./kernel-arguments.ts";

const variants = [
  { name: "wide", use: ["RELAXED=1", "WIDE=1"], features: ["--enable", "relaxed-simd"] }, // for V8's revectorizer, and arm64
  { name: "fused", use: ["RELAXED=1", "WIDE=0"], features: ["--enable", "relaxed-simd"] },
  { name: "plain", use: ["RELAXED=0", "WIDE=0"], features: [] },
];

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = "packages/waymark/src/kernels";
const { WAYMARK_MUTANT: mutant, WAYMARK_KERNELS_FOLDER: folder } = process.env;
const fault = folder && mutant ? (JSON.parse(mutant) as Mutant) : undefined;
const target = fault ? folder! : `${root}${sources}/wasm`;

/** Modification time of a file, 0 where there is none. */
const changed = (path: string): number => statSync(resolve(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

writeArguments();
const newest = Math.max(
  changed("scripts/build-kernels.ts"),
  changed(`${sources}/generated/arguments.ts`),
  ...readdirSync(`${root}${sources}`).flatMap((name) => (name.endsWith(".ts") ? [changed(`${sources}/${name}`)] : [])),
);
const stale = variants.some(({ name }) => changed(`${target}/${name}.wasm`) < newest);
if (stale || fault || process.argv.includes("--force")) await build();

/** Classes of the kernels' arguments, written only when a signature changed: they count as a source like the others. */
function writeArguments(): void {
  const [path, text] = [`${root}${sources}/generated/arguments.ts`, kernelArguments()];
  if (statSync(path, { throwIfNoEntry: false }) && readFileSync(path, "utf8") === text) return;
  mkdirSync(`${root}${sources}/generated`, { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}

/** A source as the compiler is to see it; null where there is none. */
function readSource(name: string, folder: string): string | null {
  const path = resolve(folder, name);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  const text = readFileSync(path, "utf8");
  return fault && path === resolve(root, fault.file) ? text.replace(fault.find, () => fault.replace) : text;
}

async function build(): Promise<void> {
  const { default: asc } = await import("assemblyscript/asc"); // takes a second: only when there is something to do
  mkdirSync(target, { recursive: true });
  for (const { name, use, features } of variants) {
    const file = `${target}/${name}.${process.pid}.wasm`;
    const options = [
      `${sources}/index.ts`,
      "--baseDir",
      root,
      "-o",
      file,
      "--enable",
      "simd",
      "--enable",
      "threads",
      ...features,
      "--importMemory",
      "--noExportMemory",
      "--sharedMemory",
      "--initialMemory",
      "16",
      "--maximumMemory",
      "65536",
      "--memoryBase",
      "16384", // tables of the mathematical functions, clear of the control block
      "--runtime",
      "stub",
      "--noAssert",
      "-O3",
      "--converge",
      ...use.flatMap((constant) => ["--use", constant]),
    ];
    const { error, stderr } = await asc.main(options, { readFile: readSource });
    if (error) {
      console.error(stderr.toString());
      process.exit(1);
    }
    renameSync(file, `${target}/${name}.wasm`);
  }
}
