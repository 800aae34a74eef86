import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Mutant } from "./mutant.ts";

const root = new URL("../../../../", import.meta.url);
const folder = new URL(".", import.meta.url);
const families = readdirSync(folder).filter((name) => name.endsWith(".json"));

test.each(families)(
  "every fault of %s can be planted: its text stands once in its file, and its tests exist",
  (name) => {
    const mutants = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as readonly Mutant[];
    const lost = mutants.flatMap(({ fault, file, find, tests }) => {
      const places = readFileSync(new URL(file, root), "utf8").split(find).length - 1;
      const missing = tests.filter((path) => !exists(path));
      return places === 1 && missing.length === 0 ? [] : [{ fault, file, places, missing }];
    });
    expect(lost).toEqual([]);
  },
);

/** Tests may be named by the beginning of a path. */
function exists(path: string): boolean {
  const cut = path.lastIndexOf("/") + 1;
  return readdirSync(new URL(path.slice(0, cut), root)).some((name) => name.startsWith(path.slice(cut)));
}
