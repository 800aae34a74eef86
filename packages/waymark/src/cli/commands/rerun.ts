import { readFile } from "node:fs/promises";
import { Command } from "commander";
import { InvalidInputError, SourceError } from "../../errors.ts";
import { differencesOf, type FigureDifference } from "../../evaluation/compare-results.ts";
import type { Evaluation } from "../../evaluation/result.ts";
import { programVersion } from "../../version.ts";
import type { Context } from "../context.ts";
import { loadPlugins, pluginsIn, withoutPlugins } from "../data/load-plugins.ts";
import type { RunRecord } from "../data/run-record.ts";
import { shellWord } from "../terminal/shell-word.ts";
import { evaluateCommand } from "./evaluate.ts";

/** What `--json` of `evaluate` and `compare` holds: one run, or several. */
type Result = (Evaluation | { readonly runs: readonly Evaluation[] }) & { readonly run: RunRecord };

/** What `rerun` found, exactly as `--json` prints it. */
export interface Rerun {
  readonly equal: boolean;
  readonly figures: number;
  readonly differences: readonly FigureDifference[];
  /** Why figures may differ: other data, another version. */
  readonly notes: readonly string[];
  /** What was run. */
  readonly line: string;
}

/** Runs a saved evaluation again and compares every figure. */
export const rerunCommand = (context: Context): Command =>
  new Command("rerun")
    .argument("<result>", "what evaluate or compare printed with --json, as a file")
    .argument("[path]", "the data set, where it has moved")
    .addHelpText(
      "after",
      `
Ends with exit code 1 where a figure differs. Times are not compared.

Example:
  waymark evaluate campus --model svd --json > result.json && waymark rerun result.json`,
    )
    .action(async (file: string, path: string | undefined) => {
      const before = await readResult(file);
      const args = argumentsOf(before, path);
      const now = await evaluateAgain(args, context);
      const [old, fresh] = [runsOf(before), runsOf(now)];
      const { figures, differences } = differencesOf(old, fresh);
      const rerun: Rerun = {
        equal: differences.length === 0,
        figures,
        differences,
        notes: notesOn(old, fresh),
        line: ["waymark", "evaluate", ...args].map(shellWord).join(" "),
      };
      if (!rerun.equal) context.exitCode = 1;
      if (context.json) return context.out(JSON.stringify(rerun));
      print(rerun, context);
    });

const runsOf = (result: Result): readonly Evaluation[] => ("runs" in result ? result.runs : [result]);

async function readResult(file: string): Promise<Result> {
  const text = await readFile(file, "utf8").catch((cause: NodeJS.ErrnoException) => {
    throw new SourceError(file, `cannot be read (${cause.code ?? cause.message}).`, "Check the path.", { cause });
  });
  const remedy = "Name a file that evaluate or compare printed with --json.";
  let result: Partial<Result> | null;
  try {
    result = JSON.parse(text) as Partial<Result> | null;
  } catch (cause) {
    throw new SourceError(file, "is not JSON.", remedy, { cause });
  }
  const isEvaluation = result !== null && typeof result === "object" && ("runs" in result || "protocol" in result);
  if (!isEvaluation) throw new SourceError(file, "is not a result of evaluate or compare.", remedy);
  if (!Array.isArray(result?.run?.arguments))
    throw new SourceError(file, "does not say which command made it.", "Make it again with this version.");
  return result as Result;
}

/** Options whose files a second run must not overwrite, with their value. */
const outputs = ["--report", "--table", "--per-learner", "--export-split"];
/** What only `compare` has; the models and settings it came to stand in its result. */
const ofCompare = ["--models", "--model", "-m", "--set", "--budget", "--tune", "--log", "--k"];

/** The arguments of `evaluate` that make the result again. */
function argumentsOf(result: Result, path: string | undefined): readonly string[] {
  const { command, arguments: typed } = result.run;
  const isCompare = command === "compare";
  const kept = without(typed, isCompare ? [...outputs, ...ofCompare] : outputs);
  const first = runsOf(result)[0]!;
  const models = first.results.map(
    ({ model, params }) =>
      `${model}(${Object.entries(params)
        .map(([name, value]) => `${name}=${value}`)
        .join(",")})`,
  );
  const rebuilt = isCompare
    ? [
        ...kept,
        ...models.flatMap((model) => ["--model", model]),
        ...(first.protocol.k.length > 0 ? ["--k", first.protocol.k.join()] : []),
      ]
    : kept;
  if (path === undefined) return rebuilt;
  const operand = rebuilt.findIndex((word, n) => !word.startsWith("-") && !takesValue(rebuilt[n - 1]));
  return rebuilt.map((word, n) => (n === operand ? path : word));
}

const flagsWithoutValue = ["--implicit", "--strict"];
const takesValue = (word: string | undefined): boolean =>
  word?.startsWith("-") === true && !word.includes("=") && !flagsWithoutValue.includes(word);

function without(words: readonly string[], options: readonly string[]): readonly string[] {
  return words.filter((word, n) => {
    const [name] = word.split("=", 1);
    if (word.startsWith("-") && options.includes(name!)) return false;
    const before = words[n - 1];
    return !(before !== undefined && options.includes(before));
  });
}

async function evaluateAgain(args: readonly string[], context: Context): Promise<Result> {
  const printed: string[] = [];
  const inner: Context = { ...context, json: true, out: (text) => void printed.push(text), log: () => {} };
  const program = new Command("waymark")
    .exitOverride()
    .configureOutput({ writeErr: (text) => context.warn(text.trim()) });
  program.addCommand(evaluateCommand(inner).exitOverride());
  const takeOut = await loadPlugins(pluginsIn(args), context);
  try {
    await program.parseAsync(["evaluate", ...withoutPlugins(args)], { from: "user" });
  } finally {
    takeOut();
  }
  const text = printed.at(-1);
  if (text === undefined) throw new InvalidInputError("result", "one that evaluate can make again", args.join(" "));
  return JSON.parse(text) as Result;
}

function notesOn(before: readonly Evaluation[], now: readonly Evaluation[]): readonly string[] {
  const [old, fresh] = [before[0]!, now[0]!];
  return [
    ...(old.dataset.fingerprint === fresh.dataset.fingerprint
      ? []
      : [
          `the data differ: ${old.dataset.interactions} rows then, ${fresh.dataset.interactions} now, with another fingerprint`,
        ]),
    ...(old.protocol.name === fresh.protocol.name ? [] : [`the protocol was ${old.protocol.name}`]),
    ...(old.environment.waymark === programVersion
      ? []
      : [`made with Waymark ${old.environment.waymark}; this is ${programVersion}`]),
  ];
}

const mostShown = 20;

function print({ equal, figures, differences, notes, line }: Rerun, { out, log }: Context): void {
  log(`Run again: ${line}`);
  for (const note of notes) out(`Note: ${note}.`);
  if (equal) out(`All ${figures} figures are equal.`);
  else out(`${differences.length} of ${figures} figures differ:`);
  for (const { where, before, now } of differences.slice(0, mostShown))
    out(`  ${where}: ${before ?? "absent"} → ${now ?? "absent"}`);
  if (differences.length > mostShown) out(`  … and ${differences.length - mostShown} more (--json)`);
}
