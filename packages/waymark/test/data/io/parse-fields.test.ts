import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numberOfBytes, numberOfText, secondsOfText } from "../../../src/data/io/parse-fields.ts";

const fromBytes = (text: string, decimalComma = false): number | undefined => {
  const bytes = new TextEncoder().encode(`1${text}1`);
  return numberOfBytes(bytes, 1, bytes.length - 1, decimalComma);
};

describe("reading numbers", () => {
  test("reads every finite number exactly as JavaScript writes it", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        expect(fromBytes(String(value))).toBe(value === 0 ? Number(String(value)) : value);
      }),
    );
    fc.assert(
      fc.property(fc.nat(99_999_999), fc.nat(7), (digits, decimals) => {
        const text = (digits / 10 ** decimals).toFixed(decimals);
        expect(fromBytes(text)).toBe(Number(text));
      }),
    );
  });

  test("takes a blank for NaN and anything else that is no finite number for nothing", () => {
    for (const text of ["", " ", "\t"]) expect(fromBytes(text)).toBeNaN();
    for (const text of ["five", "NaN", "nan", "inf", "-Infinity", "1e999", "0x10", "1_000", "4.5.6", ".", "-", "1 2"])
      expect([text, fromBytes(text)]).toEqual([text, undefined]);
  });

  test("knows signs, exponents, spaces around and the decimal comma", () => {
    expect([" 4.5 ", "-3", "+2", "1e1", ".5", "4.", "12345678901234567890123"].map((text) => fromBytes(text))).toEqual([
      4.5, -3, 2, 10, 0.5, 4, 1.2345678901234568e22,
    ]);
    expect(fromBytes("4,5", true)).toBe(4.5);
    expect(fromBytes("4,5")).toBeUndefined();
    expect(numberOfText("4,5", true)).toBe(4.5);
  });
});

describe("reading times", () => {
  test("reads ISO dates and times, in UTC where no zone is given", () => {
    const midnight = Date.UTC(2024, 4, 1) / 1000;
    expect(
      ["2024-05-01", "2024/5/1", "2024-05-01T00:00Z", "2024-05-01 02:00:00+02:00", "2024-05-01 02:00:00+02"].map(
        secondsOfText,
      ),
    ).toEqual(Array(5).fill(midnight));
    expect(secondsOfText("2024-05-01 01:02:03.5")).toBe(midnight + 3723.5);
    expect(secondsOfText("")).toBeNaN();
    expect(secondsOfText("0024-05-01")).toBe(Date.parse("0024-05-01T00:00:00Z") / 1000);
  });

  test("refuses days that are on no calendar and texts that are no time", () => {
    for (const text of ["2024-02-30", "2024-13-01", "01.05.2024", "yesterday", "2024-05-01 25:00", "2024-05"])
      expect([text, secondsOfText(text)]).toEqual([text, undefined]);
  });
});
