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
export interface JobArgs<Scores extends Float32Array | Float64Array = Float32Array> {
  readonly historyOffsets: Uint32Array;
  /** Of each query the history, then its masked items. */
  readonly history: Uint32Array;
  readonly k: number;
  readonly best: Uint32Array;
  readonly bestScores: Scores;
  readonly relevantOffsets: Uint32Array | undefined;
  readonly relevant: Uint32Array | undefined;
  readonly better: Uint32Array | undefined;
  readonly level: Uint32Array | undefined;
  readonly ahead: Uint32Array | undefined;
  readonly scorable: Uint8Array | undefined;
  readonly items: number;
  readonly relevantScores: Scores | undefined;
  readonly queries: number;
}

/** The same for float64 scores; see src/kernels/finish-row64.ts. */
export interface JobArgs64 extends JobArgs<Float64Array> {
  /** Most relevant items of a query. */
  readonly mostRelevant: number;
}

export const jobArgs = (job: Job, arena: Arena): JobArgs => argsOf(job, arena, (length) => arena.f32(length));

export function jobArgs64(job: Omit<Job, "scorable">, arena: Arena): JobArgs64 {
  const args = argsOf({ ...job, scorable: undefined }, arena, (length) => arena.f64(length));
  return { ...args, mostRelevant: (job.relevant ?? []).reduce((most, { length }) => Math.max(most, length), 0) };
}

function argsOf<Scores extends Float32Array | Float64Array>(
  { queries, limit, masked, relevant, scoresOnly = false, items, scorable }: Job,
  arena: Arena,
  scores: (length: number) => Scores,
): JobArgs<Scores> {
  const history = hiddenItems(queries, masked, arena);
  const wanted = relevant && ragged(relevant, arena);
  const places = wanted?.entries.length ?? 0;
  const counts = (): Uint32Array | undefined => (wanted && !scoresOnly ? arena.u32(places) : undefined);
  return {
    historyOffsets: history.offsets,
    history: history.entries,
    k: limit,
    best: arena.u32(queries.length * limit),
    bestScores: scores(queries.length * limit),
    relevantOffsets: wanted?.offsets,
    relevant: wanted?.entries,
    better: counts(),
    level: counts(),
    ahead: counts(),
    scorable,
    items,
    relevantScores: wanted && scores(places),
    queries: queries.length,
  };
}

interface Ragged {
  readonly offsets: Uint32Array;
  readonly entries: Uint32Array;
}

/** Of each query the history, then its masked items. */
function hiddenItems(queries: readonly Query[], masked: Job["masked"], arena: Arena): Ragged {
  const offsets = arena.u32(queries.length + 1);
  offsets[0] = 0;
  for (let n = 0; n < queries.length; n++)
    offsets[n + 1] = offsets[n]! + queries[n]!.history.length + (masked?.[n]?.length ?? 0);
  const entries = arena.u32(offsets[queries.length]!);
  for (let n = 0; n < queries.length; n++) {
    const { history } = queries[n]!;
    entries.set(history, offsets[n]);
    if (masked) entries.set(masked[n]!, offsets[n]! + history.length);
  }
  return { offsets, entries };
}

/** Lists of unlike lengths in one array, list `n` at `[offsets[n], offsets[n + 1])`. */
export function ragged(lists: readonly Uint32Array[], arena: Arena): Ragged {
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

/** The same for numbers, list after list. */
export function joinedF64(lists: readonly ArrayLike<number>[], arena: Arena): Float64Array {
  const numbers = arena.f64(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    numbers.set(list, at);
    at += list.length;
  }
  return numbers;
}
