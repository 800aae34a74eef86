import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { WrittenLists } from "../../src/cli/commands/recommend-all.ts";
import { createContext } from "../../src/cli/context.ts";
import { runProgram } from "../../src/cli/program.ts";
import type { Recommendations } from "../../src/cli/terminal/recommendations.ts";
import { openSource } from "../../src/data/open-source.ts";
import { withDatabase } from "../data/database.ts";
import { run, runJson, temporaryFolder } from "./run.ts";
import { smallSchool } from "./small-school.ts";

const endings = [".csv", ".csv.gz", ".tsv", ".tsv.gz", ".parquet"];

/** A path for the lists, in a folder of its own. */
const place = (ending = ".csv"): string => join(temporaryFolder(), `lists${ending}`);

type Cell = string | number | null;

/** Every row of a file, the header first. */
async function rowsOf(path: string): Promise<Cell[][]> {
  if (/\.[ct]sv$/.test(path))
    return readFileSync(path, "utf8")
      .trimEnd()
      .split("\n")
      .map((line) => line.split(path.endsWith(".csv") ? "," : "\t"))
      .map(([learner, rank, ...rest], n) =>
        n === 0 ? [learner!, rank!, ...rest] : [learner!, Number(rank), ...rest.slice(0, -1), Number(rest.at(-1))],
      );
  const reader = path.endsWith(".parquet") ? "read_parquet" : "read_csv";
  return withDatabase(undefined, async (connection) => {
    const read = await connection.runAndReadAll(`select * from ${reader}('${path}')`);
    return [read.columnNames(), ...read.getRowsJS().map((row) => row.map((cell) => toCell(cell)))];
  });
}
const toCell = (cell: unknown): Cell => (typeof cell === "bigint" ? Number(cell) : (cell as Cell));

/** What `recommend --learner` offers each learner, as rows of the file. */
async function oneByOne(path: string, ...flags: readonly string[]): Promise<Cell[][]> {
  const groups = ["languages", "sciences"].flatMap((group) => [0, 1, 2, 3, 4, 5].map((n) => `${group}-${n}`));
  const rows: Cell[][] = [];
  for (const learner of groups) {
    const { recommendations } = await runJson<Recommendations>("recommend", path, "--learner", learner, ...flags);
    rows.push(...recommendations.map(({ rank, id, score }) => [learner, rank, id, score]));
  }
  return rows;
}

describe("recommend --all", () => {
  test.each([
    ["item-knn", "--limit", "3", "--implicit"],
    ["popularity", "--limit", "2"], // many equal scores
    ["svd", "--limit", "1000", "--seed", "5"], // more places than courses
  ])("writes the lists that recommend gives each learner: %s %s %s", async (model, ...flags) => {
    const school = smallSchool();
    const out = place();
    const common = ["--model", model, ...flags];
    const written = await runJson<WrittenLists>("recommend", school, "--all", "--out", out, ...common);
    const [header, ...rows] = await rowsOf(out);
    expect(header).toEqual(["learner", "rank", "course", "score"]);
    const alone = await oneByOne(school, ...common);
    expect(rows.map((row) => row.slice(0, 3))).toEqual(alone.map((row) => row.slice(0, 3)));
    rows.forEach((row, n) => {
      expect(row[3]).toBeCloseTo(Number(alone[n]![3]), 5); // lists for everybody are scored in float32
    });
    expect(written).toMatchObject({ model, file: out, lists: 12, emptyLists: 0, rows: rows.length });
    expect(written.listsPerSecond).toBeCloseTo(12 / written.seconds, 6);
  });

  test.each(endings)("writes the same rows as %s", async (ending) => {
    const school = smallSchool();
    const [plain, other] = [place(), place(ending)];
    for (const out of [plain, other])
      await runJson("recommend", school, "--all", "--implicit", "--limit", "4", "--out", out);
    expect(await rowsOf(other)).toEqual(await rowsOf(plain));
    expect(readdirSync(dirname(other))).toEqual([`lists${ending}`]);
  });

  test.each(endings)("what it writes as %s can be read as data", async (ending) => {
    const out = place(ending);
    const { rows } = await runJson<WrittenLists>("recommend", smallSchool(), "--all", "--implicit", "--out", out);
    const { data } = await openSource(out, { columns: { user: "learner", item: "course", rating: "score" } });
    expect(data.interactions.users).toHaveLength(rows);
    expect(data.users.size).toBe(12);
  });

  test("writes the lists of a saved model, the same as of the one just trained", async () => {
    const school = smallSchool();
    const [artifact, saved, fresh] = [place(".waymark"), place(), place()];
    await runJson("train", school, "--model", "nmf", "--seed", "3", "--implicit", "--out", artifact);
    await runJson("recommend", artifact, "--all", "--limit", "3", "--threads", "1", "--out", saved);
    const training = ["--model", "nmf", "--seed", "3", "--implicit"];
    await runJson("recommend", school, "--all", "--limit", "3", ...training, "--out", fresh);
    expect(readFileSync(saved, "utf8")).toBe(readFileSync(fresh, "utf8"));
  });

  test("names the courses where the data has titles, as the list of one learner does", async () => {
    const folder = join(temporaryFolder(), "campus");
    await run("demo", "--learners", "40", "--courses", "25", "--out", folder);
    for (const ending of [".csv", ".parquet"]) {
      const out = place(ending);
      await runJson("recommend", folder, "--implicit", "--all", "--limit", "1", "--out", out);
      const [header, first] = await rowsOf(out);
      expect(header).toEqual(["learner", "rank", "course", "title", "score"]);
      const alone = ["--learner", String(first![0]), "--limit", "1"];
      const { recommendations } = await runJson<Recommendations>("recommend", folder, "--implicit", ...alone);
      const { rank, id, title, score } = recommendations[0]!;
      expect(first!.slice(1, 4)).toEqual([rank, id, title]);
      expect(first![4]).toBeCloseTo(score, 5);
    }
  });

  test("has no row for a learner who has every course, and says so", async () => {
    const path = join(temporaryFolder(), "school.csv");
    writeFileSync(path, "learner,course\nall,A\nall,B\nall,C\nsome,A\nsome,B\n");
    const out = place();
    const command = ["recommend", path, "--all", "--model", "popularity", "--out", out];
    expect(await runJson<WrittenLists>(...command)).toMatchObject({ lists: 2, emptyLists: 1, rows: 1 });
    expect((await rowsOf(out)).slice(1)).toEqual([["some", 1, "C", expect.any(Number)]]);
    const { stdout, stderr } = await run(...command);
    expect(stdout).toBe(`2 lists of up to 10 courses written to ${out}\n`);
    expect(stderr).toContain("without a row: 1 learner with every course taken: nothing is left to recommend");
  });

  test("writes a file with a header only when nobody can be offered anything", async () => {
    const path = join(temporaryFolder(), "school.csv");
    writeFileSync(path, "learner,course\na,A\nb,A\n");
    for (const ending of [".csv", ".parquet"]) {
      const out = place(ending);
      await runJson("recommend", path, "--all", "--model", "popularity", "--out", out);
      expect(await rowsOf(out)).toEqual([["learner", "rank", "course", "score"]]);
    }
  });
});

describe("what recommend --all refuses", () => {
  test.each([
    [["--all"], "--all needs a file to write the lists to", "--out lists.parquet"],
    [["--out", "x.csv"], "--out can only be used together with --all", "Add --all"],
    [["--all", "--out", "x.csv", "--learner", "sciences-0"], "--learner cannot be used together with --all", ""],
    [["--all", "--out", "x.csv", "--history", "Latin", "--why"], "--history cannot be used together with --all", ""],
    [
      ["--all", "--out", "x.xlsx"],
      "--out must be a file that ends in .parquet, .csv, .csv.gz, .tsv, .tsv.gz",
      "x.xlsx",
    ],
    [["--all", "--out", "lists"], "--out must be a file that ends in .parquet, .csv", '"lists"'],
    [["--all", "--out", "x.csv", "--limit", "0"], "--limit must be a whole number of at least 1", ""],
  ] as const)("%j", async (flags, message, remedy) => {
    const { code, stdout, stderr } = await run("recommend", smallSchool(), ...flags);
    expect(stderr).toContain(message);
    expect(stderr).toContain(remedy);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(existsSync("x.csv")).toBe(false);
  });

  test("takes no place but its own: not the data, not a folder, not another file", async () => {
    const school = smallSchool();
    const folder = temporaryFolder();
    const other = join(folder, "other.csv");
    writeFileSync(other, "precious,things\n1,2\n");
    const link = join(folder, "link.csv");
    symlinkSync(school, link);
    mkdirSync(join(folder, "folder.csv"));
    const before = readFileSync(school, "utf8");
    for (const out of [school, link, join(folder, "folder.csv"), other]) {
      const { code, stderr } = await run("recommend", school, "--all", "--out", out);
      expect(code).toBe(2);
      expect(stderr).toContain("--out must be a new file, or lists to replace");
    }
    expect(readFileSync(school, "utf8")).toBe(before);
    expect(readFileSync(other, "utf8")).toBe("precious,things\n1,2\n");
  });

  test("does not write over the data when lists are the data, whatever they are called", async () => {
    const lists = place();
    await runJson("recommend", smallSchool(), "--all", "--out", lists);
    const before = readFileSync(lists, "utf8");
    const link = join(dirname(lists), "link.csv");
    symlinkSync(lists, link);
    for (const [data, out] of [
      [lists, join(dirname(lists), ".", "lists.csv")],
      [lists, link],
      [link, lists],
    ] as const) {
      const { code, stderr } = await run("recommend", data, "--implicit", "--all", "--limit", "1", "--out", out);
      expect(code).toBe(2);
      expect(stderr).toContain("This is the data itself.");
    }
    expect(readFileSync(lists, "utf8")).toBe(before);
  });

  test.each(endings)("leaves alone what cannot be read: %s", async (ending) => {
    const out = place(ending);
    const bytes = Buffer.from([0x1f, 0x8b, 0, 1, 2, 3, 0xff]);
    writeFileSync(out, bytes);
    const { code, stderr } = await run("recommend", smallSchool(), "--all", "--out", out);
    expect(code).toBe(2);
    expect(stderr).toContain("Another file stands there; nothing was changed.");
    expect(readFileSync(out)).toEqual(bytes);
  });

  test.each(endings)("replaces lists of an earlier run, and an empty file: %s", async (ending) => {
    const school = smallSchool();
    const out = place(ending);
    writeFileSync(out, "");
    for (const limit of ["1", "2"]) {
      const flags = ["--all", "--model", "popularity", "--limit", limit, "--out", out];
      const { rows } = await runJson<WrittenLists>("recommend", school, ...flags);
      expect((await rowsOf(out)).length - 1).toBe(rows);
    }
  });

  test("says before training that no file can be made there", async () => {
    const school = smallSchool();
    for (const out of [join(school, "lists.csv"), join(school, "deep", "lists.csv")]) {
      const { code, stdout, stderr } = await run("recommend", school, "--all", "--out", out);
      expect(stderr).toMatch(/^waymark: storage_failed: .*lists.csv could not be written \(ENOTDIR\)/); // nothing was read
      expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    }
  });
});

describe("what is left when recommend --all fails", () => {
  test.each(endings)("Ctrl-C leaves what stood there and nothing beside it: %s", async (ending) => {
    const school = smallSchool();
    const out = place(ending);
    await runJson("recommend", school, "--all", "--limit", "1", "--out", out);
    const before = readFileSync(out);
    for (const path of [out, join(dirname(out), "new", `lists${ending}`)]) {
      const stop = new AbortController();
      const context = createContext(stop.signal);
      const printed: string[] = [];
      context.out = (text) => void printed.push(text);
      context.err = () => {};
      context.progress = (label) => ({
        update: () => {
          if (label === "recommending") stop.abort(new DOMException("Interrupted.", "AbortError"));
        },
        stop: () => {},
      });
      expect(await runProgram(["recommend", school, "--all", "--limit", "2", "--out", path], context)).toBe(130);
      expect(printed).toEqual([]);
    }
    expect(readFileSync(out)).toEqual(before);
    expect(readdirSync(dirname(out))).toEqual([`lists${ending}`]);
  });

  test.skipIf(!existsSync("/dev/full"))("a full device is reported as one", async () => {
    const out = place();
    symlinkSync("/dev/full", out);
    const { code, stdout, stderr } = await run("recommend", smallSchool(), "--all", "--out", out);
    expect(stderr).toContain("storage_failed");
    expect(stderr).toContain("The disk is full");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  });

  test("a disk that fills up leaves what stood there and nothing beside it", async (context) => {
    const disk = join(temporaryFolder(), "disk");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=16k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      return context.skip("no permission to mount a small disk");
    }
    try {
      const school = join(temporaryFolder(), "large.csv");
      const rows = Array.from({ length: 3000 }, (_, n) => `learner-${n},course-${n % 40}`);
      writeFileSync(school, `learner,course\n${rows.join("\n")}\n`);
      const flags = ["--all", "--model", "popularity"];
      for (const ending of [".csv", ".csv.gz", ".parquet"]) {
        const out = join(disk, `lists${ending}`);
        writeFileSync(out, "");
        const { code, stdout, stderr } = await run("recommend", school, ...flags, "--out", out);
        expect(stderr).toMatch(/storage_failed.*ENOSPC.*The disk is full/);
        expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
        expect(readFileSync(out, "utf8")).toBe("");
      }
      expect(readdirSync(disk).sort()).toEqual(["lists.csv", "lists.csv.gz", "lists.parquet"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});
