import { describe, expect, test } from "vitest";
import { clean } from "../../../src/data/clean.ts";
import { openSource } from "../../../src/data/open-source.ts";
import { predefined } from "../../../src/splits/predefined.ts";
import { rowsOf, tableFiles } from "../table-files.ts";

const { read, writeFolder } = tableFiles();

describe("lists of courses, a learner a line", () => {
  test("are told by lines of different lengths with another learner on each, whatever separates them", async () => {
    for (const separator of [" ", "\t", ",", ";", "  "]) {
      const text = ["0 6 14 5", "1 6 3", "2 14 3 5 9", "3 6"].map((line) => line.replaceAll(" ", separator)).join("\n");
      const data = await read(`${text}\n`);
      expect(data.interactions.values, separator).toBeUndefined();
      expect(rowsOf(data).length, separator).toBe(10);
      expect(data.notes!.join()).toMatch(/Read as lists: a learner and then the learner's courses on each line/);
    }
  });

  test("may hold words, and say which learner has no courses", async () => {
    const data = await read('ann,Algebra,"Law, Part 1",Art\nbob,Law\ncem\ndan,Art,Algebra\n');
    expect(rowsOf(data)).toContainEqual(["ann", "Law, Part 1"]);
    expect(data.rejected.examples.map(({ line, reason }) => [line, reason])).toEqual([
      [3, "no courses stand behind the learner"],
    ]);
  });

  test("may have another separator behind the learner, or a colon, and a header of two names", async () => {
    const expected = ["u1 c1", "u1 c2", "u1 c3", "u2 c2", "u3 c3", "u3 c1"];
    for (const text of [
      "u1\tc1,c2,c3\nu2\tc2\nu3\tc3,c1\n",
      'u1,"c1;c2;c3"\nu2,"c2"\nu3,"c3;c1"\n',
      'learner,courses\nu1,"c1,c2,c3"\nu2,"c2"\nu3,"c3,c1"\n',
      "u1: c1 c2 c3\nu2: c2\nu3: c3 c1\n",
    ]) {
      const pairs = rowsOf(await read(text)).map((row) => row.join(" "));
      expect(pairs, text).toEqual(expected);
    }
    const names = await read('learner,course\nu1,"Law, Part 1"\nu2,"Law, Part 2"\nu3,Art\n');
    expect(names.items.ids).toEqual(["Art", "Law, Part 1", "Law, Part 2"]);
  });

  test("that all have one length are never taken for ratings in silence", async () => {
    const same = "0 6 14\n1 14 6\n2 6 3\n3 3 14\n";
    await expect(read(same)).rejects.toThrow(
      /may hold a learner and a list of courses on each line, or a learner, a course and a rating.*Set layout to "lists", or set layout to "long"/,
    );
    expect(rowsOf(await read(same, { layout: "lists" }))).toContainEqual(["0", "14"]);
    expect(rowsOf(await read(same, { layout: "long" }))).toContainEqual(["0", "6", 14]);
  });

  test("are not seen in tables of ratings", async () => {
    for (const text of [
      "1 10 4\n2 11 3\n3 12 5\n4 10 1\n",
      "1,10,4,978300760\n2,11,3,978300761\n2,11\n",
      "u1,c1,4\nu2,c2\nu3,c1,5\n",
      "1\t10\t4.5\n2\t11\n3\t12\t3.5\n",
      "7 12 4\n7 13\n7 14 5\n8 12 1\n",
    ])
      expect((await read(text, {})).notes!.join(), text).not.toMatch(/Read as lists/);
  });

  test("may be asked for where a header stands above them", async () => {
    const data = await read("learner,courses\nann,Algebra,Law\nbob,Law\n", { layout: "lists" });
    expect(rowsOf(data)).toEqual([
      ["ann", "Algebra"],
      ["ann", "Law"],
      ["bob", "Law"],
    ]);
  });
});

describe("a folder with files for training and test", () => {
  const rows = "learner,course,rating\nu1,c1,4\nu2,c2,5\nu1,c2,3\n";
  const partsOf = async (path: string) => {
    const { source, data } = await openSource(path);
    expect(source.key).toBe("split-folder");
    const [fold] = await predefined().apply(clean(data).data, 0);
    const { train, test } = fold!;
    return { data, train: train.interactions.users.length, test: test.users.length };
  };

  test.each([
    [{ "train.csv": rows, "test.csv": "learner,course,rating\nu2,c1,2\n" }, 3, 1],
    [
      {
        "train.csv": rows,
        "valid.csv": "learner,course,rating\nu2,c1,2\n",
        "test.csv": "learner,course,rating\nu3,c1,1\n",
      },
      4,
      1,
    ],
    [{ "x.train.rating": "1\t1\t4\t10\n2\t2\t3\t11\n", "x.test.rating": "1\t2\t5\t12\n" }, 2, 1],
    [
      { "my-training.jsonl": '{"user":"a","item":"x"}\n{"user":"b","item":"y"}\n', "my-test.csv": "user,item\na,y\n" },
      2,
      1,
    ],
    [{ "train.txt": "0 6 14 5\n1 6 3\n2 14 3 5\n", "test.txt": "0 3\n1 5\n2 6\n" }, 8, 3],
    [{ "train.txt": "0 6 14 5\n1 6 3\n2 14 3 5\n", "test.txt": "0 3 9\n1 5 14\n2 6 9\n" }, 8, 6],
    [
      { "train.txt": "0 6 14\n1 6 3\n2 14 3\n".replace("2 14 3", "2 14 5"), "test.txt": "0 3\n1 5 14 9\n2 6 3\n" },
      6,
      6,
    ],
    [
      {
        "ml.train.csv": rows,
        "ml.dev.csv": "learner,course,rating\nu2,c1,2\n",
        "ml.test.csv": "learner,course,rating\nu3,c1,1\n",
        "readme.md": "x",
      },
      4,
      1,
    ],
  ])("is a data set with that split: %#", async (files, train, test) => {
    const read = await partsOf(writeFolder(files));
    expect([read.train, read.test]).toEqual([train, test]);
  });

  test("has validation rows in the training part, and says so", async () => {
    const files = { "train.csv": rows, "valid.csv": "learner,course\nu9,c1\n", "test.csv": "learner,course\nu3,c1\n" };
    const { notes } = (await openSource(writeFolder(files))).data;
    expect(notes![0]).toBe(
      "Training rows are from train.csv and valid.csv (validation), test rows from test.csv: this is the split called predefined.",
    );
  });

  test("that does not fit is refused with what was looked for and what is there", async () => {
    const path = writeFolder({ "train.csv": rows, "other.csv": rows });
    await expect(openSource(path, { format: "split-folder" })).rejects.toThrow(
      /no single file for training and for test, such as train\.csv and test\.csv.*it holds: other\.csv, train\.csv\./,
    );
    const ncf = writeFolder({ "x.train.rating": "1\t1\t4\t10\n", "x.test.rating": "1\t2\t5\t12\n" });
    await expect(openSource(ncf, { format: "ncf" })).rejects.toThrow(
      /has no NAME\.train\.rating with NAME\.test\.rating and NAME\.test\.negative; it holds: x\.test\.rating, x\.train\.rating\./,
    );
  });

  test("of MovieLens may have some of the published folds", async () => {
    const path = writeFolder({
      "u.data": "1\t1\t4\t10\n1\t2\t3\t11\n",
      "u1.base": "1\t1\t4\t10\n",
      "u1.test": "1\t2\t3\t11\n",
    });
    const { data } = await openSource(path);
    expect((await data.publishedFolds!()).map(({ name }) => name)).toEqual(["u1"]);
  });
});
