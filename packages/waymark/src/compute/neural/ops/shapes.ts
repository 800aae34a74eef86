import type { Tensor } from "../tensor.ts";

/** @throws {RangeError} when two tensors that must be alike differ in shape */
export function sameShape(a: Tensor, b: Tensor): void {
  if (a.rows !== b.rows || a.columns !== b.columns)
    throw new RangeError(`Shapes differ: (${a.rows}, ${a.columns}) and (${b.rows}, ${b.columns}).`);
}

/** @throws {RangeError} when tensors that lie side by side differ in rows */
export function sameRows(tensors: readonly Tensor[]): number {
  const rows = tensors[0]?.rows ?? 0;
  for (const tensor of tensors)
    if (tensor.rows !== rows) throw new RangeError(`Numbers of rows differ: ${rows} and ${tensor.rows}.`);
  return rows;
}
