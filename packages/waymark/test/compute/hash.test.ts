import { expect, test } from "vitest";
import { fmix32, pairHash, rowHash, textHash } from "../../src/compute/hash.ts";

test("agrees with the published check values, so that splits can be repeated in any language", () => {
  expect(fmix32(1)).toBe(1364076727);
  expect(fmix32(0xdeadbeef)).toBe(233162409);
  expect(pairHash(1, 1193, 0)).toBe(3896078027);
  expect(pairHash(6040, 1097, 0)).toBe(1122792050);
  expect(pairHash(1, 1193, 1)).toBe(4164986288);
  expect([0, 1, 2, 3].map((row) => rowHash(row, 0))).toEqual([2605812845, 931346865, 1024049343, 2112176226]);
});

// Values of MurmurHash3_x86_32 from scikit-learn 1.9.1: sklearn.utils.murmurhash3_32(text, seed, positive=True).
test.each([
  ["", 0, 0],
  ["", 7, 415870660],
  ["a", 0, 1009084850],
  ["ab", 0, 2613040991],
  ["abc", 3, 1193954329],
  ["abcd", 0, 1139631978],
  ["course-42", 1, 1968941548],
  ["数据结构", 0, 3909045694],
  ["naïve", 123456, 3509990256],
])("hashes %j with seed %i as MurmurHash3 does", (text, seed, expected) => {
  expect(textHash(text as string, seed as number)).toBe(expected);
});
