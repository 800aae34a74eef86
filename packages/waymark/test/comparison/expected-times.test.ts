import { expect, test } from "vitest";
import { ExpectedTimes } from "../../src/comparison/expected-times.ts";
import { ease } from "../../src/models/linear/ease.ts";
import { modelFactories } from "../../src/models/registry.ts";

const size = (users: number, items: number, perUser: number) => ({
  ...{ users, items, interactions: users * perUser, cells: users * items },
  ...{ itemPairs: users * perUser ** 2, userPairs: (users * perUser) ** 2 / items, isExplicit: false },
});

test("every model of the registry declares what it costs, and more data never cost less", () => {
  const [small, large] = [new ExpectedTimes(size(1000, 300, 10)), new ExpectedTimes(size(10_000, 3000, 20))];
  for (const model of modelFactories) {
    expect(model.expectedSeconds, model.key).toBeDefined();
    expect(small.of(model), model.key).toBeGreaterThan(0);
    expect(large.of(model), model.key).toBeGreaterThan(small.of(model));
  }
});

test("what was measured sets right what is expected, and one odd measurement does not decide", () => {
  const times = new ExpectedTimes(size(10_000, 3000, 20));
  const before = times.of(ease);
  for (let n = 0; n < 100; n++) times.measured(ease, {}, 3 * before);
  expect(times.of(ease) / before).toBeGreaterThan(2.5);
  const other = new ExpectedTimes(size(10_000, 3000, 20));
  other.measured(ease, {}, 1e6);
  expect(other.of(ease) / before).toBeLessThan(6);
});

test("ease beyond 10,000 courses says its seconds and memory; a small one says nothing", () => {
  expect(new ExpectedTimes(size(5000, 12_000, 10)).announcement(ease)).toMatch(
    /^ease: about \d+ s and 1\.1 GB of memory expected\.$/,
  );
  expect(new ExpectedTimes(size(5000, 300, 10)).announcement(ease)).toBeUndefined();
});
