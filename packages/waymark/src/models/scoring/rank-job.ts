import type { Arena } from "../../compute/core/arena.ts";
import type { Query } from "../model.ts";

/** Stands after a list's last item in the kernels' memory; no caller of a scorer sees it. */
export const noItem = 0xffff_ffff;

/** What is asked of a ranking kernel, whichever model scores. */
export interface Job {
  readonly queries: readonly Query[];
  readonly limit: number;
  /** Items that are left out as the history is, but do not count as history. */
  readonly masked?: readonly Uint32Array[] | undefined;
  readonly relevant: readonly Uint32Array[] | undefined;
  /** Only the scores of the relevant items are wanted, not who stands before them. */
  readonly scoresOnly?: boolean;
  readonly items: number;
  readonly scorable: Uint8Array | undefined; // in the core's memory
}

/** The arguments all ranking kernels begin with; see src/kernels/finish-row.ts. */
export interface JobArgs {
  readonly historyOffsets: Uint32Array;
  /** Of each query the history, then its masked items. */
  readonly history: Uint32Array;
  readonly k: number;
  readonly best: Uint32Array;
  readonly bestScores: Float32Array;
  readonly relevantOffsets: Uint32Array | undefined;
  readonly relevant: Uint32Array | undefined;
  readonly better: Uint32Array | undefined;
  readonly level: Uint32Array | undefined;
  readonly ahead: Uint32Array | undefined;
  readonly scorable: Uint8Array | undefined;
  readonly items: number;
  readonly relevantScores: Float32Array | undefined;
  readonly queries: number;
}

export function jobArgs(job: Job, arena: Arena): JobArgs {
  const { queries, limit, masked, relevant, scoresOnly = false, items, scorable } = job;
  const history = ragged(
    queries.map((query, n) => (masked ? Uint32Array.from([...query.history, ...masked[n]!]) : query.history)),
    arena,
  );
  const wanted = relevant && ragged(relevant, arena);
  const places = wanted?.entries.length ?? 0;
  const counts = (): Uint32Array | undefined => (wanted && !scoresOnly ? arena.u32(places) : undefined);
  return {
    historyOffsets: history.offsets,
    history: history.entries,
    k: limit,
    best: arena.u32(queries.length * limit),
    bestScores: arena.f32(queries.length * limit),
    relevantOffsets: wanted?.offsets,
    relevant: wanted?.entries,
    better: counts(),
    level: counts(),
    ahead: counts(),
    scorable,
    items,
    relevantScores: wanted && arena.f32(places),
    queries: queries.length,
  };
}

/** Lists of unlike lengths in one array, list `n` at `[offsets[n], offsets[n + 1])`. */
export function ragged(
  lists: readonly Uint32Array[],
  arena: Arena,
): { readonly offsets: Uint32Array; readonly entries: Uint32Array } {
  const offsets = arena.u32(lists.length + 1);
  offsets[0] = 0;
  lists.forEach((list, n) => {
    offsets[n + 1] = offsets[n]! + list.length;
  });
  const entries = arena.u32(offsets[lists.length]!);
  lists.forEach((list, n) => {
    entries.set(list, offsets[n]!);
  });
  return { offsets, entries };
}
