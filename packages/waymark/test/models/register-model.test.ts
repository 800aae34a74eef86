import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Dataset } from "../../src/data/dataset.ts";
import { ArtifactError, InvalidInputError } from "../../src/errors.ts";
import { loadModel } from "../../src/models/artifact/load-model.ts";
import { saveModel } from "../../src/models/artifact/save-model.ts";
import { defineModel } from "../../src/models/define-model.ts";
import { itemKnn } from "../../src/models/knn/item-knn.ts";
import { recommend } from "../../src/models/model.ts";
import { modelFactory, registerModel } from "../../src/models/registry.ts";
import { temporaryFolder } from "../cli/run.ts";

const data = Dataset.fromRows(["aX", "aY", "bX"].map(([user, item]) => ({ user: user!, item: item! })));

const mine = defineModel({
  key: "mine",
  summary: "Counts.",
  family: "baselines",
  params: {},
  async fit({ items }) {
    const counts = Float64Array.of(2, 1);
    const state = () => ({ numbers: {}, tensors: { counts: { shape: [2], data: counts } } });
    return { items, score: () => counts.slice(), state };
  },
  restore: (state, { items }) => ({
    items,
    score: () => Float64Array.from(state.tensors.counts!.data),
    state: () => state,
  }),
});

async function trained() {
  const estimator = mine();
  return { estimator, seed: 0, model: await estimator.fit(data), data };
}

test("an own model is saved and loaded once it is registered", async () => {
  const path = join(temporaryFolder(), "mine.waymark");
  const takeOut = registerModel(mine, { plugin: "mine.ts" });
  onTestFinished(takeOut);
  expect(modelFactory("mine").key).toBe("mine");
  const manifest = await saveModel(path, await trained());
  expect(manifest.plugin).toBe("mine.ts");
  const { model } = await loadModel(path);
  expect(recommend(model, { history: Uint32Array.of(0) }, 1)).toEqual([{ item: 1, score: 1 }]);
  takeOut();
  await expect(loadModel(path)).rejects.toThrow(ArtifactError);
  await expect(loadModel(path)).rejects.toThrow(/"mine" of the plugin mine\.ts, which is not loaded.*registerModel/);
});

test("a model that is not registered is not saved: nobody could load it", async () => {
  const saving = saveModel(join(temporaryFolder(), "mine.waymark"), await trained());
  await expect(saving).rejects.toThrow(InvalidInputError);
  await expect(saving).rejects.toThrow(/The model mine is not registered.*registerModel/);
});

test("registering the same factory twice is once; another of that name, or an estimator, is rejected", () => {
  const takeOut = registerModel(mine);
  onTestFinished(takeOut);
  registerModel(mine);
  expect(() => registerModel({ ...itemKnn, key: "mine" } as never)).toThrow(InvalidInputError);
  expect(() => registerModel(mine() as never)).toThrow(/the factory itself, mine, not the estimator/);
  takeOut();
  expect(() => modelFactory("mine")).toThrow(/no model named "mine"/);
});
