import { describe, expect, test } from "vitest";
import { InvalidInputError, SourceError } from "../../../src/errors.ts";
import { timesOf, utc } from "./own-file.ts";

const secondsOf = async (...[cells, options]: Parameters<typeof timesOf>) =>
  Array.from((await timesOf(cells, options)).interactions.times ?? []);

describe("times of a column", () => {
  test("have day and month in the order that fits all of them", async () => {
    expect(await secondsOf(["31/03/2021", "01/04/2021"])).toEqual([utc("2021-03-31"), utc("2021-04-01")]);
    expect(await secondsOf(["03/31/2021", "04/01/2021"])).toEqual([utc("2021-03-31"), utc("2021-04-01")]);
    expect(await secondsOf(["1.4.2021", "31.3.21"])).toEqual([utc("2021-04-01"), utc("2021-03-31")]);
    expect(await secondsOf(["2021/3/31", "2021.04.01"])).toEqual([utc("2021-03-31"), utc("2021-04-01")]);
    expect(await secondsOf(["31-03-2021 14:05", "01-04-2021 00:00:30"])).toEqual([
      utc("2021-03-31T14:05Z"),
      utc("2021-04-01T00:00:30Z"),
    ]);
  });

  test("that fit both orders are read day first, said with the way to say otherwise", async () => {
    const data = await timesOf(["03/04/2021", "05/06/2021"]);
    expect(data.interactions.times![0]).toBe(utc("2021-04-03"));
    expect(data.notes?.join()).toMatch(/could be dd\/MM\/yyyy or MM\/dd\/yyyy.*MM\/dd\/yyyy\./);
    expect(await secondsOf(["03/04/2021"], { timeFormat: "MM/dd/yyyy" })).toEqual([utc("2021-03-04")]);
    expect(await secondsOf(["3/4/2021 1:05 PM"])).toEqual([utc("2021-03-04T13:05Z")]);
  });

  test("may name the month, and end with a zone", async () => {
    const day = utc("2021-10-01");
    const named = [
      "1 Oct 2021",
      "Oct 1, 2021",
      "October 1st, 2021",
      "01-Oct-21",
      "1 de octubre de 2021",
      "1. Oktober 2021",
    ];
    expect(await secondsOf(named)).toEqual(named.map(() => day));
    const zoned = [
      "Fri, 01 Oct 2021 12:00:00 GMT",
      "2021-10-01T14:00:00+02:00",
      "Oct 1, 2021 5:00 AM PDT",
      "2021-10-01 12:00:00 UTC",
    ];
    expect(await secondsOf(zoned)).toEqual(zoned.map(() => day + 43_200));
  });

  test("may be numbers of several kinds, also mixed", async () => {
    expect(await secondsOf(["44197", "44198.5"])).toEqual([utc("2021-01-01"), utc("2021-01-02T12:00Z")]);
    expect(await secondsOf(["20210331", "20210401"])).toEqual([utc("2021-03-31"), utc("2021-04-01")]);
    const mixed = await timesOf(["1617000000000", "1617000001000", "1617000002"]);
    expect(Array.from(mixed.interactions.times!)).toEqual([1_617_000_000, 1_617_000_001, 1_617_000_002]);
    expect(mixed.notes?.join()).toContain("1 × seconds");
  });

  test("that cannot be read are unknown and counted; the row stays", async () => {
    const data = await timesOf(["2021-01-01", "not yet", "2021-02-30", ""]);
    expect([data.rejected.count, data.interactions.users.length]).toEqual([0, 4]);
    expect(Array.from(data.interactions.times!)).toEqual([utc("2021-01-01"), Number.NaN, Number.NaN, Number.NaN]);
    expect(data.notes?.join()).toContain('2 rows whose time cannot be read, such as "not yet" in line 3');
    await expect(timesOf(["2021-01-01", "not yet"], { strict: true })).rejects.toThrow(SourceError);
  });

  test("are read by a pattern, whose letters must have a meaning", async () => {
    expect(await secondsOf(["2021|31|03 - 7h5"], { timeFormat: "yyyy|dd|MM - H'h'm" })).toEqual([
      utc("2021-03-31T07:05Z"),
    ]);
    for (const timeFormat of ["%d/%m/%Y", "DD/MM/YYYY", "HH:mm"])
      await expect(timesOf(["2021-01-01"], { timeFormat })).rejects.toThrow(InvalidInputError);
  });
});
