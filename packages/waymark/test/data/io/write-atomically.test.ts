import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
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
import { afterAll, expect, test } from "vitest";
import { stageFile, writeAtomically } from "../../../src/data/io/write-atomically.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-write-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const emptyFolder = (name: string): string => {
  const path = join(folder, name);
  mkdirSync(path);
  return path;
};

test("writes text, bytes and pieces alike, and leaves nothing else in the folder", async () => {
  const place = emptyFolder("plain");
  await writeAtomically(join(place, "text"), "höher");
  await writeAtomically(join(place, "bytes"), Uint8Array.of(0, 255));
  await writeAtomically(
    join(place, "pieces"),
    (async function* () {
      yield "one,";
      yield Buffer.from("two");
    })(),
  );
  expect(readFileSync(join(place, "text"), "utf8")).toBe("höher");
  expect([...readFileSync(join(place, "bytes"))]).toEqual([0, 255]);
  expect(readFileSync(join(place, "pieces"), "utf8")).toBe("one,two");
  expect(readdirSync(place).sort()).toEqual(["bytes", "pieces", "text"]);
});

test("shows the old contents until the very end, whatever happens on the way", async () => {
  const place = emptyFolder("old");
  const path = join(place, "report.html");
  writeFileSync(path, "old");
  const staged = await stageFile(path, "new");
  expect(readFileSync(path, "utf8")).toBe("old");
  await staged.commit();
  expect(readFileSync(path, "utf8")).toBe("new");

  const broken = async function* () {
    yield "half";
    throw new RangeError("the writer failed");
  };
  await expect(writeAtomically(path, broken())).rejects.toThrow(RangeError);
  expect(readFileSync(path, "utf8")).toBe("new");
  expect(readdirSync(place)).toEqual(["report.html"]);
});

test("stops when asked, between two pieces, and removes what it had written", async () => {
  const place = emptyFolder("stopped");
  const stop = new AbortController();
  const endless = async function* () {
    for (let piece = 0; ; piece++) {
      if (piece === 3) stop.abort();
      yield "x";
    }
  };
  const path = join(place, "deep", "er", "file");
  await expect(writeAtomically(path, endless(), { signal: stop.signal })).rejects.toThrow(/abort/i);
  expect(readdirSync(place)).toEqual([]);
});

test("makes missing parent folders, follows a link and keeps the permissions of the file it replaces", async () => {
  const place = emptyFolder("links");
  const target = join(place, "a", "b", "target");
  await writeAtomically(target, "first");
  chmodSync(target, 0o600);
  const link = join(place, "link");
  symlinkSync(target, link);
  await writeAtomically(link, "second");
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(readFileSync(target, "utf8")).toBe("second");
  expect(lstatSync(target).mode & 0o777).toBe(0o600);
});

test("puts the file in place of a link that leads nowhere, as safely as any other", async () => {
  const place = emptyFolder("dangling");
  const link = join(place, "link");
  symlinkSync(join(place, "nowhere"), link);
  const broken = async function* () {
    yield "half";
    throw new RangeError("the writer failed");
  };
  await expect(writeAtomically(link, broken())).rejects.toThrow(RangeError);
  expect(readdirSync(place)).toEqual(["link"]); // no half file
  await writeAtomically(link, "whole");
  expect(readFileSync(link, "utf8")).toBe("whole");
  expect(readdirSync(place)).toEqual(["link"]);
  expect(lstatSync(link).mode & 0o111).toBe(0);
});

test("says that a folder stands in the way, or a file where a folder is needed", async () => {
  const place = emptyFolder("in-the-way");
  writeFileSync(join(place, "file"), "");
  await expect(writeAtomically(place, "x")).rejects.toMatchObject({ code: "storage_failed", path: place });
  await expect(writeAtomically(join(place, "file", "below"), "x")).rejects.toMatchObject({ code: "storage_failed" });
  expect(readdirSync(place)).toEqual(["file"]);
});

test.skipIf(!existsSync("/dev/full"))("writes through to a device, never in its place", async () => {
  await expect(writeAtomically("/dev/full", "x".repeat(10))).rejects.toMatchObject({
    code: "storage_failed",
    message: expect.stringContaining("disk is full"),
  });
  await writeAtomically("/dev/null", "gone");
  expect(lstatSync("/dev/null").isCharacterDevice()).toBe(true);
});

test("leaves the old file whole and no debris when the disk fills up", async (context) => {
  const disk = emptyFolder("small-disk");
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
  } catch {
    return context.skip("no permission to mount a small disk");
  }
  try {
    const path = join(disk, "model");
    await writeAtomically(path, "old");
    const large = Array.from({ length: 100 }, () => new Uint8Array(4096));
    await expect(writeAtomically(path, large)).rejects.toMatchObject({
      code: "storage_failed",
      path,
      message: expect.stringMatching(/ENOSPC.*disk is full/),
    });
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(disk)).toEqual(["model"]);
  } finally {
    execFileSync("umount", [disk]);
  }
});
