import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { errorText } from "../src/cli/terminal/error-text.ts";
import { ComputeError, DataRequirementError, InvalidInputError, type Remedy, SourceError } from "../src/errors.ts";
import { changeOption, either, nameColumns, treatAsImplicit } from "../src/remedy.ts";

const about = (remedy?: Remedy | string) => new InvalidInputError("trials", "at least 27", 20, remedy);
const problem = "trials must be at least 27, received 20.";

describe("a remedy is data, worded by the library for programmers and by the command line with its options", () => {
  test.each<[Remedy, string, string]>([
    [
      treatAsImplicit,
      "Read every row as an interaction, whatever its rating (implicit: true).",
      "Read every row as an enrolment with --implicit.",
    ],
    [
      nameColumns("rating"),
      "Say which column holds ratings.",
      "Name the column with --rating (a name in the header or a position from 1).",
    ],
    [
      nameColumns("user", "item"),
      "Say which columns hold learners and courses.",
      "Name the columns with --user and --item (a name in the header or a position from 1).",
    ],
    [changeOption("raise", "trials"), "Raise trials.", "Raise --trials."],
    [changeOption("lower", "minPerLearner"), "Lower minPerLearner.", "Lower --min-per-learner."],
    [changeOption("omit", "delimiter"), "Leave delimiter out.", "Leave --delimiter out."],
    [changeOption("replace", "log"), "Choose another log.", "Choose another --out."],
    [changeOption("set", "delimiter", ";"), 'Set delimiter to ";".', "Use --delimiter ';'."],
    [changeOption("set", "params"), "Set params.", "Give --set."],
    [
      either("Search fewer values.", changeOption("raise", "trials"), changeOption("set", "search", "random")),
      'Search fewer values, raise trials, or set search to "random".',
      "Search fewer values, raise --trials, or use --search random.",
    ],
  ])("%j", (remedy, library, commandLine) => {
    expect(about(remedy).message).toBe(`${problem} ${library}`);
    expect(errorText(about(remedy))).toBe(`${problem} ${commandLine}`);
  });

  test("plain advice stands as it is, and without any there is none", () => {
    expect(about("Ask. Then wait.")).toMatchObject({
      message: `${problem} Ask. Then wait.`,
      problem,
      remedy: { kind: "text", text: "Ask. Then wait." },
    });
    expect(about()).toMatchObject({ message: problem, problem });
    expect(about().remedy).toBeUndefined();
    expect(errorText(about())).toBe(problem);
  });

  test("errors keep the facts apart from the words", () => {
    expect(new DataRequirementError("svd", "ratings", "none", "")).toMatchObject({
      model: "svd",
      needs: "ratings",
      has: "none",
    });
    expect(new SourceError("a.csv", "is empty.", "Name another.").problem).toBe("a.csv is empty.");
    expect(new ComputeError("als", "a thread ended").message).toBe(
      'Computing failed (als): a thread ended. Try again, or set threads to "1".',
    );
  });
});

test("the library does not speak command line: no string outside cli/ holds an option", () => {
  const root = fileURLToPath(new URL("../src", import.meta.url));
  // Pages print commands on purpose and hold CSS variables; these are options of Node and V8.
  const exempt = (file: string) =>
    /^(cli|report|kernels)\/|\/report\//.test(file) ||
    file.endsWith(".d.ts") ||
    file === "compute/core/load-kernels.ts";
  const offenders = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !exempt(file))
    .flatMap((file) => {
      const code = readFileSync(join(root, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const found = code.match(/["'` (]--[a-z][a-z-]+/g) ?? [];
      return found.filter((option) => !option.includes("--jitless")).map((option) => `${file}:${option}`);
    });
  expect(offenders).toEqual([]);
});
