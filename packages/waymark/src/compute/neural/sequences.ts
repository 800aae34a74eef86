import type { Arena } from "../core/arena.ts";

/**
 * How the rows of a tensor divide into sequences: sequence s is rows [starts[s], starts[s + 1]), oldest first. Sequences of unlike lengths
 * stand one after another without padding; rows behind the last belong to none. Filled in before each run; unused places at the end
 * hold the end of the last sequence.
 */
export interface Sequences {
  readonly starts: Uint32Array; // (most + 1)
  /** Most sequences a batch may hold. */
  readonly most: number;
  /** Most rows a sequence may have: what is beyond is undefined. */
  readonly longest: number;
}

/** Room for the division of a batch. */
export const sequencesIn = (arena: Arena, most: number, longest: number): Sequences => ({
  starts: arena.zerosU32(most + 1),
  most,
  longest,
});

/**
 * Writes the division: one length a sequence, in order.
 * @returns rows used
 * @throws {RangeError} when there are too many sequences or one is too long
 */
export function divide({ starts, most, longest }: Sequences, lengths: ArrayLike<number>): number {
  if (lengths.length > most) throw new RangeError(`${lengths.length} sequences, and room for ${most}.`);
  let end = 0;
  for (let s = 0; s < most; s++) {
    const length = lengths[s] ?? 0;
    if (!(length >= 0 && length <= longest))
      throw new RangeError(`A sequence of ${length} rows, and room for ${longest}.`);
    starts[s] = end;
    end += length;
  }
  starts[most] = end;
  return end;
}
