import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import * as waymark from "../../src/index.ts";
import * as models from "../../src/models/index.ts";
import { modelFactories } from "../../src/models/registry.ts";

const folderOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const textsIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(join(folder, name), "utf8"));

const factories = Object.entries<unknown>(models).filter(([, value]) => modelFactories.some((kind) => kind === value));
const tests = textsIn(folderOf("."), ".test.ts");

test.each(factories.map(([name]) => name))(
  "the contract of every model runs against %s, from a test of its own",
  (name) => {
    const calls = tests.filter((text) => new RegExp(`^describeModel\\(${name}\\b`, "m").test(text));
    expect(
      calls.length,
      `One test below test/models/ must call describeModel(${name}), with parameters that suit a small world: it runs the contract.`,
    ).toBe(1);
  },
);

test("every model that is defined is exported, once, under its key in camel case", () => {
  const defined = textsIn(folderOf("../../src/models"), ".ts").flatMap((text) =>
    [...text.matchAll(/^export const (\w+) = defineModel\(/gm)].map((match) => match[1]!),
  );
  const camelCase = (key: string) =>
    key.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()).replaceAll("+", "p");
  const exported = factories.map(([name]) => name);
  expect(exported.sort(), "Each model needs one line in models/index.ts.").toEqual([...defined].sort());
  const named = modelFactories.map(({ key }) => camelCase(key));
  expect(named.sort(), "The name of a model must be its key in camel case.").toEqual([...defined].sort());
  expect(new Set(modelFactories.map(({ key }) => key)).size).toBe(modelFactories.length);
});

test("the public API hands on all that models/index.ts exports", () => {
  expect({ ...waymark }).toMatchObject({ ...models });
});
