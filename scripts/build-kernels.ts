/**
 * `npm run build:kernels`: AssemblyScript to WebAssembly, three variants of the same kernels, into packages/waymark/src/kernels/wasm/.
 * Does nothing when they are intact and up to date, unless `--force` is given. With WAYMARK_MUTANT, the fault of a
 * kernel (packages/waymark/test/mutants/mutant.ts), it builds the faulty kernels into the folder WAYMARK_KERNELS_FOLDER and touches
 * nothing else.
 */
import { buildKernels, ensureKernels, kernelsFolder } from "./kernels.ts";

const { WAYMARK_MUTANT: mutant, WAYMARK_KERNELS_FOLDER: folder } = process.env;
try {
  if (mutant && folder) await buildKernels(folder);
  else if (process.argv.includes("--force")) await buildKernels(kernelsFolder);
  else await ensureKernels();
} catch (error) {
  console.error(`waymark: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
