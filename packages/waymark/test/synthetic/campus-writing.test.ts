import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { InvalidInputError, StorageError } from "../../src/errors.ts";
import type { CampusParameters } from "../../src/synthetic/campus/parameters.ts";
import { type WriteCampusOptions, writeCampus } from "../../src/synthetic/campus/write-campus.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "waymark-campus-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const write = (name: string, sizes: Partial<CampusParameters> = {}, options: WriteCampusOptions = {}) =>
  writeCampus(at(name), { learners: 60, courses: 40, seed: 5, ...sizes }, options);
const files = (name: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(at(name), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.(csv|json)$/.test(file))
      .sort()
      .map((file) => [file, readFileSync(join(at(name), file), "latin1")]),
  );

describe("the files of a campus", () => {
  test("are the same bytes for the same parameters, and others for another seed", async () => {
    await write("a");
    await write("b");
    await write("c", { seed: 6 });
    expect(Object.keys(files("a"))).toEqual([
      ...["campus.json", "courses.csv", "enrolments.csv", "learners.csv", "reviews.csv"],
      ...["truth/appeal.csv", "truth/courses.csv", "truth/enjoyment.csv", "truth/learners.csv"],
    ]);
    expect(files("b")).toEqual(files("a"));
    for (const [file, text] of Object.entries(files("c"))) expect(text).not.toBe(files("a")[file]);
  });

  test("of a campus with more learners begin with those of the smaller one", async () => {
    await write("small");
    await write("large", { learners: 90 });
    const [small, large] = [files("small"), files("large")];
    expect(large["courses.csv"]).toBe(small["courses.csv"]);
    for (const file of ["learners.csv", "enrolments.csv", "reviews.csv", "truth/learners.csv", "truth/enjoyment.csv"])
      expect(large[file]!.startsWith(small[file]!)).toBe(true);
  });

  test("keep the nature of learners and courses when courses are added", async () => {
    await write("small");
    await write("large", { courses: 50 });
    const [small, large] = [files("small"), files("large")];
    for (const file of ["courses.csv", "truth/courses.csv"]) expect(large[file]!.startsWith(small[file]!)).toBe(true);
    expect(large["truth/learners.csv"]).toBe(small["truth/learners.csv"]);
  });

  test("take seeds beyond 32 bits", async () => {
    await write("a", { seed: 2 ** 40 });
    await write("b", { seed: 0 });
    expect(files("a")["enrolments.csv"]).not.toBe(files("b")["enrolments.csv"]);
  });

  test("stand where the folder was empty, or missing with its parents", async () => {
    mkdirSync(at("empty"));
    await write("empty");
    await write("not/yet/there");
    expect(files("not/yet/there")).toEqual(files("empty"));
    expect(readdirSync(folder).sort()).toEqual(["empty", "not"]);
  });

  test("report how far the work has come, up to the end", async () => {
    const seen: string[] = [];
    const onProgress: WriteCampusOptions["onProgress"] = ({ stage, done, of }) => seen.push(`${stage} ${done}/${of}`);
    await write("campus", { learners: 2500 }, { onProgress });
    expect(seen).toEqual(["learners 1000/2500", "learners 2000/2500", "learners 2500/2500"]);
  });
});

describe("rejected", () => {
  test.each([
    ["learners", 0, "1 to 10,000,000"],
    ["learners", -1, "1 to 10,000,000"],
    ["learners", 1e9, "1 to 10,000,000"],
    ["learners", 2.5, "1 to 10,000,000"],
    ["learners", Number.NaN, "1 to 10,000,000"],
    ["courses", 5, "20 to 10,000"],
    ["courses", 19, "20 to 10,000"],
    ["courses", 10_001, "20 to 10,000"],
    ["seed", -1, "0 to 9,007,199,254,740,991"],
    ["seed", 0.5, "0 to 9,007,199,254,740,991"],
  ])("%s %d is refused with its range, before anything is written", async (field, value, range) => {
    const attempt = write("campus", { [field]: value });
    await expect(attempt).rejects.toThrow(InvalidInputError);
    await expect(attempt).rejects.toThrow(`${field} must be a whole number from ${range}, received ${value}.`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test("a folder with other files is left alone, with or without leave to overwrite", async () => {
    mkdirSync(at("mine"));
    writeFileSync(at("mine/thesis.txt"), "words");
    for (const overwrite of [false, true])
      await expect(write("mine", {}, { overwrite })).rejects.toThrow(/It holds other files: choose another folder/);
    expect(readdirSync(at("mine"))).toEqual(["thesis.txt"]);
  });

  test("a file in the place of the folder is left alone", async () => {
    writeFileSync(at("mine"), "words");
    await expect(write("mine", {}, { overwrite: true })).rejects.toThrow(/A file stands there/);
    expect(readFileSync(at("mine"), "utf8")).toBe("words");
  });

  test("a campus is replaced when asked for, and only then", async () => {
    await write("campus");
    const before = files("campus");
    const attempt = write("campus", { seed: 6 });
    await expect(attempt).rejects.toThrow(InvalidInputError);
    await expect(attempt).rejects.toThrow(/overwrite it/);
    expect(files("campus")).toEqual(before);
    await write("campus", { seed: 6 }, { overwrite: true });
    expect(files("campus")["enrolments.csv"]).not.toBe(before["enrolments.csv"]);
    expect(readdirSync(folder)).toEqual(["campus"]);
  });

  test("a campus somebody has put files into is not replaced", async () => {
    await write("campus");
    writeFileSync(at("campus/notes.txt"), "words");
    await expect(write("campus", {}, { overwrite: true })).rejects.toThrow(/holds notes.txt: move that away/);
    expect(readFileSync(at("campus/notes.txt"), "utf8")).toBe("words");
  });

  test("a link to a folder is followed, not replaced", async () => {
    mkdirSync(at("real"));
    symlinkSync(at("real"), at("link"));
    await write("link");
    expect(existsSync(at("real/enrolments.csv"))).toBe(true);
    await write("link", { seed: 6 }, { overwrite: true });
    expect(files("real")).toEqual(files("link"));
  });
});

describe("when writing ends early", () => {
  test("an abort leaves nothing behind, not even the folders above", async () => {
    const controller = new AbortController();
    const attempt = write(
      "some/where/campus",
      { learners: 1_000_000 },
      { signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) },
    );
    await expect(attempt).rejects.toThrow("enough");
    expect(readdirSync(folder)).toEqual([]);
  });

  test("an abort does not take away what somebody else has put into a new folder meanwhile", async () => {
    const controller = new AbortController();
    const onProgress = () => {
      writeFileSync(at("some/notes.txt"), "words");
      controller.abort();
    };
    const attempt = write("some/where/campus", { learners: 1_000_000 }, { signal: controller.signal, onProgress });
    await expect(attempt).rejects.toThrow(/abort/i);
    expect(readdirSync(at("some"))).toEqual(["notes.txt"]);
  });

  test("an abort leaves the campus that stood there", async () => {
    await write("campus");
    const before = files("campus");
    const controller = new AbortController();
    const options = { overwrite: true, signal: controller.signal, onProgress: () => controller.abort() };
    await expect(write("campus", { learners: 1_000_000 }, options)).rejects.toThrow(/abort/i);
    expect(files("campus")).toEqual(before);
    expect(readdirSync(folder)).toEqual(["campus"]);
  });

  test("a signal aborted beforehand is obeyed at once", async () => {
    await expect(write("campus", {}, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.skipIf(process.platform === "win32")("a place that cannot be written is a StorageError", async () => {
    await expect(writeCampus("/dev/null/campus", { learners: 10, courses: 20, seed: 1 })).rejects.toThrow(StorageError);
  });

  // No disk can be filled here, so the shell forbids the process to write files over 100 KiB: the write fails alike.
  test.skipIf(process.platform === "win32")("a write that fails half-way leaves nothing behind", () => {
    const module = pathToFileURL(new URL("../../src/synthetic/campus/write-campus.ts", import.meta.url).pathname).href;
    const script = `
      import { writeCampus } from ${JSON.stringify(module)};
      await writeCampus(process.argv[1], { learners: 20000, courses: 40, seed: 1 })
        .then(() => console.log("written"), (error) => console.log(error.code, error.message));`;
    const { stdout } = spawnSync(
      "bash",
      ["-c", 'ulimit -f 100; "$0" --input-type=module -e "$1" "$2"', process.execPath, script, at("campus")],
      { encoding: "utf8" },
    );
    expect(stdout).toMatch(/^storage_failed .*campus could not be written \(EFBIG\).*Nothing was changed/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
