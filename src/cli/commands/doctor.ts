import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { arch, availableParallelism, freemem, platform, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import { programVersion } from "../../version.ts";
import type { Context } from "../context.ts";

interface Check {
  readonly what: string;
  readonly found: string;
  readonly ok: boolean;
  readonly remedy?: string;
}

/** Does this machine have what Waymark needs? Exit code 1 when something is missing. */
export const doctorCommand = (context: Context): Command =>
  new Command("doctor")
    .description("Check whether this machine has what Waymark needs")
    .addHelpText("after", "\nExample:\n  waymark doctor --json")
    .action(async () => {
      const checks = [...machine(), await duckdb(), await temporaryFolder()];
      if (checks.some(({ ok }) => !ok)) context.exitCode = 1;
      if (context.json) return context.out(JSON.stringify({ ok: checks.every(({ ok }) => ok), checks }));
      for (const { what, found, ok, remedy } of checks)
        context.out(
          `${ok ? context.style("green", "ok     ") : context.style("red", "missing")}  ${what}: ${found}${remedy && !ok ? `. ${remedy}` : ""}`,
        );
    });

const gibibytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function machine(): Check[] {
  return [
    { what: "Waymark", found: programVersion, ok: true },
    { what: "Node", found: `${process.versions.node} (V8 ${process.versions.v8})`, ok: true },
    { what: "system", found: `${platform()} ${arch()} ${release()}`, ok: true },
    { what: "processors", found: String(availableParallelism()), ok: true },
    {
      what: "memory",
      found: `${gibibytes(totalmem())}, ${gibibytes(freemem())} free`,
      ok: totalmem() > 2 ** 30,
      remedy: "1 GiB is the least that is useful",
    },
  ];
}

async function duckdb(): Promise<Check> {
  const what = "DuckDB (reads Parquet)";
  try {
    const { version } = await import("@duckdb/node-api");
    return { what, found: version(), ok: true };
  } catch (error) {
    return {
      what,
      found: error instanceof Error ? error.message : String(error),
      ok: false,
      remedy: "Install again with optional dependencies: npm ci --include=optional",
    };
  }
}

async function temporaryFolder(): Promise<Check> {
  const what = "temporary folder";
  try {
    const folder = await mkdtemp(join(tmpdir(), "waymark-"));
    await writeFile(join(folder, "probe"), "x");
    await rm(folder, { recursive: true });
    return { what, found: `${tmpdir()} can be written`, ok: true };
  } catch (error) {
    return { what, found: String(error), ok: false, remedy: "Set TMPDIR to a folder you may write to" };
  }
}
