import { expect, test } from "vitest";
import { sharedCore } from "../../src/compute/core/core.ts";
import { coreAlone, withCore } from "../../src/models/core-option.ts";

test("of the options of a fit a model keeps the core alone, without signal and callbacks", () => {
  const core = sharedCore();
  const kept = coreAlone(withCore({ core, signal: new AbortController().signal, onProgress: () => {} }));
  expect(Reflect.ownKeys(kept)).toEqual(["core"]);
  expect(kept.core).toBe(core);
  expect(coreAlone(withCore({})).core).toBe(core);
});
