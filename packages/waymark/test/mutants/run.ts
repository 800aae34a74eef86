/**
 * `npm run mutants [family …] [part …]`: plants each fault of `test/mutants/<family>.json` in memory (no file is touched)
 * and runs the tests that must notice; with parts, only faults whose file path contains one of them. Exit code 1 when one
 * survives, or an argument chooses nothing.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { choosePlan } from "./choose-plan.ts";
import type { Mutant } from "./mutant.ts";

const folder = new URL(".", import.meta.url);
const plan = choosePlan(
  readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({
      family: name.replace(/\.json$/, ""),
      mutants: JSON.parse(readFileSync(new URL(name, folder), "utf8")) as readonly Mutant[],
    })),
  process.argv.slice(2),
);
if (typeof plan === "string") {
  console.error(plan);
  process.exit(1);
}

const kernelsFolder = mkdtempSync(join(tmpdir(), "waymark-mutants-")); // kernels with a fault are built here
process.on("exit", () => rmSync(kernelsFolder, { recursive: true, force: true }));

let survivors = 0;
for (const { family, mutants } of plan) {
  for (const mutant of mutants) {
    const places = readFileSync(mutant.file, "utf8").split(mutant.find).length - 1;
    if (places !== 1) {
      console.log(`NOT PLANTED ${family}: ${mutant.fault}: ${mutant.file} holds ${places} times: ${mutant.find}`);
      survivors++;
      continue;
    }
    const env = { ...process.env, WAYMARK_MUTANT: JSON.stringify(mutant), WAYMARK_KERNELS_FOLDER: kernelsFolder };
    if (mutant.file.startsWith("packages/waymark/src/kernels/")) {
      const { status, stderr } = spawnSync(process.execPath, ["scripts/build-kernels.ts"], { env, encoding: "utf8" });
      if (status !== 0) {
        console.log(`NOT BUILT ${family}: ${mutant.fault}\n${stderr}`);
        survivors++;
        continue;
      }
    }
    const { status, stdout } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", ...mutant.tests], {
      env,
      encoding: "utf8",
    });
    const ran = /Tests\s/.test(stripVTControlCharacters(stdout));
    const killed = status !== 0 && /Tests\s+\d+ failed/.test(stripVTControlCharacters(stdout));
    if (!killed) survivors++;
    console.log(`${killed ? "killed  " : ran ? "SURVIVED" : "NOT RUN "} ${family}: ${mutant.fault}`);
  }
}
process.exitCode = survivors > 0 ? 1 : 0;
