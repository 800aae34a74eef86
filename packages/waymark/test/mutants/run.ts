/**
 * `npm run mutants [family]`: plants each fault of `test/mutants/<family>.json` in memory (no file is touched) and runs
 * the tests that must notice. Exit code 1 when one survives.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Mutant } from "./mutant.ts";

const folder = new URL(".", import.meta.url);
const families = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => name.replace(/\.json$/, ""))
  .filter((name) => process.argv.length < 3 || process.argv.slice(2).includes(name));

const unknown = process.argv.slice(2).filter((name) => !families.includes(name));
if (unknown.length > 0) throw new Error(`There is no family of faults named ${unknown.join(", ")}.`);

const kernelsFolder = mkdtempSync(join(tmpdir(), "waymark-mutants-")); // kernels with a fault are built here
process.on("exit", () => rmSync(kernelsFolder, { recursive: true, force: true }));

let survivors = 0;
for (const family of families) {
  const mutants = JSON.parse(readFileSync(new URL(`${family}.json`, folder), "utf8")) as readonly Mutant[];
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
