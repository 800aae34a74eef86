import fc from "fast-check";
import { expect, test } from "vitest";
import { clean, repeatRules } from "../../src/data/clean.ts";
import { type RawRow, rowsOf, sourceOf } from "./clean-source.ts";

const rawRows = fc.array(
  fc.tuple(
    fc.constantFrom("u", "v", "w", "x", "y"),
    fc.constantFrom("a", "b", "c", "d"),
    fc.constantFrom(0, 1, 2, 3, 5, 6, Number.NaN),
    fc.constantFrom(1, 2, 3, Number.NaN),
  ),
  { minLength: 1, maxLength: 40 },
);
/** One sound row more, so that something is always left. */
const withSound = (rows: readonly RawRow[]): readonly RawRow[] => [...rows, ["sound", "sound", 3, 1]];

test("every row read is either kept or counted in exactly one step", () => {
  fc.assert(
    fc.property(rawRows, fc.constantFrom(...repeatRules), fc.boolean(), (rows, repeats, thin) => {
      const threshold = thin ? { threshold: 2 } : {};
      const { data, report } = clean(sourceOf(withSound(rows)), { repeats, ...threshold });
      const counted = report.steps.reduce((sum, step) => sum + step.rows, 0);
      expect(report.rowsRead - counted).toBe(report.rowsKept);
      expect(data.size).toBe(report.rowsKept);
    }),
  );
});

test("afterwards every pair occurs once with a finite rating on the scale, and cleaning again changes nothing", () => {
  fc.assert(
    fc.property(rawRows, fc.constantFrom(...repeatRules), (rows, repeats) => {
      const { data } = clean(sourceOf(withSound(rows)), { repeats });
      const kept = rowsOf(data.interactions, data.users, data.items);
      expect(new Set(kept.map(([user, item]) => `${user} ${item}`)).size).toBe(kept.length);
      for (const [, , value] of kept) expect(value! >= 1 && value! <= 5).toBe(true);
      const again = clean(sourceOf(kept, { users: data.users, items: data.items }), { repeats }).data;
      expect(again.interactions).toEqual(data.interactions);
    }),
  );
});

test("the last row of a pair is the one a plain search finds", () => {
  fc.assert(
    fc.property(rawRows, (rows) => {
      const all = withSound(rows);
      const { data } = clean(sourceOf(all));
      for (const [user, item, value, time] of rowsOf(data.interactions, data.users, data.items)) {
        const candidates = all.filter(([u, i, v]) => u === user && i === item && v! >= 1 && v! <= 5);
        const latest = Math.max(...candidates.map(([, , , t]) => (Number.isNaN(t) ? -1 : t!)));
        const last = candidates.filter(([, , , t]) => (Number.isNaN(t) ? -1 : t!) === latest).at(-1)!;
        expect([value, time]).toEqual([last[2], last[3]]);
      }
    }),
  );
});

test("thresholds leave the largest set of rows in which everyone has enough, as repeated plain filtering does", () => {
  const pairs = fc.uniqueArray(fc.tuple(fc.nat(9), fc.nat(9)), { selector: String, minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(pairs, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 }), (numbers, perUser, perItem) => {
      const big = [10, 11, 12, 13].flatMap((u) => [10, 11, 12, 13].map((i) => [u, i] as const)); // never thinned out
      const all = [...numbers, ...big].map(([u, i]): RawRow => [`u${u}`, `i${i}`]);
      let left: readonly RawRow[] = all;
      for (let before = -1; before !== left.length; ) {
        before = left.length;
        const count = (place: 0 | 1, id: string) => left.filter((row) => row[place] === id).length;
        left = left.filter(([user]) => count(0, user) >= perUser);
        left = left.filter(([, item]) => count(1, item) >= perItem);
      }
      const { data } = clean(sourceOf(all), { minUserInteractions: perUser, minItemInteractions: perItem });
      expect(rowsOf(data.interactions, data.users, data.items)).toEqual(left);
    }),
  );
});
