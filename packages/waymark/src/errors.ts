import { closest, distance } from "fastest-levenshtein";
import { advice, describeRemedy, type Remedy } from "./remedy.ts";

export type { ColumnName, OptionChange, OptionName, Remedy, RemedyWords } from "./remedy.ts";
export { describeRemedy } from "./remedy.ts";

/** Stable identities of every error Waymark throws on purpose. Public API: callers switch on these, never on messages. */
export type ErrorCode =
  | "invalid_input"
  | "unknown_id"
  | "unknown_name"
  | "shape_mismatch"
  | "source_unreadable"
  | "unsuited_data"
  | "fit_diverged"
  | "artifact_invalid"
  | "storage_failed"
  | "memory_limit"
  | "compute_failed"
  | "disposed"
  | "unsupported_runtime";

/**
 * Base of every error this project throws on purpose. Anything else that escapes is a bug. `message` is `problem` followed by
 * the remedy in the library's words; a user interface shows `problem` and words `remedy` itself.
 */
export abstract class WaymarkError extends Error {
  abstract readonly code: ErrorCode;
  /** What is wrong, in whole sentences. */
  readonly problem: string;
  /** What the caller can do about it; absent where nothing is known. */
  readonly remedy?: Remedy;

  constructor(problem: string, remedy: Remedy | string = "", options?: ErrorOptions) {
    const known = typeof remedy === "string" ? advice(remedy) : remedy;
    super(known.kind === "text" && known.text === "" ? problem : `${problem} ${describeRemedy(known)}`, options);
    this.problem = problem;
    if (known.kind !== "text" || known.text !== "") this.remedy = known;
  }
}

/** Outside input that a person or program can correct and send again. */
export class InvalidInputError extends WaymarkError {
  override readonly name = "InvalidInputError";
  readonly code = "invalid_input";
  readonly field: string;
  readonly received: unknown;

  /** @param expected completes "`field` must be …", or is a sentence of its own where that would be no good English */
  constructor(
    field: string,
    expected: string | { readonly sentence: string },
    received: unknown,
    remedy?: Remedy | string,
  ) {
    super(
      typeof expected === "string" ? `${field} must be ${expected}, received ${quote(received)}.` : expected.sentence,
      remedy,
    );
    this.field = field;
    this.received = received;
  }
}

/** An id the data set was not built with, e.g. a learner who joined after training. */
export class UnknownIdError extends WaymarkError {
  override readonly name = "UnknownIdError";
  readonly code = "unknown_id";
  readonly entity: string;
  readonly id: string;

  constructor(entity: string, id: string, remedy: Remedy | string = "Ids are case-sensitive.") {
    super(`No ${entity} has the id ${quote(id)} in this data set.`, remedy);
    this.entity = entity;
    this.id = id;
  }
}

/** A name from a closed list (model, parameter, split, metric, column …) that is not on it. */
export class UnknownNameError extends WaymarkError {
  override readonly name = "UnknownNameError";
  readonly code = "unknown_name";
  readonly kind: string;
  readonly received: string;
  /** Valid names, most similar first. */
  readonly known: readonly string[];

  constructor(kind: string, received: string, known: Iterable<string>) {
    const names = [...known].sort((a, b) => distance(a, received) - distance(b, received));
    const near = names.length > 0 && distance(closest(received, names), received) <= Math.max(2, received.length / 3);
    const offer = near ? `Did you mean ${names.slice(0, 3).join(", ")}?` : `Choose one of: ${names.sort().join(", ")}.`;
    super(`There is no ${kind} named ${quote(received)}.`, names.length > 0 ? offer : "");
    this.kind = kind;
    this.received = received;
    this.known = names;
  }
}

/** Two arrays or matrices that do not fit together; inside the library, a bug of the caller. */
export class ShapeError extends WaymarkError {
  override readonly name = "ShapeError";
  readonly code = "shape_mismatch";

  constructor(what: string, expected: string, received: string) {
    super(`${what}: expected ${expected}, received ${received}.`);
  }
}

const predicate = /^(is|has|holds|does|may|cannot|begins)\b/;

/** A file or folder that cannot be read as data: missing, empty, damaged, of another kind. */
export class SourceError extends WaymarkError {
  override readonly name = "SourceError";
  readonly code = "source_unreadable";
  readonly path: string;

  /** @param fact a sentence, or the rest of one that begins with the path: "is empty." */
  constructor(path: string, fact: string, remedy: Remedy | string, options?: ErrorOptions) {
    super(predicate.test(fact) ? `${path} ${fact}` : `${path}: ${fact}`, remedy, options);
    this.path = path;
  }
}

/** Data a model cannot learn from, said before any training: ratings where there are none, no texts, no interactions. */
export class DataRequirementError extends WaymarkError {
  override readonly name = "DataRequirementError";
  readonly code = "unsuited_data";
  /** The model, split or study that cannot work on the data. */
  readonly model: string;
  readonly needs: string;
  readonly has: string;

  constructor(model: string, needs: string, has: string, remedy: Remedy | string) {
    super(`${model} needs ${needs}; this data set has ${has}.`, remedy);
    this.model = model;
    this.needs = needs;
    this.has = has;
  }
}

/** Numbers left the finite range during training. */
export class FitDivergedError extends WaymarkError {
  override readonly name = "FitDivergedError";
  readonly code = "fit_diverged";

  readonly model: string;
  readonly epoch: number;

  /** @param loss of the batch that showed it, where there is one */
  constructor(model: string, epoch: number, remedy: Remedy | string = calmerTraining, loss?: number) {
    const sign = loss === undefined ? "its parameters are no longer finite" : `its loss is ${loss}`;
    super(`${model} diverged in epoch ${epoch}: ${sign}.`, remedy);
    this.model = model;
    this.epoch = epoch;
  }
}

const calmerTraining = "Lower learningRate or raise regularization.";

/** A saved model that is truncated, edited, foreign or from a newer version. Nothing of it was used. */
export class ArtifactError extends WaymarkError {
  override readonly name = "ArtifactError";
  readonly code = "artifact_invalid";
  readonly path: string;

  constructor(
    path: string,
    fact: string,
    remedy: Remedy | string = "Save it again from a trained model.",
    options?: ErrorOptions,
  ) {
    super(`${path} cannot be read as a Waymark model: ${fact}`, remedy, options);
    this.path = path;
  }
}

/**
 * Writing failed (disk full, no permission). What stood at the path before still stands there; `outcome` says what became
 * of other files that were to be written with it.
 */
export class StorageError extends WaymarkError {
  override readonly name = "StorageError";
  readonly code = "storage_failed";
  readonly path: string;

  constructor(path: string, cause: Error & { readonly code?: string | undefined }, outcome = "Nothing was changed.") {
    const remedy =
      cause.code === "ENOSPC"
        ? "The disk is full: free some space or choose another folder."
        : cause.code === "EACCES" || cause.code === "EPERM" || cause.code === "EROFS"
          ? "You have no permission to write there: choose another folder."
          : "Choose another folder.";
    super(`${path} could not be written (${cause.code ?? cause.message}).`, `${remedy} ${outcome}`, { cause });
    this.path = path;
  }
}

/** More room than the kernels' memory has. Said before anything is computed. */
export class MemoryLimitError extends WaymarkError {
  override readonly name = "MemoryLimitError";
  readonly code = "memory_limit";
  /** Bytes asked for, and the most that could be had. */
  readonly needed: number;
  readonly available: number;

  constructor(
    needed: number,
    available: number,
    what = "An array",
    remedy: Remedy | string = "Use less data, fewer factors or fewer courses.",
  ) {
    super(`${what} needs ${gibibytes(needed)} of memory; ${gibibytes(available)} are available for computing.`, remedy);
    this.needed = needed;
    this.available = available;
  }
}

/** A thread died or a kernel broke off. What it was computing is lost, the rest of the program is not. */
export class ComputeError extends WaymarkError {
  override readonly name = "ComputeError";
  readonly code = "compute_failed";

  constructor(work: string, why: string, options?: ErrorOptions) {
    super(`Computing failed${work && ` (${work})`}: ${why}.`, tryOneThread, options);
  }
}

/** Something was asked after it gave its memory back; inside the library, a bug of the caller. */
export class DisposedError extends WaymarkError {
  override readonly name = "DisposedError";
  readonly code = "disposed";

  /** @param what in a word or two, e.g. "model" */
  constructor(what: string) {
    super(`This ${what} was disposed of and can no longer be asked. Keep it until the last question.`);
  }
}

const tryOneThread: Remedy = {
  kind: "either",
  remedies: [advice("Try again."), { kind: "changeOption", option: "threads", change: "set", value: "1" }],
};

/** This JavaScript engine cannot run the compute core. */
export class UnsupportedRuntimeError extends WaymarkError {
  override readonly name = "UnsupportedRuntimeError";
  readonly code = "unsupported_runtime";

  constructor(fact: string, remedy: Remedy | string) {
    super(`The compute core cannot start: ${fact}.`, remedy);
  }
}

const gibibytes = (bytes: number): string =>
  bytes < 2 ** 30 ? `${(bytes / 2 ** 20).toFixed(1)} MiB` : `${(bytes / 2 ** 30).toFixed(2)} GiB`;

function quote(value: unknown): string {
  if (typeof value === "number" || typeof value === "bigint" || value === undefined) return String(value);
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 120 ? `${text.slice(0, 120)}… (${text.length} characters)` : text;
}
