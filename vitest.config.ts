import { pathToFileURL } from "node:url";
import { defineConfig, type Plugin } from "vitest/config";
import type { Mutant } from "./packages/waymark/test/mutants/mutant.ts";

export default defineConfig({
  plugins: plantedFault(process.env.WAYMARK_MUTANT),
  test: {
    include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
    // Only against tests that hang: on a busy machine everything may take many times as long, and no test may fail for that.
    testTimeout: 600_000,
    hookTimeout: 900_000,
    maxWorkers: 2,
    env: { WAYMARK_CHECKED: "1" }, // every index given to a kernel is looked at
    allowOnly: false,
    fsModuleCache: process.env.WAYMARK_MUTANT === undefined, // its key knows nothing of planted faults
  },
});

/** For `npm run mutants`: replaces one piece of one source file as it is loaded. */
function plantedFault(json: string | undefined): Plugin[] {
  if (json === undefined) return [];
  const { file, find, replace } = JSON.parse(json) as Mutant;
  if (file.startsWith("packages/waymark/src/kernels/")) return faultyKernels(`${process.env.WAYMARK_KERNELS_FOLDER}/`);
  return [
    {
      name: "planted-fault",
      enforce: "pre",
      transform(code, id) {
        if (!id.endsWith(`/${file}`)) return undefined;
        if (code.split(find).length !== 2) throw new Error(`${file} must hold this exactly once: ${find}`);
        return { code: code.replace(find, () => replace), map: null };
      },
    },
  ];
}

/** Kernels are compiled beforehand (packages/waymark/test/mutants/run.ts): here the faulty ones are loaded instead of the true ones. */
function faultyKernels(folder: string): Plugin[] {
  const usual = "../../kernels/wasm/";
  return [
    {
      name: "faulty-kernels",
      enforce: "pre",
      transform(code, id) {
        if (!id.endsWith("/src/compute/core/load-kernels.ts")) return undefined;
        if (code.split(usual).length !== 2) throw new Error(`${id} must hold this exactly once: ${usual}`);
        return { code: code.replace(usual, pathToFileURL(folder).href), map: null };
      },
    },
  ];
}
