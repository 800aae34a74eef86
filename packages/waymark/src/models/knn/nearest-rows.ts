import type { Arena } from "../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../compute/core/core.ts";
import { CsrMatrix, countOffsets } from "../../compute/csr-matrix.ts";
import { withCore } from "../core-option.ts";
import type { FitOptions } from "../model.ts";
import { squaredLengths } from "../shared/co-occurrences.ts";
import { columnWeights, rowNorms } from "./implicit-overlap.ts";
import type { ImplicitSettings, RatingSimilarity } from "./knn-params.ts";

const mostPlaces = 2 ** 22; // of one block: 50 MB
export const tileOfRows = 4; // rows to an index of `implicitNeighbours`, see src/kernels/tile-of-rows.ts

/**
 * For every 0/1 row the `neighbours` most similar other rows with a positive similarity (of equal ones, the lower index) by
 * `ImplicitOverlap`: rows × rows. O(Σ over columns of (rows that hold it)² / lists in common) time; space O(rows · neighbours)
 * and, a thread, O(rows).
 *
 * @throws {MemoryLimitError}
 */
export async function implicitNeighbours(
  rows: CsrMatrix,
  columnRows: CsrMatrix,
  { damping, shrinkage, neighbours }: Pick<ImplicitSettings, "damping" | "shrinkage" | "neighbours">,
  options: FitOptions,
): Promise<CsrMatrix> {
  const { core } = withCore(options);
  const arena = core.arena();
  try {
    const weights = columnWeights(columnRows, damping);
    const shared = {
      ...matrixArgs(arena, rows, columnRows),
      weights: arena.copyF64(weights),
      norms: arena.copyF64(rowNorms(columnRows, weights)),
      shrinkage,
    };
    const cost = tileOfRows * costOf(columnRows);
    return await inBlocks(core, rows, { neighbours, rowsPerIndex: tileOfRows }, options, (block, call) => {
      const order = block.arena.copyU32(byLength(rows, block.first, block.rows));
      const args = { ...shared, ...block.args, offsets: shared.offsets.subarray(block.first), order };
      return core.run("implicitNeighbours", Math.ceil(block.rows / tileOfRows), args, { ...call, cost });
    });
  } finally {
    arena.dispose();
  }
}

/**
 * The same for rows of ratings, by `RatingOverlap`. For pearson-baseline both matrices hold ratings less their baseline.
 *
 * @param limit neighbours kept of each row
 * @throws {MemoryLimitError}
 */
export async function explicitNeighbours(
  rows: CsrMatrix,
  columnRows: CsrMatrix,
  { similarity, shrinkage }: { readonly similarity: RatingSimilarity; readonly shrinkage: number },
  limit: number,
  options: FitOptions,
): Promise<CsrMatrix> {
  const { core } = withCore(options);
  const arena = core.arena();
  try {
    const shared = {
      ...matrixArgs(arena, rows, columnRows),
      values: arena.copyF64(rows.values),
      columnValues: arena.copyF64(columnRows.values),
      kind: ratingKinds.indexOf(similarity),
      shrinkage,
      after: limit < rows.rowCount - 1 ? undefined : arena.copyU32(placesAfter(rows, columnRows)),
    };
    const cost = 2 * costOf(columnRows);
    const kept = await inBlocks(core, rows, { neighbours: limit, rowsPerIndex: 1 }, options, (block, call) => {
      const args = { ...shared, ...block.args, offsets: shared.offsets.subarray(block.first) };
      return core.run("explicitNeighbours", block.rows, args, { ...call, cost });
    });
    return shared.after ? withLowerHalf(kept) : kept;
  } finally {
    arena.dispose();
  }
}

/** For every entry of a matrix the place in its transpose just behind it: where the rows below begin. */
function placesAfter({ columns }: CsrMatrix, { offsets }: CsrMatrix): Uint32Array {
  const next = offsets.slice();
  return columns.map((column) => ++next[column]!);
}

/** A symmetric matrix from what stands above its diagonal. */
function withLowerHalf({ offsets: starts, columns: above, values: aboveValues, rowCount }: CsrMatrix): CsrMatrix {
  const below = countOffsets(above, rowCount);
  const offsets = starts.map((start, row) => start + below[row]!);
  const next = offsets.slice(); // where the next entry below the diagonal goes
  const columns = new Uint32Array(2 * above.length);
  const values = new Float64Array(2 * above.length);
  for (let row = 0; row < rowCount; row++) {
    const end = starts[row + 1]!;
    columns.set(above.subarray(starts[row]!, end), next[row]!); // all below it stand already
    values.set(aboveValues.subarray(starts[row]!, end), next[row]!);
    for (let p = starts[row]!; p < end; p++) {
      const to = next[above[p]!]!++;
      columns[to] = row;
      values[to] = aboveValues[p]!;
    }
  }
  return new CsrMatrix(rowCount, offsets, columns, values);
}

/** By the numbers src/kernels/explicit-neighbours.ts knows them by. */
export const ratingKinds: readonly RatingSimilarity[] = ["cosine", "msd", "pearson", "pearson-baseline"];

function matrixArgs(arena: Arena, rows: CsrMatrix, columnRows: CsrMatrix) {
  return {
    offsets: arena.copyU32(rows.offsets),
    columns: arena.copyU32(rows.columns),
    columnOffsets: arena.copyU32(columnRows.offsets),
    columnRows: arena.copyU32(columnRows.columns),
    others: columnRows.columnCount,
    columnCount: columnRows.rowCount,
  };
}

/** Rows `[first, first + rows)` and where their neighbours go. */
interface Block {
  readonly first: number;
  readonly rows: number;
  readonly arena: Arena; // ends with the block
  readonly args: {
    readonly rows: number;
    readonly limit: number;
    readonly selves: Uint32Array;
    readonly near: Uint32Array; // (rows, limit)
    readonly similarities: Float64Array; // (rows, limit)
    readonly found: Uint32Array; // (rows)
  };
}

/** Compares block after block of rows, so that room for neighbours that are not found does not grow with the rows. */
async function inBlocks(
  core: Core,
  { rowCount }: CsrMatrix,
  { neighbours, rowsPerIndex }: { readonly neighbours: number; readonly rowsPerIndex: number },
  { signal, threads, onProgress }: FitOptions,
  compare: (block: Block, call: CallOptions) => Promise<void>,
): Promise<CsrMatrix> {
  const limit = Math.max(1, Math.min(neighbours, rowCount - 1));
  const blockRows = Math.max(1, Math.min(rowCount, Math.floor(mostPlaces / limit)));
  const kept = new RowCollector(rowCount, rowCount);
  for (let first = 0; first < rowCount; first += blockRows) {
    const rows = Math.min(blockRows, rowCount - first);
    const arena = core.arena();
    const report = (done: number) =>
      onProgress?.({ stage: "similarities", done: first + Math.min(rows, done * rowsPerIndex), of: rowCount });
    try {
      const args = {
        rows,
        limit,
        selves: arena.copyU32(Uint32Array.from({ length: rows }, (_, r) => first + r)),
        near: arena.u32(rows * limit),
        similarities: arena.f64(rows * limit),
        found: arena.u32(rows),
      };
      await compare({ first, rows, arena, args }, { signal, threads, onProgress: report });
      kept.addBlock(args.found, limit, args.near, args.similarities);
    } finally {
      arena.dispose();
    }
  }
  return kept.finish();
}

/** Operations a row takes on average. */
const costOf = (columnRows: CsrMatrix): number =>
  columnRows.columnCount + squaredLengths(columnRows) / Math.max(1, columnRows.columnCount);

/** Rows `[first, first + count)`, numbered from 0, longest first: long rows share most. */
function byLength({ offsets }: CsrMatrix, first: number, count: number): Uint32Array {
  const length = (row: number) => offsets[first + row + 1]! - offsets[first + row]!;
  return Uint32Array.from({ length: count }, (_, row) => row).sort((a, b) => length(b) - length(a) || a - b);
}

interface Piece {
  readonly columns: Uint32Array;
  readonly values: Float64Array;
}

/** Gathers the rows of a sparse matrix block after block, how many entries there will be not being known. */
class RowCollector {
  readonly #columnCount: number;
  readonly #offsets: Uint32Array;
  readonly #pieces: Piece[] = [];
  #row = 0;

  constructor(rowCount: number, columnCount: number) {
    this.#columnCount = columnCount;
    this.#offsets = new Uint32Array(rowCount + 1);
  }

  /** Row r of a block of fixed `width` has `found[r]` entries, in ascending order of column; copies them. */
  addBlock(found: Uint32Array, width: number, columns: Uint32Array, values: Float64Array): void {
    const first = this.#row;
    for (const count of found) this.#offsets[this.#row + 1] = this.#offsets[this.#row++]! + count;
    const size = this.#offsets[this.#row]! - this.#offsets[first]!;
    const piece: Piece = { columns: new Uint32Array(size), values: new Float64Array(size) };
    for (let r = 0, next = 0; r < found.length; next += found[r++]!) {
      const end = r * width + found[r]!;
      piece.columns.set(columns.subarray(r * width, end), next);
      piece.values.set(values.subarray(r * width, end), next);
    }
    this.#pieces.push(piece);
  }

  finish(): CsrMatrix {
    const { columns, values } = this.#pieces.length === 1 ? this.#pieces[0]! : this.#joined();
    return new CsrMatrix(this.#columnCount, this.#offsets, columns, values);
  }

  #joined(): Piece {
    const size = this.#offsets[this.#row]!;
    const all: Piece = { columns: new Uint32Array(size), values: new Float64Array(size) };
    let next = 0;
    for (const { columns, values } of this.#pieces) {
      all.columns.set(columns, next);
      all.values.set(values, next);
      next += columns.length;
    }
    return all;
  }
}
