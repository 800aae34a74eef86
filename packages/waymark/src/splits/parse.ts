import { InvalidInputError, UnknownNameError } from "../errors.ts";
import { registerIn } from "../register-in.ts";
import * as splits from "./index.ts";
import type { Split } from "./split.ts";
import { type ArgumentRule, countRule, shareRule } from "./split-arguments.ts";

/** A split that takes a number, and the one it takes where none is typed. */
interface Numbered extends ArgumentRule {
  readonly usual: number;
  readonly create: (value: number) => Split;
}

const share = (usual: number, create: Numbered["create"]): Numbered => ({ ...shareRule, usual, create });
const count = (usual: number, create: Numbered["create"]): Numbered => ({ ...countRule, usual, create });

const kinds: Readonly<Record<string, Numbered | (() => Split)>> = {
  random: share(0.2, splits.random),
  "per-user": share(0.2, splits.perUser),
  folds: count(5, splits.kFold),
  "leave-one-out": splits.leaveOneOut,
  "leave-last": splits.leaveLast,
  temporal: share(0.8, splits.temporal),
  predefined: splits.predefined,
  hash: count(10, splits.hash),
  "hash-per-user": count(5, splits.hashPerUser),
};

/** Every split with its usual number, as typed: `"random:0.2"`, …, for help and completion. */
export const documentedSplits: readonly Split[] = Object.values(kinds).map((kind) =>
  typeof kind === "function" ? kind() : kind.create(kind.usual),
);

const registered: Split[] = [];

/**
 * Makes an own split one that can be named by its text.
 * @returns what takes it out again
 * @throws {InvalidInputError} for a text that another split has
 */
export function registerSplit(split: Split): () => void {
  if (Object.hasOwn(kinds, split.text.split(":", 1)[0]!))
    throw new InvalidInputError("split", "a split with a name of its own", split.text, "Rename yours.");
  return registerIn(registered, split, { noun: "split", nameOf: ({ text }) => text });
}

/**
 * Reads what is typed after `--split`: `"random:0.2"`, `"leave-last"` …; a name alone takes its usual number.
 *
 * @throws {UnknownNameError} for a name that is not a split's
 * @throws {InvalidInputError} for a number the split cannot take
 */
export function parseSplit(text: string): Split {
  const own = registered.find((split) => split.text === text);
  if (own !== undefined) return own;
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined)
    throw new UnknownNameError("split", name, [...Object.keys(kinds), ...registered.map((split) => split.text)]);
  if (typeof kind === "function") {
    if (argument === undefined) return kind();
    throw new InvalidInputError(
      "split",
      { sentence: `The split ${name} takes no number.` },
      text,
      `Use ${name} alone.`,
    );
  }
  if (argument === undefined) return kind.create(kind.usual);
  const value = /^[0-9]*\.?[0-9]+$/.test(argument) ? Number(argument) : Number.NaN;
  if (kind.accepts(value)) return kind.create(value);
  const sentence = `The split ${name} must be followed by ${kind.expected}, and ${JSON.stringify(text)} is not.`;
  throw new InvalidInputError("split", { sentence }, text, `For example ${name}:${kind.usual}.`);
}
