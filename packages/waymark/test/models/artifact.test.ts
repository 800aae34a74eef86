import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { CsrMatrix } from "../../src/compute/csr-matrix.ts";
import { Dataset } from "../../src/data/dataset.ts";
import { fingerprint } from "../../src/data/fingerprint.ts";
import { isModelPath, loadModel } from "../../src/models/artifact/load-model.ts";
import { saveModel, type TrainedModel } from "../../src/models/artifact/save-model.ts";
import { canExplain, canFindSimilar, canPredict, queryOf, recommend } from "../../src/models/model.ts";
import { modelFactories, modelFactory } from "../../src/models/registry.ts";
import { ratings as needsRatings, times as needsTimes } from "../../src/models/requirements.ts";
import { programVersion } from "../../src/version.ts";
import { twoFaculties } from "../two-faculties.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-artifact-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function trained(key: string, data: Dataset): Promise<TrainedModel> {
  const estimator = modelFactory(key).create({});
  return { estimator, seed: 7, model: await estimator.fit(data, { seed: 7 }), data };
}

describe.each(modelFactories.map((kind) => kind.key))("%s", (key) => {
  const worlds = [true, false].filter((ratings) => ratings || !modelFactory(key).requires?.includes(needsRatings));

  test.each(worlds)("comes back from a file with the same scores, lists and reasons (ratings: %s)", async (ratings) => {
    const times = modelFactory(key).requires?.includes(needsTimes) ?? false;
    const before = await trained(key, twoFaculties({ ratings, times }));
    const path = join(folder, `${key}-${ratings}.waymark`);
    await saveModel(path, before);
    const after = await loadModel(path);
    expect(after.kind.key).toBe(key);
    for (let user = 0; user < before.data.users.size; user++) {
      const known = queryOf(before.data, user);
      const again = queryOf(after.data, user);
      expect(again).toEqual(known);
      const { history, weights } = known;
      for (const query of [again, { history, weights: weights! }, { history }]) {
        expect(after.model.score(query)).toEqual(before.model.score(query));
        expect(recommend(after.model, query, 5)).toEqual(recommend(before.model, query, 5));
      }
    }
    const query = queryOf(after.data, 2);
    if (canExplain(before.model) && canExplain(after.model))
      expect(after.model.explain(query, 4)).toEqual(before.model.explain(query, 4));
    if (canFindSimilar(before.model) && canFindSimilar(after.model))
      expect(after.model.similar(3, 4)).toEqual(before.model.similar(3, 4));
    if (canPredict(before.model) && canPredict(after.model))
      expect(after.model.predict(query, Uint32Array.of(1, 5))).toEqual(
        before.model.predict(query, Uint32Array.of(1, 5)),
      );
  });
});

test("keeps ids, titles, scale and histories, and says in the manifest where the model comes from", async () => {
  const data = Dataset.fromRows(
    [
      { user: "Ünal", item: "机器学习", value: 4.5 },
      { user: "Ünal", item: "b", value: 1 / 3 },
      { user: "-", item: "b", value: 2 },
    ],
    {
      name: "three rows",
      scale: { min: 0, max: 5 },
      itemFeatures: (items) => ({
        titles: items.ids.map((id) => (id === "b" ? undefined : `title of ${id}`)),
        texts: items.ids.map((id) => (id === "b" ? "" : undefined)),
        topics: { names: ["x", "y"], matrix: CsrMatrix.fromCoordinates(2, 2, Uint32Array.of(0), Uint32Array.of(1)) },
      }),
    },
  );
  const path = join(folder, "three.waymark");
  const model = { ...(await trained("course-similarity", data)), metrics: { "ndcg@10": 0.25, auc: Number.NaN } };
  const written = await saveModel(path, model, { createdAt: new Date("2031-02-03T04:05:06Z") });
  const loaded = await loadModel(path);
  expect(loaded.manifest).toEqual(written);
  expect(written).toMatchObject({
    format: 1,
    waymark: programVersion,
    createdAt: "2031-02-03T04:05:06.000Z",
    model: "course-similarity",
    params: model.estimator.params,
    seed: 7,
    data: {
      name: "three rows",
      fingerprint: fingerprint(data),
      users: 2,
      items: 2,
      interactions: 3,
      feedback: "explicit",
      scale: { min: 0, max: 5 },
    },
    metrics: { "ndcg@10": 0.25 },
  });
  expect(written.metrics).not.toHaveProperty("auc");
  expect(loaded.data.users.ids).toEqual(data.users.ids);
  expect(loaded.data.items.ids).toEqual(data.items.ids);
  expect(loaded.data.userItems).toEqual(data.userItems);
  expect(loaded.data.scale).toEqual({ min: 0, max: 5 });
  expect(loaded.data.itemFeatures?.titles).toEqual(data.itemFeatures?.titles);
  expect(loaded.data.itemFeatures?.texts).toEqual(data.itemFeatures?.texts);
});

test("holds texts and topics only for a model that reads them", async () => {
  const data = twoFaculties();
  const features = async (key: string) => {
    const path = join(folder, `features-${key}.waymark`);
    await saveModel(path, await trained(key, data));
    return (await loadModel(path)).data.itemFeatures!;
  };
  expect(await features("popularity")).toEqual({ titles: data.itemFeatures!.titles });
  expect(await features("course-similarity")).toEqual({
    titles: data.itemFeatures!.titles,
    texts: data.itemFeatures!.texts,
  });
  expect(await features("user-profile")).toEqual({
    titles: data.itemFeatures!.titles,
    topics: data.itemFeatures!.topics,
  });
});

test("data without titles or ratings stay without", async () => {
  const data = Dataset.fromRows([
    { user: "u", item: "a" },
    { user: "v", item: "b" },
  ]);
  const path = join(folder, "bare.waymark");
  await saveModel(path, await trained("popularity", data));
  const loaded = await loadModel(path);
  expect(loaded.data.itemFeatures).toBeUndefined();
  expect(loaded.data.interactions).toEqual({ users: Uint32Array.of(0, 1), items: Uint32Array.of(0, 1) });
  expect(loaded.data.feedback).toBe("implicit");
});

test("a path without .waymark becomes a folder of two files that reads the same", async () => {
  const before = await trained("course-similarity", twoFaculties({ ratings: true }));
  const path = join(folder, "models", "as-folder");
  await saveModel(path, before);
  expect(readdirSync(path).sort()).toEqual(["manifest.json", "tensors.safetensors"]);
  expect(JSON.parse(readFileSync(join(path, "manifest.json"), "utf8")).model).toBe("course-similarity");
  const query = queryOf(before.data, 3);
  expect((await loadModel(path)).model.score(query)).toEqual(before.model.score(query));
  await saveModel(path, await trained("popularity", before.data)); // in place of the first
  expect((await loadModel(path)).manifest.model).toBe("popularity");
});

test("writes the same bytes for the same model at the same time, every tensor at a multiple of its width", async () => {
  const model = await trained("user-profile", twoFaculties({ ratings: true }));
  const createdAt = new Date(0);
  const [one, two] = [join(folder, "one.waymark"), join(folder, "two.waymark")];
  await saveModel(one, model, { createdAt });
  await saveModel(two, model, { createdAt });
  const file = readFileSync(one);
  expect(readFileSync(two).equals(file)).toBe(true);
  const header = Number(file.readBigUInt64LE(0));
  expect(header % 8).toBe(0);
  const { __metadata__, ...table } = JSON.parse(file.subarray(8, 8 + header).toString());
  const widths: Record<string, number> = { F64: 8, F32: 4, U32: 4, U8: 1 };
  const entries = Object.values(table) as { dtype: string; data_offsets: [number, number] }[];
  expect(entries.filter(({ dtype, data_offsets }) => data_offsets[0] % widths[dtype]! !== 0)).toEqual([]);
  expect(Math.max(...entries.map(({ data_offsets }) => data_offsets[1]))).toBe(file.length - 8 - header);
});

test("tells a saved model from data by its name and files", async () => {
  const model = await trained("popularity", twoFaculties());
  await saveModel(join(folder, "named"), model);
  expect(await isModelPath("anywhere/svd.waymark")).toBe(true);
  expect(await isModelPath(join(folder, "named"))).toBe(true);
  expect(await isModelPath(folder)).toBe(false);
  expect(await isModelPath(join(folder, "ratings.csv"))).toBe(false);
});

test("refuses a folder of other things, and a file where a folder belongs", async () => {
  const model = await trained("popularity", twoFaculties());
  const home = join(folder, "home");
  mkdirSync(home);
  writeFileSync(join(home, "manifest.json"), "{}");
  await expect(saveModel(home, model)).rejects.toMatchObject({ code: "invalid_input", field: "path" });
  expect(readFileSync(join(home, "manifest.json"), "utf8")).toBe("{}");
  await expect(saveModel(join(home, "manifest.json"), model)).rejects.toMatchObject({ code: "storage_failed" });
});

test("stops when asked, before anything is written", async () => {
  const model = await trained("popularity", twoFaculties());
  const path = join(folder, "stopped.waymark");
  await expect(saveModel(path, model, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  expect(existsSync(path)).toBe(false);
  await saveModel(path, model);
  await expect(loadModel(path, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test("keeps the old model when the disk fills up, as a file and as a folder", async (context) => {
  const disk = join(folder, "small-disk");
  mkdirSync(disk);
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return context.skip("no permission to mount a small disk");
  }
  try {
    const small = await trained("popularity", twoFaculties({ size: 3 }));
    const large = await trained("popularity", twoFaculties({ size: 80 }));
    for (const name of ["model.waymark", "model"]) {
      const path = join(disk, name);
      await saveModel(path, small);
      await expect(saveModel(path, large)).rejects.toMatchObject({ code: "storage_failed" });
      expect((await loadModel(path)).data.items.size).toBe(small.data.items.size);
    }
    expect(readdirSync(disk, { recursive: true }).sort()).toEqual([
      "model",
      "model.waymark",
      join("model", "manifest.json"),
      join("model", "tensors.safetensors"),
    ]);
  } finally {
    execFileSync("umount", [disk]);
  }
});
