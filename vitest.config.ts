import { defineConfig, type Plugin } from "vitest/config";
import type { Mutant } from "./test/mutants/mutant.ts";

export default defineConfig({
  plugins: plantedFault(process.env.WAYMARK_MUTANT),
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
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
