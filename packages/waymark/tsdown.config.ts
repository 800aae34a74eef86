import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/index.ts", "cli/main": "src/cli/main.ts", "compute/core/thread": "src/compute/core/thread.ts" },
  format: "esm",
  platform: "node",
  target: "node22.19",
  unbundle: true, // one file a module, as in src: stack traces and package.json's place stay what they are
  dts: false, // tsc writes the declarations, see tsconfig.build.json
  clean: true,
});
