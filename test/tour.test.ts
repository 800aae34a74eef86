import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { run } from "../packages/waymark/test/cli/run.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-tour-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");

/** Lines of a printed comparison from the heading to the protocol, each without the three times at its end. */
const figuresOf = (text: string): readonly string[] => {
  const lines = text.slice(text.indexOf("model  "), text.indexOf("Protocol: ")).trim().split("\n");
  const rows = lines.filter((line) => !line.startsWith("Also measured"));
  return rows.map((line) => line.replace(/(\s+[\d.]+ (ms|s|min)){3}$/, "").replaceAll(/\s+/g, " "));
};

test("the README's table is what `npm start` prints, times apart", async () => {
  const campus = join(folder, "campus");
  await run("demo", "--learners", "2000", "--courses", "300", "--seed", "1", "--out", campus);
  const report = join(folder, "report.html");
  const { stdout, code } = await run(
    "compare",
    campus,
    "--implicit",
    "--models",
    "fast",
    "--budget",
    "none",
    "--report",
    report,
  );
  expect(code).toBe(0);
  expect(figuresOf(stdout).length).toBeGreaterThan(10);
  expect(figuresOf(readme)).toEqual(figuresOf(stdout));
});
