import { describe, expect, test } from "vitest";
import { rowsOf, tableFiles } from "../table-files.ts";

const { read } = tableFiles();

describe("a wide table", () => {
  const rows = [
    ["s1", "Algebra", 4.5],
    ["s2", "Law", 3],
    ["s2", "Art", 5],
    ["s3", "Algebra", 1],
    ["s3", "Art", 2],
  ];

  test.each([
    ["student,Algebra,Law,Art\ns1,4.5,,\ns2,,3,5\ns3,1,,2\n"],
    ["student;Algebra;Law;Art\ns1;4.5;;\ns2;;3;5\ns3;1;;2\n"],
    ["student\tAlgebra\tLaw\tArt\ns1\t4.5\t-\t-\ns2\tNA\t3\t5\ns3\t1\tn/a\t2\n"],
    ["Grades 2021\n\nstudent,Algebra,Law,Art\ns1,4.5,,\ns2,,3,5\ns3,1,,2\n"],
    ["Kennung,Algebra,Law,Art\ns1,4.5,,\ns2,,3,5\ns3,1,,2\n"],
    [",Algebra,Law,Art\ns1,4.5,,\ns2,,3,5\ns3,1,,2\n"],
    [
      "name,student id,Algebra,Law,Art,Total,age\nAnn,s1,4.5,,,4.5,20\nBob,s2,,3,5,8,21\nCem,s3,1,,2,3,22\nTotal,,5.5,3,7,15.5,\n",
    ],
    ["student,Algebra,Law,Art\ns1,4.5,,\ns2,,3,5\ns3,1,,2\nAverage,2.75,3,3.5\n"],
  ])("is told by columns of grades, and blanks are no enrolments: %#", async (text) => {
    const data = await read(text);
    expect(rowsOf(data)).toEqual(rows);
    expect(data.notes!.join()).toMatch(
      /Read as a wide table: learner = .*3 columns are courses, Algebra to Art; blank cells/,
    );
  });

  test("says which columns were left out, and rejects rows of totals", async () => {
    const data = await read("name,student,Algebra,Law,Total\nAnn,s1,4,,4\nBob,s2,,3,3\nTotal,,4,3,7\n");
    expect(data.notes!.join()).toMatch(/Not read: name, Total\./);
    expect(data.rejected.byReason).toEqual({ "a row of totals, not a learner": 1 });
  });

  test("may have percentages, decimal commas and course codes for names", async () => {
    expect(rowsOf(await read("student,101,102,103\ns1,85%,,70%\ns2,,90 %,60%\n"))).toContainEqual(["s2", "102", 90]);
    expect(rowsOf(await read("student;101;102;103\ns1;1,5;;2\ns2;;2,3;1\n"))).toContainEqual(["s2", "102", 2.3]);
  });

  test("of marks or of 0 and 1 holds enrolments without grades", async () => {
    for (const text of ["student,Algebra,Law\ns1,x,\ns2,x,x\n", "student,Algebra,Law\ns1,1,0\ns2,1,1\n"]) {
      const data = await read(text);
      expect(rowsOf(data), text).toEqual([
        ["s1", "Algebra"],
        ["s2", "Algebra"],
        ["s2", "Law"],
      ]);
    }
  });

  test("may be asked for, or be forbidden", async () => {
    const unclear = "code,course A,course B\n1,5,4\n2,3,1\n";
    expect(rowsOf(await read(unclear, { layout: "wide", columns: { user: "code" } }))).toContainEqual([
      "1",
      "course A",
      5,
    ]);
    const long = "student,course,rating\ns1,c1,4\n";
    await expect(read(long, { layout: "wide" })).rejects.toThrow(/is no wide table.*Leave layout out/);
    await expect(read("student,Algebra,Law\ns1,4,\ns2,,3\n", { layout: "long" })).rejects.toThrow(
      /No column was found that holds courses/,
    );
  });

  test("is not seen in tables with a row for each enrolment", async () => {
    for (const text of [
      "student,course,Score 1,Score 2\ns1,c1,4,5\ns2,c2,3,2\n",
      "user,item,rating,timestamp\n1,2,3,978300760\n",
      "user_id,movie_id,rating\n1,2,3\n2,3,4\n",
      "learner,exam_id,attempt,course\ns1,3,1,c1\ns1,4,1,c2\n",
    ])
      expect((await read(text)).notes!.join(), text).not.toMatch(/wide/);
    for (const text of ["student,exam_id,attempt\ns1,3,1\ns2,4,1\n", "student,exam,try,hour\ns1,3,1,2\ns1,4,1,3\n"])
      await expect(read(text)).rejects.toThrow(/No column was found that holds courses/);
  });
});

describe("gradebooks of learning platforms", () => {
  test("Moodle: the ID number is the learner, totals are left out", async () => {
    const header =
      '"First name",Surname,"ID number",Institution,Department,"Email address","Assignment: Essay (Real)","Quiz: Week 1 (Real)","Course total (Real)","Last downloaded from this course"';
    const text = `${header}\nAnn,Lee,m1,,,a@x.edu,80.00,-,80.00,1620000000\nBob,Ray,m2,,,b@x.edu,70.00,9.50,79.50,1620000000\n`;
    const data = await read(text);
    expect(rowsOf(data)).toEqual([
      ["m1", "Assignment: Essay", 80],
      ["m2", "Assignment: Essay", 70],
      ["m2", "Quiz: Week 1", 9.5],
    ]);
    expect(data.notes!.join()).toMatch(/gradebook of Moodle: learner = ID number.*Not read: .*Course total \(Real\)/);
    const blank = await read(text.replaceAll(/,m[12],/g, ",,"));
    expect(blank.users.ids).toEqual(["a@x.edu", "b@x.edu"]);
  });

  test("Canvas: the ID is the learner; points possible, the test student and read-only columns are no grades", async () => {
    const header =
      "Student,ID,SIS User ID,SIS Login ID,Section,Essay (101),Quiz 1 (102),Essays Current Score,Current Score,Final Score,Final Grade";
    const text = `${header}\n    Points Possible,,,,,100.0,10.0,(read only),(read only),(read only),(read only)\n"Lee, Ann",11,s11,ann,S1,80,,80,80,80,B\n"Ray, Bob",12,s12,bob,S1,EX,9,90,90,90,A\n`;
    const data = await read(text);
    expect(rowsOf(data)).toEqual([
      ["11", "Essay", 80],
      ["12", "Quiz 1", 9],
    ]);
    expect(data.rejected.byReason).toEqual({ "highest points, not a learner": 1 });
    expect(data.notes).toContain(
      "The highest points of a course are from 10 to 100; ratings are points as written, not shares of them.",
    );
    expect(rowsOf(await read(text, { columns: { user: "SIS User ID" } }))[0]![0]).toBe("s11");
  });

  test("Blackboard: the student ID is the learner, names of items are without points and numbers", async () => {
    const header =
      '"Last Name","First Name","Username","Student ID","Last Access","Availability","Weighted Total [Total Pts: up to 0 Percentage] |1","Essay [Total Pts: 100 Score] |2","Test 1 [Total Pts: 10 Score] |3"';
    const text = `${header}\nLee,Ann,ann,b1,2021-05-01,Yes,85,80,9\nRay,Bob,bob,b2,2021-05-02,Yes,70,70,\n`;
    for (const content of [
      text,
      Buffer.concat([Buffer.of(0xff, 0xfe), Buffer.from(text.replaceAll(",", "\t"), "utf16le")]),
    ]) {
      const data = await read(content);
      expect(rowsOf(data)).toEqual([
        ["b1", "Essay", 80],
        ["b1", "Test 1", 9],
        ["b2", "Essay", 70],
      ]);
    }
  });
});
