import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("../examples", import.meta.url));
const runExample = (name: string) =>
  execFileSync(process.execPath, ["--conditions=waymark-source", `${folder}/${name}`], { encoding: "utf8" });

test("recommends with reasons", () => {
  expect(runExample("01-recommend.ts")).toMatch(
    /^Programming, because you took (Algebra and Statistics|Statistics and Algebra)\n/,
  );
});

test("compares honestly: every personalised model beats popularity on the campus", () => {
  const figures = [...runExample("02-compare.ts").matchAll(/^(\S+) +nDCG@10 ([\d.]+)/gm)].map(([, model, value]) => [
    model,
    Number(value),
  ]);
  const byModel = Object.fromEntries(figures) as Record<string, number>;
  for (const model of ["item-knn", "nmf"]) expect(byModel[model]).toBeGreaterThan(byModel.popularity!);
});

test("takes a model of one's own", () => {
  expect(runExample("03-your-own-model.ts")).toBe("A beginner who took Algebra is offered Poetry\n");
});

test("every example has a test and fits on a page", () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".ts"));
  expect(names).toHaveLength(3);
  for (const name of names)
    expect(readFileSync(`${folder}/${name}`, "utf8").split("\n").length).toBeLessThanOrEqual(40);
});
