/**
 * `npm run build:kernels`: AssemblyScript to WebAssembly, three variants of the same kernels, into src/kernels/wasm/.
 * Does nothing when they are newer than their sources, unless `--force` is given.
 */
import { mkdirSync, readdirSync, renameSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const variants = [
  { name: "wide", use: ["RELAXED=1", "WIDE=1"], features: ["--enable", "relaxed-simd"] }, // for V8's revectorizer, and arm64
  { name: "fused", use: ["RELAXED=1", "WIDE=0"], features: ["--enable", "relaxed-simd"] },
  { name: "plain", use: ["RELAXED=0", "WIDE=0"], features: [] },
];

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = "src/kernels";
const target = `${sources}/wasm`;

/** Modification time of a file, 0 where there is none. */
const changed = (path: string): number => statSync(`${root}${path}`, { throwIfNoEntry: false })?.mtimeMs ?? 0;

const newest = Math.max(
  changed("scripts/build-kernels.ts"),
  ...readdirSync(`${root}${sources}`).flatMap((name) => (name.endsWith(".ts") ? [changed(`${sources}/${name}`)] : [])),
);
const stale = variants.some(({ name }) => changed(`${target}/${name}.wasm`) < newest);
if (stale || process.argv.includes("--force")) await build();

async function build(): Promise<void> {
  const { default: asc } = await import("assemblyscript/asc"); // takes a second: only when there is something to do
  mkdirSync(`${root}${target}`, { recursive: true });
  for (const { name, use, features } of variants) {
    const file = `${target}/${name}.${process.pid}.wasm`;
    const { error, stderr } = await asc.main([
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
    ]);
    if (error) {
      console.error(stderr.toString());
      process.exit(1);
    }
    renameSync(`${root}${file}`, `${root}${target}/${name}.wasm`);
  }
}
