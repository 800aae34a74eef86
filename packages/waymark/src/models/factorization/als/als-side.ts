import type { Arena } from "../../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../../compute/core/core.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { allFinite } from "../../../compute/linear-algebra/rows.ts";
import { FitDivergedError } from "../../../errors.ts";
import type { AlsSettings, Solver } from "./als-settings.ts";
import { turnRows, whiten } from "./whitening.ts";

const MOST_WHITENED = 512; // factors: beyond, factoring on one thread would take longer than it saves
const MOST_STEPS = 100; // some 6 are usual; more than this only where a confidence is in the thousands
const TOLERANCE = 1e-5; // of a solution's length: about what Cholesky in float32 leaves

export interface Side {
  readonly X: Float32Array; // (rows, width)
  solve(Y: Float32Array, solver: Solver, epoch: number, options: CallOptions): Promise<void>;
}

/** Users or items with their entries in the core's memory. */
export function side(
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
  const offsets = arena.copyU32(entries.offsets);
  const columns = arena.copyU32(entries.columns);
  const values = arena.copyF32(entries.values);
  const G = arena.f32(width * width);
  const failures = arena.u32(1);
  const lengths = Uint32Array.from({ length: rows }, (_, r) => offsets[r + 1]! - offsets[r]!);
  const ridge = arena.copyF32(Float64Array.from(lengths, (length) => ridgeOf(length, columnCount)));
  const minRidge = ridge.reduce((min, value) => Math.min(min, value), Number.POSITIVE_INFINITY);
  const extra = ridge.map((value) => value - minRidge);
  const longest = lengths.reduce((max, length) => Math.max(max, length), 0);
  const [a, b] = objective === "implicit" ? [1, -1] : [0, 1];
  const mean = entries.size / Math.max(1, rows);
  return {
    X,
    async solve(Y, solver, epoch, options) {
      await gramOf(core, Y, columnCount, width, factors, objective === "implicit", G, options);
      const args = { X, Y, offsets, columns, values, G, ridge, width, a: a!, b: b!, rows, columnCount };
      failures[0] = 0;
      if (solver === "cg") {
        const cost = (mean * 2 + width) * width * (steps + 1) * 0.12;
        await core.run("alsCg", rows, { ...args, steps, longest }, { ...options, cost });
      } else if (objective !== "implicit" || width > MOST_WHITENED || !(await solveWhitened(Y, options))) {
        const cost = (mean + width / 3) * width * width * 0.06; // sixteen operations a nanosecond
        await core.run("alsExact", rows, { ...args, failures }, { ...options, cost });
      }
      if (failures[0]! > 0 || !allFinite(X))
        throw new FitDivergedError(owner, epoch, "Its equations have no solution: raise regularization.");
    },
  };

  /** @returns false when conjugate gradient cannot get to the precision of float32; X is then as it was */
  async function solveWhitened(Y: Float32Array, options: CallOptions): Promise<boolean> {
    const white = whiten(G, width, minRidge);
    if (!white) return false;
    const work = core.arena();
    try {
      const whiteX = work.f32(rows * width);
      const whiteY = work.f32(columnCount * width);
      await turnRows(core, X, rows, white.R, true, whiteX, options);
      await turnRows(core, Y, columnCount, white.W, false, whiteY, options);
      const unlike = extra.some((value) => value > 0);
      const args = {
        X: whiteX,
        Y: whiteY,
        offsets,
        columns,
        values,
        C: unlike ? work.copyF32(white.C) : undefined,
        extra: unlike ? work.copyF32(extra) : undefined,
        width,
        a: a!,
        b: b!,
        steps: MOST_STEPS,
        longest,
        rows,
        columnCount,
        tolerance: TOLERANCE,
        failures,
      };
      await core.run("alsWhite", rows, args, { ...options, cost: mean * width * 2 * 7 * 0.12 });
      if (failures[0]! > 0) {
        failures[0] = 0;
        return false;
      }
      await turnRows(core, whiteX, rows, white.W, true, X, options);
      return true;
    } finally {
      work.dispose();
    }
  }
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
