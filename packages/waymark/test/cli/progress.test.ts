import { expect, test } from "vitest";
import { formatRemaining, logLines } from "../../src/cli/terminal/progress.ts";

/** A clock that goes when it is told to, and what was written. */
function paper() {
  const lines: string[] = [];
  const clock = { ms: 0 };
  return { lines, clock, output: { now: () => clock.ms, write: (line: string) => void lines.push(line) } };
}

test("a log file gets a line every ten seconds, with the time the stage still needs", () => {
  const { lines, clock, output } = paper();
  const display = logLines("evaluating", output);
  for (let done = 0; done <= 100; done++) {
    clock.ms = done * 250;
    display.update({ stage: "svd: epoch", done, of: 100 });
  }
  expect(lines).toEqual([
    "evaluating: svd: epoch 40/100, ETA 15 s for this stage",
    "evaluating: svd: epoch 80/100, ETA 5 s for this stage",
  ]);
});

test("where the work knows its end, that is the time said", () => {
  const { lines, clock, output } = paper();
  const display = logLines("comparing", output);
  clock.ms = 10_000;
  display.update({ stage: "lists", done: 1, of: 4000, remainingSeconds: 65 });
  expect(lines).toEqual(["comparing: lists 1/4,000, ETA 1:05 min"]);
});

test("times to go are read at a glance", () => {
  expect([0.2, 59.5, 61, 3725].map(formatRemaining)).toEqual(["1 s", "1:00 min", "1:01 min", "1:02 h"]);
});
