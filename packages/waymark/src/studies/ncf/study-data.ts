import { countOffsets, stableCountingSort } from "../../compute/csr-matrix.ts";
import { textHash } from "../../compute/hash.ts";
import { Random } from "../../compute/random.ts";
import { NegativeSampler } from "../../compute/sampling/negative-sampler.ts";
import type { Dataset } from "../../data/dataset.ts";
import type { Interactions } from "../../data/interactions.ts";
import type { Parts } from "./parts.ts";

/** The three parts ready for fitting and measuring, the same for every model. */
export interface StudyData {
  readonly train: Dataset;
  readonly valid: HeldOut;
  readonly test: HeldOut;
  readonly sampler: NegativeSampler;
  /** Drawn beside each held-out positive. */
  readonly negatives: number;
  readonly seed: number;
}

/** Held-out rows by user. */
export interface HeldOut {
  /** Users with such rows, in a random order. */
  readonly users: Uint32Array;
  /** Ascending; empty for other users. */
  itemsOf(user: number): Uint32Array;
}

/** @param all every row of the clean log: none of them may be a negative */
export function studyDataOf(all: Dataset, parts: Parts, negatives: number, seed: number): StudyData {
  return {
    train: parts.train.data,
    valid: heldOut(parts.valid.pairs, all.users.size, seed),
    test: heldOut(parts.test.pairs, all.users.size, seed),
    sampler: new NegativeSampler(all.userItems),
    negatives,
    seed,
  };
}

function heldOut({ users, items }: Interactions, userCount: number, seed: number): HeldOut {
  const offsets = countOffsets(users, userCount);
  const sorted = stableCountingSort(users, userCount).map((row) => items[row]!);
  for (let user = 0; user < userCount; user++) sorted.subarray(offsets[user]!, offsets[user + 1]!).sort();
  const present = Uint32Array.from(new Set(users)).sort();
  return {
    users: new Random(seed, textHash("held-out users")).shuffle(present),
    itemsOf: (user) => sorted.subarray(offsets[user]!, offsets[user + 1]!),
  };
}
