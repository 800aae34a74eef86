import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DelimitedScanner } from "../../../src/data/io/delimited-scanner.ts";
import { fieldText } from "../../../src/data/io/interaction-builder.ts";
import { type DelimitedLayout, fixedLayout } from "../../../src/data/io/layout.ts";
import { longestRecord } from "../../../src/data/io/scanned-record.ts";

const csv = (width: number, rest: Partial<DelimitedLayout> = {}): DelimitedLayout => ({
  ...fixedLayout(
    ",",
    Array.from({ length: width }, (_, at) => String(at)),
    { quote: '"' },
  ),
  ...rest,
});

/** Everything a scanner says about a text that reaches it in these blocks, or in blocks of `size` bytes. */
function scan(text: string | Uint8Array | readonly Uint8Array[], layout: DelimitedLayout, size = 7) {
  const blocks = Array.isArray(text) ? (text as readonly Uint8Array[]) : undefined;
  const bytes =
    typeof text === "string" ? new TextEncoder().encode(text) : Buffer.concat(blocks ?? [text as Uint8Array]);
  const rows: string[][] = [];
  const lines: number[] = [];
  const rejected: [line: number, reason: string, text: string][] = [];
  const decoder = new TextDecoder();
  const scanner = new DelimitedScanner(layout, bytes.subarray(0, 1000), {
    take(record) {
      const fields = Math.min(record.fieldCount, layout.names.length);
      rows.push(Array.from({ length: fields }, (_, field) => fieldText(record, field, decoder)));
      lines.push(record.line);
    },
    reject: (reason, line, rest) => rejected.push([line, reason, decoder.decode(rest.subarray(0, 40))]),
  });
  for (const block of blocks ?? []) scanner.feed(block);
  for (let at = 0; !blocks && at < bytes.length; at += size) scanner.feed(bytes.subarray(at, at + size));
  scanner.finish();
  return { rows, lines, rejected };
}

describe("cutting text into records", () => {
  test("gives back every table that was written, however the bytes are cut into blocks", () => {
    const field = fc.oneof(fc.string(), fc.constantFrom('"', '""', ",", "\r", "\n", "\r\n", "", "é,ü\n"));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(field, field, field), { maxLength: 8 }),
        fc.constantFrom("\n", "\r\n"),
        fc.integer({ min: 1, max: 40 }),
        fc.boolean(),
        (table, lineEnd, size, endsWithLineEnd) => {
          const written = table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(","));
          const text = `a,b,c${lineEnd}${written.join(lineEnd)}${endsWithLineEnd ? lineEnd : ""}`;
          const { rows, rejected } = scan(text, csv(3, { hasHeader: true }), size);
          expect(rows).toEqual(table);
          expect(rejected).toEqual([]);
        },
      ),
    );
  });

  test("counts lines as an editor does, line breaks inside quotation marks and empty lines included", () => {
    const { rows, lines } = scan('a,b\n\n"x\ny",1\r\n\nz,2', csv(2));
    expect(rows).toEqual([
      ["a", "b"],
      ["x\ny", "1"],
      ["z", "2"],
    ]);
    expect(lines).toEqual([1, 3, 6]);
  });

  test("takes a quotation mark inside a field for an ordinary character", () => {
    expect(scan('5" disk,1\n', csv(2)).rows).toEqual([['5" disk', "1"]]);
  });

  test("knows separators of several characters and old line ends", () => {
    const layout = fixedLayout("::", ["1", "2", "3"]);
    expect(scan("1::a:b::3\n2::c::4", layout, 1).rows).toEqual([
      ["1", "a:b", "3"],
      ["2", "c", "4"],
    ]);
    expect(scan("1::2:\n1::b", fixedLayout("::", ["1", "2"]), 3).rows).toEqual([
      ["1", "2:"],
      ["1", "b"],
    ]);
    expect(scan("1::::\n2::x:", layout, 5).rows).toEqual([
      ["1", "", ""],
      ["2", "x:"],
    ]);
    expect(scan("1,a\r2,b\r", csv(2), 1).rows).toEqual([
      ["1", "a"],
      ["2", "b"],
    ]);
  });

  test("loses one line, not the rest of the file, to a quotation mark that is never closed", () => {
    const { rows, rejected } = scan('1,a\n2,"b\n3,c\n4,d\n', csv(2));
    expect(rows.map((row) => row[0])).toEqual(["1", "3", "4"]);
    expect(rejected).toEqual([[2, "a quotation mark is never closed", '2,"b']]);
  });

  test("refuses a line with text behind a closing quotation mark", () => {
    const { rows, rejected } = scan('1,"a"x\n2,b\n', csv(2));
    expect(rows).toEqual([["2", "b"]]);
    expect(rejected).toEqual([[1, "a quotation mark is out of place", '1,"a"x']]);
  });

  test("refuses a record longer than the limit and reads on behind it", () => {
    const long = new TextEncoder().encode(`1,a\n2,${"x".repeat(longestRecord + 5)}\n3,c\n`);
    const { rows, lines, rejected } = scan(long, csv(2), 1 << 16);
    expect(rows.map((row) => row[0])).toEqual(["1", "3"]);
    expect(lines).toEqual([1, 3]);
    expect(rejected.map(([line, reason]) => [line, reason])).toEqual([[2, "longer than 2 MB"]]);
  });

  test.each([
    ["::", 'a::b\n"x"::1\n"y::""z"::"2"\n"bad"q::3\n\n4::"c\nd"\r\n5::e'],
    [",", 'a,b\r\n"x",1\n"bad"tail,2\n"bad"::,3\n4,"no end\n5,"c"\r\n6,"7"'],
    [",", '"a"x,b\n1,2\n"3""",4\n'],
  ])("says the same of a file however it is cut in two or three, with %s between fields", (delimiter, text) => {
    const layout = csv(2, { delimiter, hasHeader: true });
    const bytes = new TextEncoder().encode(text);
    const whole = scan([bytes], layout);
    for (let one = 0; one <= bytes.length; one++)
      for (let two = one; two <= bytes.length; two++)
        expect(scan([bytes.subarray(0, one), bytes.subarray(one, two), bytes.subarray(two)], layout)).toEqual(whole);
  });

  test("keeps the first row behind a header that is malformed", () => {
    expect(scan('"a"x,b\n1,2\n', csv(2, { hasHeader: true })).rows).toEqual([["1", "2"]]);
  });
});
