import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import { writeDataset } from "../../src/data/write-dataset.ts";
import { twoFaculties } from "../two-faculties.ts";

const root = mkdtempSync(join(tmpdir(), "waymark-dataset-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The data set, doing something else whenever a learner's id is read: in the middle of writing the second file. */
const interrupted = (data: Dataset, interrupt: () => void): Dataset => {
  const id = (index: number): string => {
    interrupt();
    return data.users.id(index);
  };
  return Object.create(data, { users: { value: { id } } });
};

test("a data set is three files and nothing else", async () => {
  const folder = join(root, "whole");
  await writeDataset(folder, twoFaculties(), { rows: 1 });
  expect(readdirSync(folder).sort()).toEqual(["courses.csv", "enrolments.csv", "import.json"]);
  expect(JSON.parse(readFileSync(join(folder, "import.json"), "utf8"))).toEqual({ rows: 1 });
});

test("stopped at whatever moment, it leaves not even the folder it made", async () => {
  const folder = join(root, "stopped", "deep");
  /** Aborted from the `moment`-th time it is asked on. */
  const stopAt = (moment: number): AbortSignal => {
    const stop = new AbortController();
    let asked = 0;
    const throwIfAborted = (): void => {
      if (++asked === moment) stop.abort();
      AbortSignal.prototype.throwIfAborted.call(stop.signal);
    };
    return Object.defineProperty(stop.signal, "throwIfAborted", { value: throwIfAborted });
  };
  let moment = 0;
  for (let stopped = true; stopped; ) {
    const writing = writeDataset(folder, twoFaculties(), {}, stopAt(++moment));
    stopped = await writing.then(
      () => false,
      () => true,
    );
    expect(existsSync(join(root, "stopped"))).toBe(!stopped);
  }
  expect(moment).toBeGreaterThan(6); // two or more in each of the three files
});

test("a file that cannot be put in its place takes those after it back, and the error names those before it", async () => {
  const folder = join(root, "blocked");
  const data = interrupted(twoFaculties(), () => mkdirSync(join(folder, "enrolments.csv"), { recursive: true }));
  const error: Error = await writeDataset(folder, data, {}).then(
    () => expect.unreachable(),
    (reason) => reason,
  );
  expect(error).toMatchObject({ code: "storage_failed", path: join(folder, "enrolments.csv") });
  expect(error.message).toContain("Written before it: courses.csv.");
  expect(error.message).not.toContain("Nothing was changed");
  expect(readdirSync(folder).sort()).toEqual(["courses.csv", "enrolments.csv"]); // no temporary file, no import.json
});
