import { expect, test } from "vitest";
import { clean } from "../../../src/data/clean.ts";
import { als } from "../../../src/models/factorization/als.ts";
import { readOwn } from "./own-file.ts";

const plays = "user,item,plays\nu,a,900\nu,b,1\nv,a,1\nv,b,40\nw,b,2\nw,c,1\nx,c,3\nx,a,1\nu,a,100\ny,c,0\n";

test("counts of a pair add up, a count of 0 is no enrolment, and als trusts larger counts more", async () => {
  const { data, report } = clean(await readOwn(plays));
  expect([data.feedback, data.size, data.interactions.weights?.reduce((a, b) => a + b)]).toEqual(["implicit", 8, 1049]);
  expect(report.steps.find(({ key }) => key === "zero-count")?.rows).toBe(1);
  const scoreOf = async (each: typeof data) => {
    const model = await als({ factors: 2, regularization: 1 }).fit(each, { seed: 1 });
    return model.score({ history: Uint32Array.of(0, 1), user: 0 })[0]!;
  };
  const { weights: _, ...unweighted } = data.interactions;
  expect(await scoreOf(data)).toBeGreaterThan(await scoreOf(data.replaceInteractions(unweighted)));
});

test("with implicit: true counts are left aside", async () => {
  expect(clean(await readOwn(plays), { implicit: true }).data.interactions.weights).toBeUndefined();
});
