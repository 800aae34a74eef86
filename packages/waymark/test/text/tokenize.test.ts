import fc from "fast-check";
import { expect, test } from "vitest";
import { termsOf, tokenize } from "../../src/text/terms.ts";

test("words are runs of letters and digits in lower case, diacritics kept", () => {
  expect(tokenize("Écoles d'été: Überblick, 2nd ed. (C3PO)")).toEqual([
    "écoles",
    "d",
    "été",
    "überblick",
    "2nd",
    "ed",
    "c3po",
  ]);
});

test("one spelling of a letter counts as the other: composed, decomposed, full width", () => {
  expect(tokenize("e\u0301te\u0301")).toEqual(tokenize("été"));
  expect(tokenize("Ｐｙｔｈｏｎ ３")).toEqual(["python", "3"]);
});

test("keeps c++ and c# apart from c, but takes no sign from a longer word or a list", () => {
  expect(tokenize("C, C++ and C#; F#")).toEqual(["c", "c++", "and", "c#", "f#"]);
  expect(tokenize("abc++ issue#7 c#7")).toEqual(["abc", "issue", "7", "c", "7"]);
});

test("cuts scripts without spaces into overlapping pairs, by code point", () => {
  expect(tokenize("机器学习")).toEqual(["机器", "器学", "学习"]);
  expect(tokenize("用Python学机器学习2")).toEqual(["用", "python", "学机", "机器", "器学", "学习", "2"]);
  expect(tokenize("𠮷野家")).toEqual(["𠮷野", "野家"]);
  expect(tokenize("한국어 강의")).toEqual(["한국어", "강의"]); // Korean writes spaces
});

test("text without words has no tokens", () => {
  for (const text of ["", " \n", "—!?…", "🙂"]) expect(tokenize(text)).toEqual([]);
});

test("any text gives tokens without spaces, and the same when read again in one line", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const tokens = tokenize(text);
      expect(tokens.filter((token) => token === "" || /[\s,.;]/u.test(token))).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zà-ö0-9]{2,8}$/)), (words) => {
      const once = tokenize(words.join(" "));
      expect(tokenize(once.join("\n"))).toEqual(once);
    }),
  );
});

test("terms leave out words without a subject and cut English endings; both can be switched off", () => {
  const text = "You'll be learning with the learners: 机器学习, R and SQL";
  expect(termsOf(text)).toEqual(["learn", "learner", "机器", "器学", "学习", "r", "sql"]);
  expect(termsOf(text, { stemming: false }).slice(0, 2)).toEqual(["learning", "learners"]);
  expect(termsOf("with the", { stopWords: false, stemming: false })).toEqual(["with", "the"]);
});

test("stems as Porter's paper has it, and leaves other scripts and short words alone", () => {
  const words = ["caresses", "ponies", "relational", "hopefulness", "controlling", "été", "is", "sq2s"];
  expect(termsOf(words.join(" "), { stopWords: false })).toEqual([
    "caress",
    "poni",
    "relat",
    "hope",
    "control",
    "été",
    "is",
    "sq2s",
  ]);
});
