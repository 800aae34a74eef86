import type { Network } from "../../compute/neural/network.ts";
import type { Sequences } from "../../compute/neural/sequences.ts";
import type { Tape } from "../../compute/neural/tape.ts";
import type { Table, Tensor } from "../../compute/neural/tensor.ts";

/** Histories as a network reads them: one row an item, sequences one after another. All arrays are filled in before each run. */
export interface SequenceInput {
  readonly rows: number;
  /** Shape (rows); the number of items stands for none. */
  readonly items: Uint32Array;
  /** How many items stand after this one in its sequence, 0 for the last; shape (rows). */
  readonly ages: Uint32Array;
  readonly sequences: Sequences;
}

export interface DeclaredNet {
  /** Embeddings of the items, which what is known at a row is multiplied with. */
  readonly items: Table;
  /** What is known of a sequence up to each row: (rows, width of `items`). */
  encode(tape: Tape, input: SequenceInput): Tensor;
}

/** A network that reads a history from its beginning and says at each item what may come next. */
export interface SequenceNet {
  /** Numbers of an item's embedding. */
  readonly width: number;
  /** Longest history it reads; of a longer one the latest items. */
  readonly length: number;
  declare(network: Network, items: number): DeclaredNet;
}

/** Name of the embeddings of the items among a network's weights. */
export const ITEMS = "items";
