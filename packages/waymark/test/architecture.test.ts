import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../src", import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
  (name) => name.endsWith(".ts") && !name.endsWith(".d.ts"),
);

/** From the bottom to the top: a part may import those before it; errors.ts and version.ts belong to everybody. */
const order = [
  "compute",
  "learn",
  "text",
  "data",
  "splits",
  "models",
  "evaluation",
  "tuning",
  "comparison",
  "report",
  "studies",
  "synthetic",
  "cli",
];
/** What stands in the order and yet may not be used. */
const kernels = "kernels"; // AssemblyScript: reached as .wasm, never imported
const apart: Readonly<Record<string, readonly string[]>> = {
  text: ["learn"],
  data: ["learn"],
  synthetic: ["models", "evaluation", "tuning", "report", "studies"],
};
const mayImport = (part: string, target: string): boolean =>
  order.indexOf(target) >= 0 && order.indexOf(target) < order.indexOf(part) && !apart[part]?.includes(target);

/** The inside of models/: families know the contracts, what is shared, and how scores are asked for; never each other. */
const modelsMayImport: Readonly<Record<string, readonly string[]>> = {
  scoring: [""],
  shared: ["", "scoring"],
  artifact: ["", "shared"],
};
const contracts = ["model.ts", "params.ts"];
const familyMayImport = ["", "shared", "scoring"];

/** The inside of report/: a page from its parts, from the letter to the whole document. */
const reportMayImport: Readonly<Record<string, readonly string[]>> = {
  page: [],
  charts: ["page"],
  tables: ["page", "charts"],
  text: ["page"],
  evaluation: ["page", "charts", "tables"],
  tuning: ["page", "charts", "tables", "evaluation"],
};

/** The inside of evaluation/: a metric is a formula and knows neither models nor protocols. */
const evaluationMayImport: Readonly<Record<string, readonly string[]>> = {
  metrics: [],
  statistics: ["", "metrics"],
  "off-policy": ["", "statistics"],
  "": ["metrics", "statistics"],
};

const partOf = (file: string): string => file.split("/")[0]!;
const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(root, file), "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)"/g)].map(
    (match) => relative(root, join(root, dirname(file), match[1]!)) + (partOf(file) === "kernels" ? ".ts" : ""),
  );

/** The folder inside a part; "" for a file directly in it. */
const folderOf = (file: string): string => (file.split("/").length > 2 ? file.split("/")[1]! : "");
const within = (part: string): readonly (readonly [file: string, target: string])[] =>
  files
    .filter((file) => partOf(file) === part)
    .flatMap((file) => importsOf(file).map((target) => [file, target] as const))
    .filter(([file, target]) => partOf(target) === part && folderOf(target) !== folderOf(file));

test("imports go one way, from the command line down to the kernels", () => {
  const violations = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => target.includes("/") && file.includes("/") && partOf(target) !== partOf(file))
      .filter((target) => partOf(target) === kernels || !mayImport(partOf(file), partOf(target)))
      .map((target) => `src/${file} may not import src/${target}: ${partOf(file)} stands below ${partOf(target)}`),
  );
  expect(violations).toEqual([]);
});

test("every part has its place in the order", () => {
  expect(new Set(files.filter((file) => file.includes("/")).map(partOf))).toEqual(new Set([kernels, ...order]));
});

test("families of models do not use each other", () => {
  const violations = within("models")
    .filter(([file]) => folderOf(file) !== "") // the registry knows them all
    .filter(([file, target]) => {
      const allowed = modelsMayImport[folderOf(file)] ?? familyMayImport;
      return !allowed.includes(folderOf(target));
    })
    .map(([file, target]) => `src/${file} may not import src/${target}`);
  expect(violations).toEqual([]);
});

test("the contracts of models know no model", () => {
  const violations = within("models")
    .filter(([file]) => contracts.some((name) => file === `models/${name}`))
    .map(([file, target]) => `src/${file} may not import src/${target}`);
  expect(violations).toEqual([]);
});

test("metrics, statistics and the engine of the evaluation keep to their places", () => {
  const violations = within("evaluation")
    .filter(([file, target]) => !evaluationMayImport[folderOf(file)]?.includes(folderOf(target)))
    .map(([file, target]) => `src/${file} may not import src/${target}`);
  expect(violations).toEqual([]);
});

test("models come by the core in one place, and no memory waits for the garbage collector", () => {
  const holding = (text: string) => files.filter((file) => readFileSync(join(root, file), "utf8").includes(text));
  expect(holding("sharedCore()").filter((file) => partOf(file) === "models")).toEqual(["models/core-option.ts"]);
  expect(holding("FinalizationRegistry")).toEqual([]);
});

test("only the scorer asks a model for its scoring form", () => {
  const asking = files.filter((file) =>
    /\bscoringFormOf\(|\bnew FormScorer\(/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(asking.sort()).toEqual(["models/scoring/open-scorer.ts", "models/shared/positive-feedback-model.ts"]);
});

test("reports are put together one way: page, charts, tables, then the reports", () => {
  const violations = within("report")
    .filter(([file, target]) => !reportMayImport[folderOf(file)]?.includes(folderOf(target)))
    .map(([file, target]) => `src/${file} may not import src/${target}`);
  expect(violations).toEqual([]);
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

test("a file is read in one sitting: at most 300 lines", () => {
  const long = files
    .filter((file) => !file.startsWith("kernels/generated/"))
    .map((file) => ({ file, lines: readFileSync(join(root, file), "utf8").split("\n").length - 1 }))
    .filter(({ lines }) => lines > 300);
  expect(long).toEqual([]);
});

test("no drawer for odds and ends", () => {
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|lib|misc)(\/|\.ts$)/.test(file))).toEqual([]);
});
