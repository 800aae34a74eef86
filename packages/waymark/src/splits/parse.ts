import { InvalidInputError, UnknownNameError } from "../errors.ts";
import { hashSplit } from "./hash.ts";
import { hashPerUserSplit } from "./hash-per-user.ts";
import { kFoldSplit } from "./k-fold.ts";
import { leaveLastSplit } from "./leave-last.ts";
import { leaveOneOutSplit } from "./leave-one-out.ts";
import { perUserSplit } from "./per-user.ts";
import { predefinedSplit } from "./predefined.ts";
import { randomSplit } from "./random.ts";
import type { Split } from "./split.ts";
import { temporalSplit } from "./temporal.ts";

/** What may follow a split's name. */
interface Argument {
  readonly expected: string;
  readonly accepts: (value: number) => boolean;
  readonly usual: number;
  readonly create: (value: number) => Split;
}

const share = (usual: number, create: Argument["create"]): Argument => ({
  expected: "a share between 0 and 1",
  accepts: (value) => value >= 1e-6 && value < 1, // below, a number prints as 1e-7
  usual,
  create,
});

const divisor = (usual: number, create: Argument["create"]): Argument => ({
  expected: "a whole number from 2 to 1000",
  accepts: (value) => Number.isInteger(value) && value >= 2 && value <= 1000,
  usual,
  create,
});

const kinds: Readonly<Record<string, Argument | Split>> = {
  random: share(0.2, randomSplit),
  "per-user": share(0.2, perUserSplit),
  folds: divisor(5, kFoldSplit),
  "leave-one-out": leaveOneOutSplit,
  "leave-last": leaveLastSplit,
  temporal: share(0.8, temporalSplit),
  predefined: predefinedSplit,
  hash: divisor(10, hashSplit),
  "hash-per-user": divisor(5, hashPerUserSplit),
};

/** Every split with its usual number, as typed: `"random:0.2"`, …, for help and completion. */
export const documentedSplits: readonly Split[] = Object.values(kinds).map((kind) =>
  "create" in kind ? kind.create(kind.usual) : kind,
);

/**
 * Reads `"random:0.2"`, `"leave-last"` …; a name alone takes its usual number.
 *
 * @throws {UnknownNameError} for a name that is not a split's
 * @throws {InvalidInputError} for a number the split cannot take
 */
export function parseSplit(text: string): Split {
  const colon = text.indexOf(":");
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? undefined : text.slice(colon + 1);
  const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
  if (kind === undefined) throw new UnknownNameError("split", name, Object.keys(kinds));
  if (!("create" in kind)) {
    if (argument === undefined) return kind;
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
