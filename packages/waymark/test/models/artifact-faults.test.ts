import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ArtifactError } from "../../src/errors.ts";
import { loadModel } from "../../src/models/artifact/load-model.ts";
import { saveModel } from "../../src/models/artifact/save-model.ts";
import { courseSimilarity } from "../../src/models/content/course-similarity.ts";
import { userProfile } from "../../src/models/content/user-profile.ts";
import type { Model } from "../../src/models/model.ts";
import { twoFaculties } from "../two-faculties.ts";
import { forge, overwrite, type Parts, peek, takeApart, writeRaw } from "./forge.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-faults-"));
const good = join(folder, "good.waymark");
const topical = join(folder, "topical.waymark");
const asFolder = join(folder, "good");
const data = twoFaculties({ ratings: true, size: 4 });
let bytes: Buffer;
let model: Model;

beforeAll(async () => {
  const estimator = courseSimilarity();
  model = await estimator.fit(data);
  await saveModel(good, { estimator, seed: 1, model, data });
  await saveModel(asFolder, { estimator, seed: 1, model, data });
  const other = userProfile();
  await saveModel(topical, { estimator: other, seed: 1, model: await other.fit(data), data });
  bytes = readFileSync(good);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const place = (name: string, contents: string | Uint8Array): string => {
  const path = join(folder, name);
  writeFileSync(path, contents);
  return path;
};
/** The message of the one error loading may end in. */
async function errorOf(path: string): Promise<string> {
  const error = await loadModel(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ArtifactError);
  expect((error as ArtifactError).path).toBe(path);
  return (error as ArtifactError).message;
}
const forged = (edit: (parts: Parts) => void, source = good): Promise<string> =>
  errorOf(forge(source, join(folder, "forged.waymark"), edit));

test("a forged file without an edit reads well, so the forgeries below fail for their edit alone", async () => {
  const loaded = await loadModel(forge(good, join(folder, "unedited.waymark"), () => undefined));
  const query = { history: Uint32Array.of(1, 2) };
  expect(loaded.model.score(query)).toEqual(model.score(query));
  await loadModel(forge(topical, join(folder, "unedited.waymark"), () => undefined));
});

test("a path that does not exist, a folder that is no model, a folder half there", async () => {
  expect(await errorOf(join(folder, "nowhere.waymark"))).toMatch(/no such file.*Check the path/);
  expect(await errorOf(folder)).toMatch(/no such file, or a part of the folder is missing/);
  const half = join(folder, "half");
  mkdirSync(half);
  writeFileSync(join(half, "manifest.json"), readFileSync(join(asFolder, "manifest.json")));
  expect(await errorOf(half)).toMatch(/a part of the folder is missing/);
});

test("an empty file, a text, a picture, another program's safetensors", async () => {
  expect(await errorOf(place("empty.waymark", ""))).toMatch(/file is empty/);
  expect(await errorOf(place("short.waymark", "hello"))).toMatch(/another kind/);
  expect(await errorOf(place("text.waymark", "learner,course,rating\nana,algebra,5\n".repeat(9)))).toMatch(
    /another kind/,
  );
  expect(await errorOf(place("zip.waymark", Buffer.concat([Buffer.from("PK\x03\x04"), Buffer.alloc(400, 7)])))).toMatch(
    /another kind/,
  );
  const theirs = JSON.stringify({ weight: { dtype: "F32", shape: [1], data_offsets: [0, 4] } });
  expect(await errorOf(writeRaw(join(folder, "theirs.waymark"), theirs, Buffer.alloc(4)))).toMatch(
    /safetensors file, but not one of Waymark's/,
  );
});

test("a file cut off anywhere says how much of it is there", async () => {
  const path = place("cut.waymark", bytes);
  truncateSync(path, bytes.length - 1);
  expect(await errorOf(path)).toContain(`${bytes.length - 1} of ${bytes.length} bytes`);
  truncateSync(path, 100); // within the header
  expect(await errorOf(path)).toMatch(/cut off: 100 of \d+ bytes/);
});

test("bytes too many at the end", async () => {
  const path = place("long.waymark", bytes);
  appendFileSync(path, "!!!");
  expect(await errorOf(path)).toMatch(/3 bytes follow after its end/);
});

test("numbers changed after saving, in a file and in a folder", async () => {
  const edited = Buffer.from(bytes);
  edited[edited.length - 5]! ^= 1;
  expect(await errorOf(place("numbers.waymark", edited))).toMatch(/numbers were damaged or changed.*checksum/);
  const tensors = join(asFolder, "tensors.safetensors");
  const whole = readFileSync(tensors);
  const spoilt = Buffer.from(whole);
  spoilt[spoilt.length - 5]! ^= 1;
  writeFileSync(tensors, spoilt);
  expect(await errorOf(asFolder)).toMatch(/checksum/);
  writeFileSync(tensors, whole);
  await loadModel(asFolder);
});

test("a manifest changed after saving, in a file and in a folder", async () => {
  const edited = Buffer.from(bytes.toString("latin1").replace('\\"seed\\":1', '\\"seed\\":2'), "latin1");
  expect(edited.equals(bytes)).toBe(false);
  expect(await errorOf(place("seed.waymark", edited))).toMatch(/manifest or tensor table was changed/);
  const path = join(asFolder, "manifest.json");
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, whole.replace('"seed": 1', '"seed": 2'));
  expect(await errorOf(asFolder)).toMatch(/manifest or tensor table was changed/);
  writeFileSync(path, whole.slice(0, -10));
  expect(await errorOf(asFolder)).toMatch(/manifest is damaged \(not JSON\)/);
  writeFileSync(path, whole);
});

test("a newer format says so and what to do, whatever else it holds", async () => {
  expect(
    await forged(({ manifest, table }) => {
      manifest.format = 3;
      Object.assign(table, { quantized: { dtype: "I4", shape: [1], data_offsets: [0, 1], blocks: 7 } });
    }),
  ).toMatch(/made by a newer Waymark \(format 3\); this one reads up to 1\. Update Waymark/);
});

test("a manifest without its parts, or with others of the wrong kind, names them", async () => {
  expect(await forged(({ manifest }) => delete manifest.model)).toMatch(/manifest is damaged.*model/s);
  expect(await forged(({ manifest }) => Object.assign(manifest, { seed: "one" }))).toMatch(
    /manifest is damaged.*seed/s,
  );
  expect(await forged(({ manifest }) => Object.assign(manifest, { format: "1" }))).toMatch(/manifest is damaged/);
  expect(await forged(({ manifest }) => Object.assign(manifest, { createdAt: "yesterday" }))).toMatch(/createdAt/);
});

test("a model or parameters this program does not know", async () => {
  expect(await forged(({ manifest }) => Object.assign(manifest, { model: "course-similarities" }))).toMatch(
    /no model named "course-similarities".*course-similarity/,
  );
  expect(await forged(({ manifest }) => Object.assign(manifest.params as object, { treshold: 1 }))).toMatch(/treshold/);
  expect(await forged(({ manifest }) => Object.assign(manifest.params as object, { threshold: 9 }))).toMatch(
    /threshold must be a number from 0 to 1/,
  );
});

test("a header that is absurdly long, not JSON, or without texts as metadata", async () => {
  const path = join(folder, "header.waymark");
  for (const length of [2n ** 64n - 1n, 2n ** 53n, 100_000_001n])
    expect(await errorOf(writeRaw(path, "{}", Buffer.alloc(64), length))).toMatch(/another kind/);
  expect(await errorOf(writeRaw(path, "{}", Buffer.alloc(64), 1_000_000n))).toMatch(/cut off/);
  expect(await errorOf(writeRaw(path, "{oh no}"))).toMatch(/header is damaged \(not JSON\)/);
  expect(await errorOf(writeRaw(path, '{"__metadata__":{"manifest":7}}'))).toMatch(/header is damaged/);
});

test("tensors that overlap, leave gaps, point outside or do not fill their shape", async () => {
  const first = (parts: Parts) =>
    Object.entries(parts.table).find(([, { data_offsets }]) => data_offsets[0] === 0 && data_offsets[1] > 0)![1];
  expect(await forged((parts) => (first(parts).data_offsets[0] = 8))).toMatch(/begins at byte 8, where 0 was expected/);
  expect(await forged((parts) => (first(parts).data_offsets[1] += 8))).toMatch(/has \d+ bytes for a shape of \d+/);
  expect(await forged((parts) => first(parts).shape.push(2))).toMatch(/has \d+ bytes for a shape of \d+/);
  expect(
    await forged(({ table }) => Object.assign(table, { more: { dtype: "U8", shape: [4], data_offsets: [0, 4] } })),
  ).toMatch(/begins at byte \d+, where \d+ was expected/);
  expect(
    await forged(({ table, data: all }) =>
      Object.assign(table, { more: { dtype: "U8", shape: [9e15], data_offsets: [all.length, all.length + 9e15] } }),
    ),
  ).toMatch(/cut off|damaged/);
  expect(
    await forged(({ table }) => Object.assign(table, { more: { dtype: "F16", shape: [], data_offsets: [0, 2] } })),
  ).toMatch(/tensor table is damaged/);
  expect(await forged((parts) => (first(parts).shape[0] = -1))).toMatch(/tensor table is damaged/);
});

test("tensors missing, of another type, or too few for the model", async () => {
  const name = "model/similarities.offsets";
  expect(
    await forged(({ table }) => {
      table["model/elsewhere"] = table[name]!;
      delete table[name];
    }),
  ).toMatch(/tensor similarities\.offsets.*nothing of that name/);
  expect(await forged(({ table }) => (table["model/similarities.columns"]!.dtype = "F32"))).toMatch(
    /tensor similarities\.columns/,
  );
  expect(await forged(({ table }) => table[name]!.shape.unshift(1))).toMatch(
    /tensor similarities\.offsets.*\(1, \d+\)/,
  );
});

test("indexes that point outside the model or the catalogue, or offsets that run backwards", async () => {
  const change = (name: string, at: number, value: number) => (parts: Parts) => {
    const values = new Uint32Array(peek(parts, name).buffer);
    values[at] = value;
    overwrite(parts, name, values);
  };
  expect(await forged(change("model/similarities.columns", 0, 4_000_000_000))).toMatch(/similarities\.columns/);
  expect(await forged(change("model/similarities.offsets", 1, 4_000_000_000))).toMatch(/similarities\.offsets/);
  expect(await forged(change("data/histories.columns", 2, data.items.size))).toMatch(/histories\.columns/);
  expect(await forged(change("data/histories.offsets", 0, 1))).toMatch(/histories\.offsets/);
  expect(await forged(change("data/histories.columns", 1, 0))).toMatch(/histories.*ascending/);
  expect(await forged(change("data/users.offsets", 2, 1))).toMatch(/texts users.*ascending/);
  expect(await forged(change("data/topics.columns", 0, 3), topical)).toMatch(/topics\.columns/);
});

test("ratings that are not finite, ids that repeat or are no text, counts that do not agree", async () => {
  expect(
    await forged((parts) => {
      const values = new Float32Array(peek(parts, "data/histories.values").buffer);
      values[3] = Number.POSITIVE_INFINITY;
      overwrite(parts, "data/histories.values", new Uint8Array(values.buffer));
    }),
  ).toMatch(/histories.*finite/);
  expect(
    await forged((parts) => {
      const ids = peek(parts, "data/items.bytes").toString().replace("arts-1", "arts-0");
      overwrite(parts, "data/items.bytes", Buffer.from(ids));
    }),
  ).toMatch(/course ids must be unique/);
  expect(
    await forged((parts) => overwrite(parts, "data/items.bytes", peek(parts, "data/items.bytes").fill(0xff))),
  ).toMatch(/texts items.*UTF-8/);
  for (const count of ["users", "items", "interactions"])
    expect(await forged(({ manifest }) => Object.assign(manifest.data as object, { [count]: 2 }))).toContain(count);
});

test("whatever byte is flipped and wherever it is cut, it loads the same model or is refused by name", async () => {
  const path = join(folder, "random.waymark");
  const query = { history: Uint32Array.of(0, 5) };
  const expected = model.score(query);
  const damage = fc.oneof(
    fc.record({ at: fc.nat(bytes.length - 1), mask: fc.integer({ min: 1, max: 255 }) }),
    fc.record({ length: fc.nat(bytes.length - 1) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 3 }), async (damages) => {
      let file = Buffer.from(bytes);
      for (const fault of damages)
        if ("length" in fault) file = file.subarray(0, fault.length);
        else if (fault.at < file.length) file[fault.at]! ^= fault.mask;
      writeFileSync(path, file);
      const scores = await loadModel(path).then(
        (loaded) => loaded.model.score(query),
        (error: unknown) => error,
      );
      if (!(scores instanceof ArtifactError)) expect(scores).toEqual(expected);
    }),
    { numRuns: 600 },
  );
});

test("however the table and the indexes are forged, nothing but an error or a model comes out", async () => {
  const names = Object.keys(takeApart(good).table).filter((name) => takeApart(good).table[name]!.dtype === "U32");
  const path = join(folder, "wild.waymark");
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.nat(200),
      fc.integer({ min: 0, max: 0xffff_ffff }),
      async (name, at, value) => {
        forge(good, path, (parts) => {
          const values = new Uint32Array(peek(parts, name).buffer);
          values[at % values.length] = value;
          overwrite(parts, name, values);
        });
        const outcome = await loadModel(path).then(
          (loaded) => loaded.model.score({ history: Uint32Array.of(0, 5) }),
          (error: unknown) => error,
        );
        if (!(outcome instanceof ArtifactError)) expect(outcome).toHaveLength(data.items.size);
      },
    ),
    { numRuns: 300 },
  );
});
