import { CsrMatrix } from "../../compute/csr-matrix.ts";
import { ShapeError } from "../../errors.ts";
import type { ModelState, StateTensor } from "../model.ts";

/** A tensor for `ModelState`; the data is kept, not copied. */
export const tensor = (shape: readonly number[], data: StateTensor["data"]): StateTensor => ({ shape, data });

/**
 * One float64 tensor of a state, its shape checked: a state may come from an edited file.
 * @throws {ShapeError} when it is missing, of another type or another shape
 */
export const takeFloats = (state: ModelState, name: string, shape: readonly number[]): Float64Array =>
  take(state, name, shape, (data) => data instanceof Float64Array) as Float64Array;

/** The same for a float32 tensor. @throws {ShapeError} */
export const takeSingles = (state: ModelState, name: string, shape: readonly number[]): Float32Array =>
  take(state, name, shape, (data) => data instanceof Float32Array) as Float32Array;

/** The same for a uint32 tensor. @throws {ShapeError} */
export const takeIndexes = (state: ModelState, name: string, shape: readonly number[]): Uint32Array =>
  take(state, name, shape, (data) => data instanceof Uint32Array) as Uint32Array;

/** @throws {ShapeError} when the number is missing or not finite */
export function takeNumber(state: ModelState, name: string): number {
  const value = state.numbers[name];
  if (value === undefined || !Number.isFinite(value))
    throw new ShapeError(`number ${name}`, "a finite number", String(value));
  return value;
}

/** A sparse matrix as three tensors: spread the result into `ModelState.tensors`. */
export const csrTensors = (name: string, matrix: CsrMatrix): Readonly<Record<string, StateTensor>> => ({
  [`${name}.offsets`]: tensor([matrix.offsets.length], matrix.offsets),
  [`${name}.columns`]: tensor([matrix.columns.length], matrix.columns),
  [`${name}.values`]: tensor([matrix.values.length], matrix.values),
});

/** @throws {ShapeError} when a part is missing, or offsets or columns point outside the matrix */
export function takeCsr(state: ModelState, name: string, rowCount: number, columnCount: number): CsrMatrix {
  const offsets = takeIndexes(state, `${name}.offsets`, [rowCount + 1]);
  const stored = offsets.at(-1)!;
  const columns = takeIndexes(state, `${name}.columns`, [stored]);
  const values = takeFloats(state, `${name}.values`, [stored]);
  const ascending = offsets[0] === 0 && offsets.every((offset, r) => r === 0 || offset >= offsets[r - 1]!);
  if (!ascending) throw new ShapeError(`${name}.offsets`, "ascending offsets from 0", "others");
  if (columns.some((column) => column >= columnCount))
    throw new ShapeError(`${name}.columns`, `columns below ${columnCount}`, "a larger one");
  return new CsrMatrix(columnCount, offsets, columns, values);
}

function take(
  { tensors }: ModelState,
  name: string,
  shape: readonly number[],
  ofType: (data: StateTensor["data"]) => boolean,
): StateTensor["data"] {
  const found = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (!found) throw new ShapeError(`tensor ${name}`, `shape (${shape.join(", ")})`, "nothing of that name");
  const length = shape.reduce((product, extent) => product * extent, 1);
  const fits = found.shape.length === shape.length && found.shape.every((extent, axis) => extent === shape[axis]);
  if (!fits || found.data.length !== length || !ofType(found.data))
    throw new ShapeError(`tensor ${name}`, `shape (${shape.join(", ")})`, `(${found.shape.join(", ")})`);
  return found.data;
}
