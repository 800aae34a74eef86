/**
 * `compile-kernels.ts VARIANT FILE`: AssemblyScript to WebAssembly, one variant of the kernels. With WAYMARK_MUTANT, the fault of
 * a kernel (packages/waymark/test/mutants/mutant.ts), and WAYMARK_KERNELS_FOLDER, it compiles the faulty kernels.
 */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";
import type { Mutant } from "../packages/waymark/test/mutants/mutant.ts";

const variants: Readonly<Record<string, readonly string[]>> = {
  wide: ["--use", "RELAXED=1", "--use", "WIDE=1", "--enable", "relaxed-simd"], // for V8's revectorizer, and arm64
  fused: ["--use", "RELAXED=1", "--use", "WIDE=0", "--enable", "relaxed-simd"],
  plain: ["--use", "RELAXED=0", "--use", "WIDE=0"],
};

const root = fileURLToPath(new URL("..", import.meta.url));
const { WAYMARK_MUTANT: mutant, WAYMARK_KERNELS_FOLDER: folder } = process.env;
const fault = folder && mutant ? (JSON.parse(mutant) as Mutant) : undefined;
const [variant, file] = process.argv.slice(2) as [string, string];

/** A source as the compiler is to see it; null where there is none. */
function readSource(name: string, folder: string): string | null {
  const path = resolve(folder, name);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return null;
  const text = readFileSync(path, "utf8");
  return fault && path === resolve(root, fault.file) ? text.replace(fault.find, () => fault.replace) : text;
}

const { error, stderr } = await main(
  [
    "packages/waymark/src/kernels/index.ts",
    ...["--baseDir", root],
    ...["-o", file],
    ...["--enable", "simd", "--enable", "threads"],
    ...["--importMemory", "--noExportMemory", "--sharedMemory", "--initialMemory", "16", "--maximumMemory", "65536"],
    ...["--memoryBase", "16384"], // tables of the mathematical functions, clear of the control block
    ...["--runtime", "stub", "--noAssert", "-O3", "--converge"],
    ...variants[variant]!,
  ],
  { readFile: readSource },
);
if (error) {
  console.error(stderr.toString());
  process.exit(1);
}
