import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blank, IdDictionary, undecodable } from "../../../src/data/io/id-dictionary.ts";
import { orderIds, Vocabulary } from "../../../src/data/vocabulary.ts";

const encoder = new TextEncoder();

function codeOf(ids: IdDictionary, text: string): number {
  const padded = encoder.encode(`??${text}!!!`); // ids stand in the middle of longer bytes
  return ids.codeOfBytes(padded, 2, padded.length - 3);
}

describe("numbering ids from bytes", () => {
  test("gives the vocabulary that sorting the texts would give, whatever the ids", () => {
    const id = fc.oneof(fc.nat().map(String), fc.string({ minLength: 1 }), fc.constantFrom("007", "7", "A", "a", "é"));
    fc.assert(
      fc.property(fc.array(id), (texts) => {
        const kept = texts.filter((text) => text.trim() !== "");
        const ids = new IdDictionary();
        const codes = Uint32Array.from(kept, (text) => codeOf(ids, text));
        const { vocabulary, indexes } = ids.finish("learner", codes);
        const expected = Vocabulary.from(
          "learner",
          kept.map((text) => text.trim()),
        );
        expect(vocabulary.ids).toEqual(expected.ids);
        expect(Array.from(codes, (code) => vocabulary.id(indexes[code]!))).toEqual(kept.map((text) => text.trim()));
      }),
    );
  });

  test("tells apart more ids than the table has room for at first, short and long", () => {
    const ids = new IdDictionary();
    const texts = Array.from({ length: 20_000 }, (_, n) => (n % 2 ? String(n) : `a-rather-long-identifier-${n}`));
    const codes = texts.map((text) => codeOf(ids, text));
    expect(new Set(codes).size).toBe(texts.length);
    expect(texts.map((text) => codeOf(ids, text))).toEqual(codes);
    expect(texts.map((text) => ids.codeOfText(text))).toEqual(codes);
  });

  test("keeps 007 and 7 apart, and takes off spaces around an id", () => {
    const ids = new IdDictionary();
    expect(codeOf(ids, "007")).not.toBe(codeOf(ids, "7"));
    expect(codeOf(ids, " 7 ")).toBe(codeOf(ids, "7"));
    expect(ids.hasPaddedIds).toBe(true);
  });

  test("says which ids are blank and which are no text", () => {
    const ids = new IdDictionary();
    expect([codeOf(ids, ""), codeOf(ids, "  "), ids.codeOfText(" ")]).toEqual([blank, blank, blank]);
    const latin1 = Uint8Array.of(0x41, 0xe9);
    expect(ids.codeOfBytes(latin1, 0, 2)).toBe(undecodable);
    const latin = new IdDictionary("latin-1");
    expect(latin.finish("learner", Uint32Array.of(latin.codeOfBytes(latin1, 0, 2))).vocabulary.ids).toEqual(["Aé"]);
  });

  test("leaves ids out of the vocabulary that stand in no row", () => {
    const ids = new IdDictionary();
    const [, kept] = [codeOf(ids, "refused"), codeOf(ids, "kept")];
    expect(ids.finish("learner", Uint32Array.of(kept!)).vocabulary.ids).toEqual(["kept"]);
  });

  test("sorts whole numbers by value even where they are too long for a double", () => {
    const ids = ["9007199254740993", "9007199254740992", "10", "9", "09", "x"];
    expect(Array.from(orderIds(ids), (at) => ids[at])).toEqual([
      "9",
      "10",
      "9007199254740992",
      "9007199254740993",
      "09",
      "x",
    ]);
  });
});
