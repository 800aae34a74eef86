import { expect, test } from "vitest";
import { isSliceOver, yieldToEventLoop } from "../../src/compute/event-loop.ts";
import { Pacer } from "../../src/compute/pacer.ts";
import { Dataset } from "../../src/data/dataset.ts";
import { als } from "../../src/models/factorization/als.ts";
import { bpr } from "../../src/models/factorization/bpr.ts";
import { nmf } from "../../src/models/factorization/nmf.ts";
import { lightgcn } from "../../src/models/graph/lightgcn.ts";

const pairs = Array.from({ length: 120 * 30 }, (_, n) => ({ user: `u${n % 120}`, item: `i${Math.floor(n / 120)}` }));
const small = Dataset.fromRows(pairs.filter((_, n) => (n * 7 + (n % 11)) % 3 === 0));

/** Turns of the event loop while `work` is done. */
async function countTurns(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let done = false;
  const turn = (): void => {
    turns++;
    if (!done) setImmediate(turn);
  };
  setImmediate(turn);
  await work();
  done = true;
  return turns;
}

/** Each epoch is far shorter than a slice; all together take many. */
const chains = [
  ["als", als({ epochs: 600, factors: 16 })],
  ["als, solved exactly", als({ epochs: 400, factors: 16, solver: "exact" })],
  ["bpr", bpr({ epochs: 1500 })],
  ["nmf", nmf({ epochs: 2000 })],
  ["lightgcn", lightgcn({ epochs: 60 })],
] as const;

test.each(chains)("%s lets the event loop turn between short epochs", async (_name, estimator) => {
  await estimator.fit(small, { threads: 1, signal: AbortSignal.timeout(1) }).catch(() => {}); // starts the core
  const turns = await countTurns(() => estimator.fit(small, { threads: 1 }));
  expect(turns).toBeGreaterThan(3);
});

test.each(chains)("%s is stopped by a signal from a timer", async (_name, estimator) => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  await expect(estimator.fit(small, { threads: 1, signal: stop.signal })).rejects.toThrow(/abort/i);
});

test("fits that run at the same time share the clock, and both stop", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const both = [als({ epochs: 5000 }), bpr({ epochs: 5000 })].map((one) => one.fit(small, { signal: stop.signal }));
  const ends = await Promise.allSettled(both);
  expect(ends.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
});

test("a slice that is over for one loop is over for all, until the event loop has turned", async () => {
  await yieldToEventLoop();
  while (!isSliceOver());
  const [one, other] = [new Pacer(), new Pacer()];
  const rest = one.pause();
  expect(rest).toBeInstanceOf(Promise);
  expect(other.pause()).toBeInstanceOf(Promise);
  await rest;
  expect(new Pacer(AbortSignal.timeout(1e6)).pause()).toBeUndefined();
});

test("a pause says that the work was called off, whoever let the event loop in", async () => {
  const stop = new AbortController();
  const pacer = new Pacer(stop.signal);
  await yieldToEventLoop(); // a new slice: nothing to wait for
  stop.abort();
  expect(() => pacer.pause()).toThrow(/abort/i);
});
