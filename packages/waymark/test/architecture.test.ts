import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".d.ts"),
);

/** What each part may import beside itself; errors.ts and version.ts belong to everybody. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  kernels: [], // AssemblyScript: reached as .wasm, never imported
  compute: [],
  text: ["compute"],
  data: ["compute", "text"],
  models: ["compute", "text", "data"],
  evaluation: ["compute", "text", "data", "models"],
  tuning: ["compute", "text", "data", "models", "evaluation"],
  studies: ["compute", "text", "data", "models", "evaluation", "tuning"],
  cli: ["compute", "text", "data", "models", "evaluation", "tuning", "studies"],
};

const partOf = (file: string): string => file.split("/")[0]!;
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
    (match) => relative(root, join(root, dirname(file), match[1]!)) + (partOf(file) === "kernels" ? ".ts" : ""),
  );

test("imports go one way: kernels, data, models, evaluation, command line", () => {
  const astray = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.includes("/") && file.includes("/") && partOf(target) !== partOf(file))
      .filter((target) => !allowed[partOf(file)]?.includes(partOf(target)))
      .map((target) => `src/${file} may not import src/${target}: ${partOf(file)} stands before ${partOf(target)}`),
  );
  expect(astray).toEqual([]);
});

test("no file imports itself by way of others", () => {
  const visited = new Map<string, "open" | "closed">();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (visited.get(file) === "open") cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
    if (visited.has(file)) return;
    visited.set(file, "open");
    for (const target of importsOf(file)) visit(target, [...path, file]);
    visited.set(file, "closed");
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

test("every import leads to a file", () => {
  const missing = files.flatMap((file) =>
    importsOf(file).filter((target) => !files.includes(target) && !target.endsWith(".json")),
  );
  expect(missing).toEqual([]);
});

test("a file is read in one sitting: at most 200 lines", () => {
  const long = files
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > 200);
  expect(long).toEqual([]);
});

test("no drawer for odds and ends", () => {
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|lib|misc)(\/|\.ts$)/.test(file))).toEqual([]);
});
