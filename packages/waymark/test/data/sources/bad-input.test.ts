import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { openSource } from "../../../src/data/open-source.ts";
import type { ReadOptions } from "../../../src/data/source.ts";
import { InvalidInputError, SourceError, UnknownNameError } from "../../../src/errors.ts";

const folder = mkdtempSync(join(tmpdir(), "waymark-bad-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

function file(content: string | Uint8Array, name = "table.csv"): string {
  mkdirSync(join(folder, String(++files)));
  const path = join(folder, String(files), name);
  writeFileSync(path, content);
  return path;
}

/** The error of reading, which must be one of ours. */
async function failure(path: string, options: ReadOptions & { format?: string } = {}): Promise<Error> {
  const error = await openSource(path, options).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Error);
  return error as Error;
}

async function rejectedBy(content: string | Uint8Array, options: ReadOptions = {}) {
  const { data } = await openSource(file(content), options);
  return { data, lines: data.rejected.examples.map(({ line, reason }) => [line, reason]) };
}

const sound = "user,item,rating\na,x,1\nb,y,2\n";

describe("a path that cannot be read", () => {
  test("names the file that is missing and the one that is near", async () => {
    const path = file(sound, "ratings.csv");
    const error = await failure(path.replace("ratings", "ratigns"));
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/ratigns\.csv does not exist\. Did you mean ratings\.csv\?/);
  });

  test("says that a file is empty, packed or not", async () => {
    for (const content of ["", gzipSync("")]) {
      const error = await failure(file(content));
      expect(error).toBeInstanceOf(SourceError);
      expect(error.message).toMatch(/is empty/);
    }
  });

  test("says that there is a header only", async () => {
    const error = await failure(file("user,item,rating\n"));
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/has a header but no rows/);
  });

  test("says that a folder stands where a file is expected", async () => {
    const path = join(folder, "table-folder", "ratings.csv");
    mkdirSync(path, { recursive: true });
    const error = await failure(join(folder, "table-folder"), { format: "csv" });
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/ratings\.csv is a folder, but a file was expected/);
  });

  test("names what it looked for in a folder it does not know", async () => {
    const path = file("nothing of ours", "letter.doc");
    const error = await failure(join(path, ".."));
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/holds no data Waymark knows.*Looked for:.*movielens-100k: .*csv: /s);
  });

  test("names the tables in a folder that holds several", async () => {
    const path = file(sound, "one.csv");
    writeFileSync(join(path, "..", "two.csv"), sound);
    expect((await failure(join(path, ".."))).message).toMatch(/holds several tables: one\.csv, two\.csv\. Name one/);
  });

  test("names the nearest format for one that does not exist", async () => {
    const error = await failure(file(sound), { format: "cvs" });
    expect(error).toBeInstanceOf(UnknownNameError);
    expect(error.message).toMatch(/Did you mean csv/);
  });

  test.each([
    ["a damaged zip archive", "data.zip", "504b03041400"],
    ["an Excel workbook", "grades.xlsx", "504b03041400"],
    ["a PDF", "grades.pdf", "255044462d31"],
    ["an SQLite database", "grades.db", "53514c69746520666f726d6174203300"],
    ["UTF-32 text", "grades.csv", "fffe0000750000007300"],
    ["a binary file", "grades.csv", "7573657200010203"],
  ])("says that a file is %s", async (kind, name, bytes) => {
    const error = await failure(file(Buffer.from(bytes, "hex"), name), { format: "csv" });
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toContain(`is ${kind}`);
  });

  test("says that a Parquet file is damaged", async () => {
    const error = await failure(file("PAR1 and no more", "table.parquet"));
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/is a damaged Parquet file/);
    expect(error.message).not.toMatch(/Error:/);
  });

  test("uses nothing of a gzip file that is cut short or altered, wherever", async () => {
    const rows = Array.from({ length: 200_000 }, (_, n) => `u${n % 977},c${(n * 7919) % 4999},${1 + (n % 5)}`);
    const packed = gzipSync(`user,item,rating\n${rows.join("\n")}\n`);
    for (const length of [packed.length >> 1, packed.length - 9, packed.length - 4]) {
      const error = await failure(file(packed.subarray(0, length), "table.csv.gz"));
      expect(error).toBeInstanceOf(SourceError);
      expect(error.message).toMatch(/gzip file ends too early/);
    }
    const altered = Uint8Array.from(packed);
    altered[altered.length - 6]! ^= 0xff; // in the check sum
    expect((await failure(file(altered, "table.csv.gz"))).message).toMatch(/gzip file is damaged/);
  });

  test("says that it may not read a file", () => {
    const path = file(sound);
    chmodSync(path, 0o000);
    const script = `
      const { openSource } = await import(process.argv[1]);
      const error = await openSource(process.argv[2]).catch((reason) => reason);
      console.log(error.code, error.message);`;
    const program = fileURLToPath(new URL("../../../src/data/open-source.ts", import.meta.url));
    const rootOnly = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}; // root may read everything
    chmodSync(folder, 0o755);
    chmodSync(join(path, ".."), 0o755);
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script, program, path], {
      ...rootOnly,
      encoding: "utf8",
    });
    expect(said).toMatch(/^source_unreadable .*cannot be read: permission denied\./);
  });
});

describe("columns that cannot be found", () => {
  test("lists the columns there are and asks which of them are meant", async () => {
    const error = await failure(file("who,what,points\nann,algebra,1\nbob,logic,2\n"));
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/columns are: who, what, points\. Say which columns hold learners and courses/);
  });

  test("takes no line of words for a learner when it may be a header", async () => {
    const path = file("who,what\nann,algebra\nbob,logic\n");
    expect((await failure(path)).message).toMatch(/no header; its first line is "who,what"/);
    const { data } = await openSource(path, { columns: { user: "who", item: "what" } });
    expect(data.users.ids).toEqual(["ann", "bob"]);
  });

  test("offers the nearest names for a column that does not exist", async () => {
    const error = await failure(file(sound), { columns: { rating: "ratign" } });
    expect(error).toBeInstanceOf(UnknownNameError);
    expect(error.message).toMatch(/no column in table\.csv named "ratign"\. Did you mean rating/);
  });

  test("says how many columns there are for a position beyond them", async () => {
    const error = await failure(file(sound), { columns: { user: "9" } });
    expect(error).toBeInstanceOf(InvalidInputError);
    expect(error.message).toMatch(/The learner column must be a column's name or a position from 1 to 3, received "9"/);
  });

  test("says which separator would do when the one given does not occur", async () => {
    const error = await failure(file(sound), { delimiter: ";" });
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/separator ";" does not occur .*"user,item,rating".* set delimiter to ","/);
  });

  test("takes no separator that could separate nothing", async () => {
    for (const delimiter of ["", '"', "\n"]) {
      const error = await failure(file(sound), { delimiter });
      expect(error).toBeInstanceOf(InvalidInputError);
      expect(error.message).toMatch(/^delimiter must be one or more characters/);
    }
    const { data } = await openSource(file("user\titem\na\tx\n"), { delimiter: "\\t" });
    expect(data.users.ids).toEqual(["a"]);
  });

  test("says that no separator was found", async () => {
    expect((await failure(file("hello\nworld\n"))).message).toMatch(/no separator was found.*"hello"/);
  });
});

describe("rows that cannot be read", () => {
  test("are counted with line and reason, and the others are kept", async () => {
    const { data, lines } = await rejectedBy(
      "user,item,rating,time\na,x,1,10\nb,x,good,10\nc,x,nan,10\nd,x,inf,10\n,x,1,10\ne,,1,10\n\nf,x\ng,x,1,10,11\nh,x,1,noon\ni,x,2,\n",
    );
    expect(lines).toEqual([
      [3, "the rating is not a finite number"],
      [5, "the rating is not a finite number"],
      [6, "the learner is blank"],
      [7, "the course is blank"],
      [9, "too few columns"],
      [10, "too many columns"],
    ]);
    expect(data.rejected.count).toBe(6);
    expect(data.rejected.byReason["the rating is not a finite number"]).toBe(2);
    expect(data.rejected.examples[0]).toEqual({
      file: "table.csv",
      line: 3,
      reason: "the rating is not a finite number",
      text: "b,x,good,10",
    });
    expect(data.users.ids).toEqual(["a", "c", "h", "i"]);
    expect(data.notes?.join()).toContain('1 row whose time cannot be read, such as "noon" in line 11, is kept');
  });

  test("are all counted where only the first twenty are shown", async () => {
    const bad = Array.from({ length: 50 }, (_, n) => `u${n},x,bad\n`).join("");
    const { data } = await rejectedBy(`${sound}${bad}`);
    expect(data.rejected.count).toBe(50);
    expect(data.rejected.examples).toHaveLength(20);
  });

  test("stop a strict reader at the first, by line and text", async () => {
    const error = await failure(file("user,item,rating\na,x,1\nb,x,good\nc,x,bad\n"), { strict: true });
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/line 3 was rejected: the rating is not a finite number \("b,x,good"\)/);
  });

  test("are an error when there are no others", async () => {
    const error = await failure(file("user,item,rating\na,x,good\nb,x,bad\n"));
    expect(error).toBeInstanceOf(SourceError);
    expect(error.message).toMatch(/None of its 2 rows could be read: line 2 was rejected/);
  });

  test("make a published fold an error, since it would not be the published one", async () => {
    const path = join(file("1\t1\t5\t10\n2\t1\t4\t11\n", "u.data"), "..");
    for (const fold of ["u1", "u2", "u3", "u4", "u5"]) {
      writeFileSync(join(path, `${fold}.base`), "1\t1\t5\t10\n");
      writeFileSync(join(path, `${fold}.test`), fold === "u3" ? "2\t1\t4\t11\n1\t1\tx\t10\n" : "2\t1\t4\t11\n");
    }
    const { data } = await openSource(path);
    const error = await data.publishedFolds!().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SourceError);
    expect((error as Error).message).toMatch(/u3\.test, line 2 was rejected: the rating is not a finite number/);
  });

  test("include one of 10 MB, without harm to the rows around it", async () => {
    const { data, lines } = await rejectedBy(`user,item\na,x\nb,${"x".repeat(10_000_000)}\nc,x\n`);
    expect(lines).toEqual([[3, "longer than 2 MB"]]);
    expect(data.users.ids).toEqual(["a", "c"]);
  });

  test("are the whole file when it is one line of 10 MB", async () => {
    expect(await failure(file(`user,item,${"x".repeat(10_000_000)}`))).toBeInstanceOf(SourceError);
    expect(await failure(file("x".repeat(10_000_000)))).toBeInstanceOf(SourceError);
  });
});

test("reading stops when the signal is aborted, with the signal's reason", async () => {
  const rows = Array.from({ length: 400_000 }, (_, n) => `u${n % 977},c${(n * 7919) % 4999}`);
  const path = file(`user,item\n${rows.join("\n")}\n`);
  const reason = new Error("enough");
  const stopped = AbortSignal.abort(reason);
  await expect(openSource(path, { signal: stopped })).rejects.toBe(reason);
  const controller = new AbortController();
  const reading = openSource(path, { signal: controller.signal });
  setImmediate(() => controller.abort(reason));
  await expect(reading).rejects.toBe(reason);
});
