import type { Arena } from "../../../compute/core/arena.ts";
import type { CallOptions, Core } from "../../../compute/core/core.ts";
import type { CsrMatrix } from "../../../compute/csr-matrix.ts";
import { pairHash } from "../../../compute/hash.ts";
import { pairsOf } from "../../../compute/sampling/known-pairs.ts";

const FEWEST_PAIRS = 2 ** 17; // fewer take some 10 ms an epoch: not worth a second thread
const PAIRS_A_BLOCK = 2 ** 14; // their numbers stay in a core's cache
const FEWEST_BLOCKS = 8; // for that many threads
const MOST_BLOCKS = 128;
const ITEMS_A_BLOCK = 64; // fewer leave too little choice of negatives

/** Into how many blocks users and items are cut, each: a matter of the data alone, so that threads change no result. */
export function blockCount(pairs: number, items: number): number {
  if (pairs < FEWEST_PAIRS) return 1;
  const wanted = Math.max(FEWEST_BLOCKS, Math.ceil(Math.sqrt(pairs / PAIRS_A_BLOCK)));
  return Math.max(1, Math.min(wanted, MOST_BLOCKS, Math.floor(items / ITEMS_A_BLOCK)));
}

/** What `bprSteps` draws from. */
export interface SharedPairs {
  readonly pairs: Uint32Array; // (pairs, 2)
  readonly pairOffsets: Uint32Array; // (blocks, blocks + 1)
  readonly pool: Uint32Array;
  readonly poolOffsets: Uint32Array; // (blocks + 1)
  readonly blocks: number;
  readonly items: number;
  readonly pairCount: number;
}

/** Pairs of user and item, and items that may be negatives, in blocks of users × items. In the core's memory. */
export class BlockedPairs {
  readonly #core: Core;
  readonly #pool: Uint32Array;
  readonly #pairs: Uint32Array; // (pairs, 2), in order of users
  readonly #starts: Uint32Array; // (blocks + 1)
  readonly #blockOf: Uint8Array; // (items)
  readonly #shared: SharedPairs;

  /** @param pool items negatives are drawn from, each as often as it is to come */
  constructor(core: Core, arena: Arena, userItems: CsrMatrix, pool: Uint32Array, blocks: number) {
    const { columnCount: items, size: pairCount, offsets } = userItems;
    this.#core = core;
    this.#pool = pool;
    this.#pairs = pairsOf(userItems, arena);
    this.#starts = arena.copyU32(evenStarts(offsets, blocks));
    this.#blockOf = arena.u8(items);
    const whole = blocks === 1;
    this.#shared = {
      pairs: whole ? this.#pairs : arena.u32(2 * pairCount),
      pairOffsets: whole ? this.#starts : arena.u32(blocks * (blocks + 1)),
      pool: arena.copyU32(pool),
      poolOffsets: arena.copyU32([0, ...new Array<number>(blocks).fill(pool.length)]),
      blocks,
      items,
      pairCount,
    };
  }

  /** Draws a block for each item and sorts pairs and negatives by it. O(pairs + pool). */
  async share(key: number, options: Pick<CallOptions, "signal" | "threads">): Promise<SharedPairs> {
    const { pairs: sorted, pairOffsets, blocks, items, pairCount } = this.#shared;
    if (blocks === 1) return this.#shared;
    const blockOf = this.#blockOf;
    for (let item = 0; item < items; item++) blockOf[item] = Math.floor((pairHash(0, item, key) / 2 ** 32) * blocks);
    this.#sharePool();
    const args = { pairs: this.#pairs, starts: this.#starts, blockOf, sorted, pairOffsets, blocks, items, pairCount };
    await this.#core.run("sharePairs", blocks, args, { ...options, cost: (5 * pairCount) / blocks, chunk: 1 });
    return this.#shared;
  }

  #sharePool(): void {
    const { pool, poolOffsets, blocks } = this.#shared;
    const blockOf = this.#blockOf;
    const next = new Uint32Array(blocks);
    for (const item of this.#pool) next[blockOf[item]!]! += 1;
    let at = 0;
    for (let block = 0; block < blocks; block++) {
      const count = next[block]!;
      poolOffsets[block] = at;
      next[block] = at;
      at += count;
    }
    poolOffsets[blocks] = at;
    for (const item of this.#pool) pool[next[blockOf[item]!]!++] = item;
  }
}

/** Where blocks of users begin among the pairs, each about as many pairs; a user is in one block. */
function evenStarts(offsets: Uint32Array, blocks: number): Uint32Array {
  const pairCount = offsets.at(-1)!;
  const starts = new Uint32Array(blocks + 1);
  let user = 0;
  for (let block = 1; block < blocks; block++) {
    while (offsets[user]! < (block * pairCount) / blocks) user++;
    starts[block] = offsets[user]!;
  }
  starts[blocks] = pairCount;
  return starts;
}
