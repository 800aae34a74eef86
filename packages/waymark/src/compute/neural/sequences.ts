import type { Arena } from "../core/arena.ts";

/**
 * How the rows of a tensor divide into sequences: sequence s is rows [starts[s], starts[s + 1]), oldest first. Sequences of unlike lengths
 * stand one after another without padding; rows behind the last belong to none. Filled in before each run; unused places at the end
 * hold the end of the last sequence.
 */
export interface Sequences {
  readonly starts: Uint32Array; // (maxSequences + 1)
  /** Maximum number of sequences in a batch. */
  readonly maxSequences: number;
  /** Maximum number of rows of a sequence: what is beyond is undefined. */
  readonly longest: number;
}

/** Room for the division of a batch. */
export const sequencesIn = (arena: Arena, maxSequences: number, longest: number): Sequences => ({
  starts: arena.zerosU32(maxSequences + 1),
  maxSequences,
  longest,
});

/**
 * Writes the division: one length a sequence, in order.
 * @returns rows used
 * @throws {RangeError} when there are too many sequences or one is too long
 */
export function divide({ starts, maxSequences, longest }: Sequences, lengths: ArrayLike<number>): number {
  if (lengths.length > maxSequences) throw new RangeError(`${lengths.length} sequences, and room for ${maxSequences}.`);
  let end = 0;
  for (let s = 0; s < maxSequences; s++) {
    const length = lengths[s] ?? 0;
    if (!(length >= 0 && length <= longest))
      throw new RangeError(`A sequence of ${length} rows, and room for ${longest}.`);
    starts[s] = end;
    end += length;
  }
  starts[maxSequences] = end;
  return end;
}
