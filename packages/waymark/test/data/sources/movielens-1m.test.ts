import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openSource } from "../../../src/data/open-source.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-ml-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("MovieLens 1M as first published, with :: between fields, is read like the CSV", async () => {
  writeFileSync(join(folder, "ratings.dat"), "1::1193::5::978300760\n2::661::3::978302109\n");
  const movies = "661::James and the Giant Peach (1996)::Animation|Children's|Musical\n2::Misérables::Drama\n";
  writeFileSync(join(folder, "movies.dat"), Buffer.from(movies, "latin1"));
  const { source, data } = await openSource(folder);
  expect(source.key).toBe("movielens-1m");
  expect(data.items.ids).toEqual(["2", "661", "1193"]); // 2: nobody rated it; 1193: not in the catalogue
  expect(Array.from(data.interactions.items)).toEqual([2, 1]);
  expect(Array.from(data.interactions.values!)).toEqual([5, 3]);
  expect(data.itemFeatures?.titles).toEqual(["Misérables", "James and the Giant Peach (1996)", undefined]);
  expect(data.itemFeatures?.topics?.names).toEqual(["Animation", "Children's", "Drama", "Musical"]);
});
