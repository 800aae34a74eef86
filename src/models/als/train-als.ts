import type { Arena } from "../../compute/core/arena.ts";
import { type CallOptions, type Core, sharedCore } from "../../compute/core/core.ts";
import type { CsrMatrix } from "../../compute/csr-matrix.ts";
import { FitDivergedError, MemoryLimitError } from "../../errors.ts";
import type { FitOptions } from "../recommender.ts";

/** What is minimized, see `als`, and how. */
export interface AlsSettings {
  /** The model errors name. */
  readonly owner: string;
  readonly factors: number;
  readonly epochs: number;
  /** Of a row with n entries. */
  readonly ridge: (entries: number, columns: number) => number;
  readonly solver: "exact" | "cg";
  /** Of conjugate gradient. */
  readonly steps: number;
  /** `implicit`: values are confidences, absent entries count as 0 with confidence 1. `observed`: values are targets. */
  readonly objective: "implicit" | "observed";
}

/** Rows of `factors` numbers, one after the other. */
export interface AlsFactors {
  readonly users: Float32Array; // (users, factors)
  readonly items: Float32Array; // (items, factors)
}

/**
 * Alternates least squares solutions of users and items from `start`, users first; in the end users are solved once more,
 * exactly, so that a trained row is what folding in its history gives. The same bits on any number of threads.
 *
 * @throws {FitDivergedError} when a system has no solution: not positive definite, or values out of range
 */
export async function trainAls(
  userItems: CsrMatrix,
  itemUsers: CsrMatrix,
  settings: AlsSettings,
  start: AlsFactors,
  { signal, onProgress, threads }: FitOptions = {},
  finish = true,
): Promise<AlsFactors> {
  const { factors, epochs } = settings;
  const core = sharedCore();
  const width = Math.ceil(factors / 16) * 16;
  const arena = core.arena();
  try {
    const users = side(core, arena, userItems, start.users, factors, width, settings);
    const items = side(core, arena, itemUsers, start.items, factors, width, settings);
    const options = { signal, threads };
    for (let epoch = 1; epoch <= epochs; epoch++) {
      await users.solve(items.X, settings.solver, epoch, options);
      await items.solve(users.X, settings.solver, epoch, options);
      onProgress?.({ stage: "epoch", done: epoch, of: epochs });
    }
    if (finish) await users.solve(items.X, "exact", epochs, options);
    return { users: compact(users.X, width, factors), items: compact(items.X, width, factors) };
  } finally {
    arena.dispose();
  }
}

interface Side {
  readonly X: Float32Array; // (rows, width)
  solve(Y: Float32Array, solver: AlsSettings["solver"], epoch: number, options: CallOptions): Promise<void>;
}

/** Users or items with their entries in the core's memory. */
function side(
  core: Core,
  arena: Arena,
  entries: CsrMatrix,
  start: Float32Array,
  factors: number,
  width: number,
  { owner, ridge: ridgeOf, steps, objective }: AlsSettings,
): Side {
  const { rowCount: rows, columnCount } = entries;
  const X = arena.padded(start, factors, width);
  const offsets = arena.indexes(entries.offsets);
  const columns = arena.indexes(entries.columns);
  const values = arena.floats(entries.values);
  const G = arena.f32(width * width);
  const failures = arena.u32(1);
  const lengths = Uint32Array.from({ length: rows }, (_, r) => offsets[r + 1]! - offsets[r]!);
  const ridge = arena.floats(Float64Array.from(lengths, (length) => ridgeOf(length, columnCount)));
  const longest = lengths.reduce((most, length) => Math.max(most, length), 0);
  const [a, b] = objective === "implicit" ? [1, -1] : [0, 1];
  const mean = entries.size / Math.max(1, rows);
  return {
    X,
    async solve(Y, solver, epoch, options) {
      await gramOf(core, Y, columnCount, width, factors, objective === "implicit", G, options);
      const args = { X, Y, offsets, columns, values, G, ridge, width, a: a!, b: b!, rows, columnCount };
      failures[0] = 0;
      // operations a row, sixteen a nanosecond
      if (solver === "exact")
        await core.run(
          "alsExact",
          rows,
          { ...args, failures },
          { ...options, cost: (mean + width / 3) * width * width * 0.06 },
        );
      else
        await core.run(
          "alsCg",
          rows,
          { ...args, steps, longest },
          { ...options, cost: (mean * 2 + width) * width * (steps + 1) * 0.12 },
        );
      if (failures[0] > 0 || !allFinite(X))
        throw new FitDivergedError(owner, epoch, "Its equations have no solution: raise regularization.");
    },
  };
}

/** G = YᵀY, or 0; 1 on the diagonal of the padding, so that it stays solvable without regularization. */
async function gramOf(
  core: Core,
  Y: Float32Array,
  rows: number,
  width: number,
  factors: number,
  implicit: boolean,
  G: Float32Array,
  options: CallOptions,
): Promise<void> {
  G.fill(0);
  if (implicit) {
    await core.run("gram", width / 4, { Y, rows, width, G }, { ...options, cost: rows * width * 0.15 });
    core.runNow("mirror", width, { A: G, width });
  }
  for (let f = factors; f < width; f++) G[f * width + f] = 1;
}

/** True when no entry is NaN or infinite. */
function allFinite(X: Float32Array): boolean {
  let sum = 0;
  for (let p = 0; p < X.length; p++) sum += X[p]! * 0;
  return sum === 0;
}

/** Without the padding; in memory of its own. */
function compact(X: Float32Array, width: number, factors: number): Float32Array {
  if (width === factors) return new Float32Array(X);
  const rows = new Float32Array((X.length / width) * factors);
  for (let r = 0; r * width < X.length; r++) rows.set(X.subarray(r * width, r * width + factors), r * factors);
  return rows;
}

/** @throws {MemoryLimitError} naming what training would need, before anything is allocated */
export function checkAlsMemory(owner: string, { rowCount, columnCount, size }: CsrMatrix, factors: number): void {
  const width = Math.ceil(factors / 16) * 16;
  const rows = rowCount + columnCount;
  // factors, two Gram matrices and one in scratch, offsets and ridges, entries in both orders
  const needed = 4 * (rows * width + 3 * width * width + 2 * rows + 4 * size);
  const { largestFree } = sharedCore();
  if (needed > largestFree)
    throw new MemoryLimitError(
      needed,
      largestFree,
      `Training ${owner} with ${factors} factors for ${rowCount} learners and ${columnCount} courses`,
      "Use fewer factors.",
    );
}
