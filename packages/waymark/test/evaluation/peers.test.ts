import { describe, expect, test } from "vitest";
import { type CleanOptions, clean } from "../../src/data/clean.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { openSource } from "../../src/data/open-source.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { baseline } from "../../src/models/baselines/baseline.ts";
import { mean } from "../../src/models/baselines/mean.ts";
import { popularity } from "../../src/models/baselines/popularity.ts";
import { parseSplit } from "../../src/splits/parse.ts";
import { dataFolder } from "../data-folder.ts";

const folders = {
  ml1m: dataFolder("ml-1m"),
  ml100k: dataFolder("ml-100k"),
  mooccubex: dataFolder("mooccubex"),
  ncf: dataFolder("ncf-ml-1m"),
};
const open = async (folder: string | undefined, options: CleanOptions = {}): Promise<Dataset> =>
  clean((await openSource(folder!, { format: "auto" })).data, options).data;
const quick = { seed: 0, k: [10], resamples: 0 };

/** Figures of other programs for the same rows, all of them without any randomness of their own. */
describe("the same protocol gives the same figures as other programs", () => {
  test.skipIf(!folders.ml1m)("popularity on MovieLens-1M: NumPy's figures, to six digits", async () => {
    const data = (await open(folders.ml1m, { threshold: 4 })).asImplicit();
    const split = parseSplit("hash-per-user:5");
    const { results, protocol } = await evaluate(data, [popularity()], { ...quick, split });
    expect(protocol).toMatchObject({ testUsers: 6034, testRows: 112_609, usersLeftOut: 0 });
    const { metrics } = results[0]!;
    expect(metrics["ndcg@10"]).toBeCloseTo(0.151126, 6);
    expect(metrics["precision@10"]).toBeCloseTo(0.127478, 6);
    expect(metrics["recall@10"]).toBeCloseTo(0.0823213, 7);
    expect(metrics["recall-capped@10"]).toBeCloseTo(0.149066, 6);
    expect(metrics["hit@10"]).toBeCloseTo(0.583361, 6);
  });

  // Some courses have equally many learners; which comes first is open, and moves the figures in the fifth digit (NumPy's
  // argpartition gives .07468 or .07470, depending on its version; a stable sort by course number .07462). AUC counts
  // ties half, so there nothing is open: SciPy's ranks give the number below.
  test.skipIf(!folders.mooccubex)("popularity on MOOCCubeX: NumPy's figures, ties apart", async () => {
    const data = await open(folders.mooccubex);
    const split = parseSplit("predefined");
    const { results, protocol } = await evaluate(data, [popularity()], { ...quick, split });
    expect(protocol).toMatchObject({ testUsers: 11_943, testRows: 169_536 });
    const { metrics } = results[0]!;
    expect(metrics.auc).toBeCloseTo(0.8623330067626, 12);
    expect(Math.abs(metrics["ndcg@10"]! - 0.07468)).toBeLessThan(1e-4);
    expect(Math.abs(metrics["precision@10"]! - 0.07046)).toBeLessThan(2e-4);
    expect(Math.abs(metrics["recall@10"]! - 0.05426)).toBeLessThan(1e-4);
    expect(Math.abs(metrics["hit@10"]! - 0.5166)).toBeLessThan(1e-3);
  });

  test.skipIf(!folders.ncf)("popularity under the NCF protocol: HR@10 .4531, nDCG@10 .2541", async () => {
    const data = await open(folders.ncf);
    const split = parseSplit("predefined");
    const { results, protocol } = await evaluate(data, [popularity()], { ...quick, split });
    expect(protocol).toMatchObject({ candidates: "published-negatives", testUsers: 6040 });
    expect(results[0]!.metrics["hit@10"]).toBeCloseTo(0.4531, 4);
    expect(results[0]!.metrics["ndcg@10"]).toBeCloseTo(0.2541, 4);
  });

  test.skipIf(!folders.ml100k)(
    "mean and baseline on MovieLens-100k's five folds: Surprise's RMSE and MAE",
    async () => {
      const data = await open(folders.ml100k);
      const options = { ...quick, split: parseSplit("predefined"), lists: false };
      const { results, protocol } = await evaluate(data, [mean(), baseline()], options);
      expect(protocol).toMatchObject({ folds: 5, testRows: 100_000 });
      expect(results[0]!.metrics.rmse).toBeCloseTo(1.12557821, 8); // NumPy: mean of each training part
      expect(results[1]!.metrics.rmse).toBeCloseTo(0.9457, 3);
      expect(results[1]!.metrics.mae).toBeCloseTo(0.7499, 3);
    },
  );
});
