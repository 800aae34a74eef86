import { Pacer } from "../../compute/pacer.ts";
import { topK } from "../../compute/top-k.ts";
import { DisposedError } from "../../errors.ts";
import type { Model, Query } from "../model.ts";
import { placeItems } from "./place-items.ts";
import type { Places, RankedLists, RankRequest, Scorer, ScorerOptions } from "./scorer.ts";

/** For models without a scoring form: one `score` a query, in float64. */
export class OneByOneScorer implements Scorer {
  readonly batchSize = 256;
  readonly #model: Model;
  #disposed = false;

  constructor(model: Model) {
    this.#model = model;
  }

  async rank(
    queries: readonly Query[],
    { limit, masked, placesOf }: RankRequest,
    options: ScorerOptions = {},
  ): Promise<RankedLists> {
    const lists: Uint32Array[] = [];
    const listScores: Float64Array[] = [];
    const placed: Places[] = [];
    await this.#each(queries, options, (scores, n) => {
      for (const item of queries[n]!.history) scores[item] = Number.NaN;
      if (masked) for (const item of masked[n]!) scores[item] = Number.NaN;
      if (placesOf) placed.push(placeItems(scores, placesOf[n]!));
      const list = topK(scores, limit);
      lists.push(list);
      listScores.push(Float64Array.from(list, (item) => scores[item]!));
    });
    const items = joined(lists, Uint32Array);
    const scores = joined(listScores, Float64Array);
    const offsets = new Uint32Array(queries.length + 1);
    for (const [n, list] of lists.entries()) offsets[n + 1] = offsets[n]! + list.length;
    return { offsets, items, scores, ...(placesOf && { places: placesOfAll(placed) }) };
  }

  async score(
    queries: readonly Query[],
    items: readonly Uint32Array[],
    options: ScorerOptions = {},
  ): Promise<Float64Array<ArrayBuffer>> {
    const wanted: Float64Array[] = [];
    await this.#each(queries, options, (scores, n) => {
      wanted.push(Float64Array.from(items[n]!, (item) => known(scores[item]!)));
    });
    return joined(wanted, Float64Array);
  }

  [Symbol.dispose](): void {
    this.#disposed = true;
  }

  /** Lets the event loop in between two queries. */
  async #each(
    queries: readonly Query[],
    { signal, onProgress }: ScorerOptions,
    take: (scores: Float64Array, n: number) => void,
  ): Promise<void> {
    if (this.#disposed) throw new DisposedError("scorer");
    const pacer = new Pacer(signal);
    for (const [n, query] of queries.entries()) {
      const rest = pacer.pause();
      if (rest) {
        await rest;
        onProgress?.(n);
      }
      take(this.#model.score(query), n);
    }
    onProgress?.(queries.length);
  }
}

/** −∞ is no score, as in `topK`. */
const known = (score: number): number => (score > Number.NEGATIVE_INFINITY ? score : Number.NaN);

const placesOfAll = (placed: readonly Places[]): Places => ({
  better: joined(
    placed.map(({ better }) => better),
    Uint32Array,
  ),
  level: joined(
    placed.map(({ level }) => level),
    Uint32Array,
  ),
  ahead: joined(
    placed.map(({ ahead }) => ahead),
    Uint32Array,
  ),
  scores: joined(
    placed.map(({ scores }) => scores),
    Float64Array,
  ),
});

type Numbers = Uint32Array | Float64Array;

function joined<T extends Numbers>(
  parts: readonly Numbers[],
  Kind: { new (length: number): T & { set(part: Numbers, at: number): void } },
): T {
  const all = new Kind(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
