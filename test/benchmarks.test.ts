import { describe, expect, test } from "vitest";
import { MissingLibraryError, orMissing, runScript } from "../benchmarks/measure/peer-script.ts";

/** A script of a peer, in JavaScript: what counts is what it prints and how it ends. */
const script = (code: string): unknown => runScript(process.execPath, ["-e", code]);

describe("a peer's script", () => {
  test("answers with its last line", () => {
    expect(script(`console.log("a warning"); console.log('{"seconds":[1,2]}')`)).toEqual({ seconds: [1, 2] });
  });

  test("that lacks a library is an outcome of its own, so that the other rows are measured", () => {
    const lacking = `console.error("Traceback\\nModuleNotFoundError: No module named 'lenskit'"); process.exit(1)`;
    const outcome = orMissing(() => script(lacking));
    expect(outcome).toBeInstanceOf(MissingLibraryError);
    expect((outcome as MissingLibraryError).library).toBe("lenskit");
  });

  test("that fails otherwise ends the benchmark and says how", () => {
    const failing = () => script(`console.error("ValueError: no such task"); process.exit(1)`);
    expect(() => orMissing(failing)).toThrow(/ValueError: no such task/);
  });
});
