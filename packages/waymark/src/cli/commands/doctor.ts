import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { arch, availableParallelism, freemem, platform, release, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { Command } from "commander";
import type { Core } from "../../compute/core/core.ts";
import { measureCore, type SelfMeasurement } from "../../compute/self-measurement.ts";
import { programVersion } from "../../version.ts";
import type { Context } from "../context.ts";
import { type Check, computeCore, gibibytes, measuredLines } from "../terminal/compute-core.ts";
import { withProgress } from "../terminal/progress.ts";

/** Does this machine have what Waymark needs? Exit code 1 when something is missing. */
export const doctorCommand = (context: Context): Command =>
  new Command("doctor")
    .description("Check whether this machine has what Waymark needs, and measure how fast it computes (ten seconds)")
    .option("--quick", "leave the measurement out")
    .addHelpText("after", "\nExamples:\n  waymark doctor\n  waymark doctor --quick --json")
    .action(async ({ quick = false }: { readonly quick?: boolean }) => {
      const core = computeCore();
      const checks = [...machine(), ...core.checks, await duckdb(), await temporaryFolder()];
      const measured = core.core && !quick ? await measure(core.core, context) : undefined;
      if (checks.some(({ ok }) => !ok)) context.exitCode = 1;
      const ok = checks.every((check) => check.ok);
      if (context.json) return context.out(JSON.stringify({ ok, checks, ...(measured && { measured }) }));
      for (const { what, found, ok, remedy } of checks)
        context.out(
          `${ok ? context.style("green", "ok     ") : context.style("red", "missing")}  ${what}: ${found}${remedy && !ok ? `. ${remedy}` : ""}`,
        );
      if (measured) for (const line of measuredLines(measured)) context.out(line);
    });

const measure = (core: Core, context: Context): Promise<SelfMeasurement> =>
  withProgress(context, "measuring", (onProgress) =>
    measureCore(core, { seconds: 10, signal: context.signal, onProgress }),
  );

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
      remedy: "At least 1 GiB is needed",
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
