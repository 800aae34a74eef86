import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { encoded, rowsOf, tableFiles } from "../table-files.ts";

const { read } = tableFiles();

/** Course names as one finds them, forty rows of each. */
const table = (header: string, courses: readonly string[], rows = 40): string =>
  `${header}\n${Array.from({ length: rows }, (_, n) => `u${n},${courses[n % courses.length]},${1 + (n % 5)}`).join("\n")}\n`;

const western = ["Ökonomie", "Poésie", "Álgebra", "Straße – 2"];
const cases: readonly (readonly [encoding: string, courses: readonly string[]])[] = [
  ["utf-8", western],
  ["windows-1252", western],
  ["windows-1250", ["Książka", "Łacina i życie", "Poezja śląska"]],
  ["windows-1251", ["Линейная алгебра", "Статистика", "Поэзия"]],
  ["koi8-r", ["Линейная алгебра", "Статистика", "Поэзия"]],
  ["windows-1253", ["Γραμμική Άλγεβρα", "Στατιστική"]],
  ["windows-1254", ["Doğrusal Cebir", "İstatistik", "Şiir", "Işık"]],
  ["windows-1256", ["الجبر الخطي", "الإحصاء", "الشعر"]],
  ["gb18030", ["线性代数", "统计学", "机器学习", "诗歌"]],
  ["big5", ["線性代數", "統計學", "機器學習", "詩歌"]],
  ["shift_jis", ["線形代数", "統計学", "プログラミング", "ドイツ語"]],
  ["euc-jp", ["線形代数", "統計学", "プログラミング", "ドイツ語"]],
  ["euc-kr", ["선형대수", "통계학", "프로그래밍"]],
  ["utf-16le", ["线性代数", "Ökonomie"]],
  ["utf-16be", ["线性代数", "Ökonomie"]],
];

describe("the encoding of a table", () => {
  test.each(cases)("is found from its bytes: %s", async (encoding, courses) => {
    for (const rows of [8, 400]) {
      const data = await read(encoded(table("learner,course,rating", courses, rows), encoding));
      expect(new Set(data.items.ids)).toEqual(new Set(courses));
      expect(data.rejected.count).toBe(0);
      expect(data.notes!.some((note) => note.includes(`read as ${encoding}`))).toBe(encoding !== "utf-8");
    }
  });

  test.each(cases)("may be given: %s", async (encoding, courses) => {
    const data = await read(encoded(table("learner,course,rating", courses), encoding), { encoding });
    expect(new Set(data.items.ids)).toEqual(new Set(courses));
    expect(data.notes!.join()).not.toMatch(/found from its bytes/);
  });

  test("is found although nothing but ASCII stands in the first megabytes", async () => {
    const plain = Array.from({ length: 200_000 }, (_, n) => `u${n % 999},c${n % 88},${1 + (n % 5)}\n`).join("");
    const text = `learner,course,rating\n${plain}u1,Poésie,5\nu2,Ökonomie,4\n`;
    for (const encoding of ["utf-8", "windows-1252"]) {
      const { items } = await read(encoded(text, encoding));
      expect([items.find("Poésie"), items.find("Ökonomie")]).not.toContain(undefined);
    }
  });

  test("holds for columns in the header, for JSON and for packed files", async () => {
    const header = encoded("learner,course,Güte\nu1,Poésie,5\nu2,Ökonomie,4\n", "windows-1252");
    expect(rowsOf(await read(header, { columns: { rating: "Güte" } }))[0]).toEqual(["u1", "Poésie", 5]);
    const json = encoded('{"learner":"é","course":"Poésie"}\n', "windows-1252");
    expect(rowsOf(await read(json, {}, "x.jsonl"))).toEqual([["é", "Poésie"]]);
    expect(rowsOf(await read(gzipSync(header), {}, "x.csv.gz"))[1]![1]).toBe("Ökonomie");
  });

  test("goes by its usual names, and another is refused with those", async () => {
    const bytes = encoded("learner,course\nu1,数学\n", "gbk");
    for (const encoding of ["GBK", "cp936", "gb2312", "GB18030"])
      expect((await read(bytes, { encoding })).items.ids).toEqual(["数学"]);
    const latin = encoded("learner,course\nu1,é €\n", "windows-1252");
    for (const encoding of ["latin1", "latin-1", "ISO-8859-1", "cp1252", "Windows 1252", "ANSI"])
      expect((await read(latin, { encoding })).items.ids).toEqual(["é €"]);
    await expect(read(latin, { encoding: "latin-99" })).rejects.toThrow(/encoding.*windows-1252 \(latin1\).*latin-99/);
    await expect(read(latin, { encoding: "constructor" })).rejects.toThrow(/encoding/);
  });
});

describe("characters that cannot be read", () => {
  const utf8 = (text: string) => Buffer.from(text);
  const damaged = Buffer.concat([
    utf8("learner,course,rating\n"),
    ...["Poésie", "Ökonomie", "Álgebra"].map((course, n) => utf8(`u${n},${course},4\n`)),
    utf8("u4,Caf"),
    Buffer.of(0xe9),
    utf8(",3\nu5,Latin,2\n"),
  ]);

  test("are counted in a file that is UTF-8 otherwise; their rows are kept", async () => {
    const data = await read(damaged);
    expect(data.rejected.count).toBe(0);
    expect(rowsOf(data)[3]).toEqual(["u4", "Caf\uFFFD", 3]);
    expect(rowsOf(data)[1]).toEqual(["u1", "Ökonomie", 4]);
    expect(data.notes).toContain("1 character could not be read as utf-8 and stands as � in the text.");
  });

  test("are counted in the encoding that was given", async () => {
    const data = await read(encoded("learner,course\nu1,数学\n", "gbk"), { encoding: "utf-8" });
    expect(data.notes!.join()).toMatch(/characters could not be read as utf-8/);
    const ascii = Buffer.concat([utf8("learner,course\nu1,"), Buffer.of(0xff, 0xff), utf8("\n")]);
    expect((await read(ascii, { encoding: "gbk" })).notes!.join()).toMatch(/could not be read as gbk/);
  });

  test("are not those that the file itself holds as replacement characters", async () => {
    const data = await read("learner,course\nu1,Caf\uFFFD\nu2,Poésie\n");
    expect(data.notes!.join()).not.toMatch(/could not be read/);
  });
});
