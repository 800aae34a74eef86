import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { sources } from "../packages/waymark/src/data/sources/registry.ts";
import { metrics } from "../packages/waymark/src/evaluation/metrics/index.ts";
import { modelFactories } from "../packages/waymark/src/models/registry.ts";
import { documentedSplits } from "../packages/waymark/src/splits/parse.ts";
import { runJson } from "../packages/waymark/test/cli/run.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const pages = [
  ...readdirSync(root).filter((name) => name.endsWith(".md")),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
  ...readdirSync(join(root, "benchmarks"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `benchmarks/${name}`),
];
const textOf = (page: string): string => readFileSync(join(root, page), "utf8");

test.each(pages)("every link inside the project leads somewhere: %s", (page) => {
  const links = [...textOf(page).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)]*)?\)/g)].map((match) => match[1]!);
  const broken = links.filter((link) => !existsSync(join(root, dirname(page), link)));
  expect(broken).toEqual([]);
});

test.each(pages)("every path of the project that is named exists: %s", (page) => {
  const named = [...textOf(page).matchAll(/`((?:src|test|docs|benchmarks|examples|scripts|bin)\/[\w./-]+)`/g)].map(
    (match) => match[1]!,
  );
  const missing = named.filter((path) => !/your-|FAMILY/.test(path) && !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});

describe.each(modelFactories.map(({ key }) => key))("the card of %s", (key) => {
  const card = `docs/models/${key.replaceAll("+", "p")}.md`;

  test("exists, fits on a page, and says what a reader needs", () => {
    const text = textOf(card);
    expect(text.split("\n").length).toBeLessThanOrEqual(110);
    expect(text, `${card} must say when not to use the model.`).toMatch(/not (to )?use|Do not use|When not/i);
    expect(text, `${card} must say what becomes of rare courses.`).toMatch(/rare|minority|seldom/i);
  });

  test("names every parameter", () => {
    const text = textOf(card);
    const params = Object.keys(modelFactories.find((kind) => kind.key === key)!.params);
    expect(params.filter((param) => !text.includes(param))).toEqual([]);
  });
});

test("cards, README and `waymark models` name the models of the registry and no others", async () => {
  const keys = modelFactories.map(({ key }) => key).sort();
  const cards = readdirSync(join(root, "docs/models")).map((name) => name.replace(/\.md$/, ""));
  const expected = keys.map((key) => key.replaceAll("+", "p")).sort();
  expect(cards.sort(), "docs/models/ must have one card for each model.").toEqual(expected);
  const section =
    /(?:\*\*Models\.\*\*|^#+ [^\n]*\bmodels\b[^\n]*$)(.+?)(?=\n\n\*\*|\n#)/ims.exec(textOf("README.md"))?.[1] ?? "";
  const tabled = [...section.matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!);
  expect(tabled.sort(), '"Supported models" in README.md must name each model once.').toEqual(keys);
  const listed = await runJson<{ models: readonly { key: string }[] }>("models");
  expect(listed.models.map(({ key }) => key).sort()).toEqual(keys);
});

test("the README states how many models there are", () => {
  const words = ["Thirty", "Thirty-one", "Thirty-two", "Thirty-three", "Thirty-four", "Thirty-five", "Thirty-six"];
  const word = words[modelFactories.length - 30] ?? String(modelFactories.length);
  expect(textOf("README.md"), '"Features" in README.md must state the number of models.').toContain(
    `**${word} models.**`,
  );
});

test("the README lists every model, split and source", () => {
  const readme = textOf("README.md");
  const missing = (names: readonly string[]) => names.filter((name) => !readme.includes(`\`${name}\``));
  expect(missing(modelFactories.map(({ key }) => key)), 'missing under "Supported models" in README.md').toEqual([]);
  expect(missing(documentedSplits.map(({ text }) => text)), 'missing under "Splits" in README.md').toEqual([]);
  expect(missing(sources.map(({ key }) => key)), 'missing under "Data formats" in README.md').toEqual([]);
});

const indexed = pages.filter((page) => page.startsWith("docs/") && page !== "docs/README.md");

test.each(indexed)("the index of the documentation links %s", (page) => {
  const isLinked = textOf("docs/README.md").includes(`](${page.slice("docs/".length)})`);
  expect(isLinked, `docs/README.md must link ${page}.`).toBe(true);
});

const wrapped = pages.filter((page) => !["ARCHITECTURE.md", "CHANGELOG.md"].includes(page));

test.each(wrapped)("prose is wrapped at about 100 characters: %s", (page) => {
  expect(proseLines(textOf(page)).filter((line) => [...line].length > 110)).toEqual([]);
});

/** Lines outside code fences and tables, without the targets of links, which cannot be broken. */
const proseLines = (text: string): string[] =>
  text
    .replace(/^```[\s\S]*?^```$/gm, "")
    .split("\n")
    .filter((line) => !line.trimStart().startsWith("|"))
    .map((line) => line.replace(/\]\([^)]*\)/g, "]"));

test("an overlong line of prose is found, and a long table, code block or link is not", () => {
  const long = "word ".repeat(30);
  expect(proseLines(`${long}\n| ${long} |\n\`\`\`\n${long}\n\`\`\`\n[a](${long})`)).toEqual([long, "", "[a]"]);
});

test("the guide to the evaluation has a row for every metric, and for no other", () => {
  const documented = [...textOf("docs/guide/evaluation.md").matchAll(/^\| `([^`]+)` \| [^|]*[^| ]/gm)].map(
    (row) => row[1],
  );
  const keys = metrics.map(({ key }) => key).sort();
  expect(documented.sort(), "docs/guide/evaluation.md must have one row for each metric.").toEqual(keys);
});
