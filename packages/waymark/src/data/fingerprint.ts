import { createHash } from "node:crypto";
import { fmix32 } from "../compute/hash.ts";
import type { Dataset } from "./dataset.ts";
import { orderIds, type Vocabulary } from "./vocabulary.ts";

/**
 * 256 bits in hex: SHA-256 of all ids, the rating scale, and a 128-bit sum over rows. Equal data, equal fingerprints;
 * unequal data have unequal ones but by chance (not safe against forgery, since rows are summed). Neither the order of
 * rows nor that of the vocabularies matters; names, titles, texts and published splits are not part of it.
 * O(rows + ids log ids) time and no memory per row.
 */
export function fingerprint(data: Dataset): string {
  const users = ranks(data.users);
  const items = ranks(data.items);
  const { values, weights, times } = data.interactions;
  const shape = {
    rows: data.size,
    values: values !== undefined,
    times: times !== undefined,
    ...(weights && { weights: true }),
  };
  const sum = [...sumOfRows(data, users.rankOf, items.rankOf)];
  return createHash("sha256")
    .update(JSON.stringify(["waymark data 1", shape, data.scale ?? null, sum, users.ids, items.ids]))
    .digest("hex");
}

/** Ids in canonical order, and for each index its place there. */
function ranks({ ids }: Vocabulary): { ids: readonly string[]; rankOf: Uint32Array } {
  const order = orderIds(ids);
  const rankOf = new Uint32Array(ids.length);
  for (let rank = 0; rank < order.length; rank++) rankOf[order[rank]!] = rank;
  return { ids: Array.from(order, (index) => ids[index]!), rankOf };
}

/** Four lanes, each the sum mod 2³² of a hash of every row, with a multiplier of its own (the primes of xxHash). */
function sumOfRows({ interactions }: Dataset, userRank: Uint32Array, itemRank: Uint32Array): Uint32Array {
  const { users, items, values = interactions.weights, times } = interactions;
  const sum = new Uint32Array(4);
  const number = new Float64Array(1);
  const words = new Uint32Array(number.buffer);
  const [low, high] = isBigEndian ? [1, 0] : [0, 1];
  for (let p = 0; p < users.length; p++) {
    const user = userRank[users[p]!]!;
    const item = itemRank[items[p]!]!;
    number[0] = values === undefined ? 0 : canonical(values[p]!);
    const valueLow = words[low]!;
    const valueHigh = words[high]!;
    number[0] = times === undefined ? 0 : canonical(times[p]!);
    const timeLow = words[low]!;
    const timeHigh = words[high]!;
    sum[0]! += rowHash(0x9e3779b1, user, item, valueLow, valueHigh, timeLow, timeHigh);
    sum[1]! += rowHash(0x85ebca77, user, item, valueLow, valueHigh, timeLow, timeHigh);
    sum[2]! += rowHash(0xc2b2ae3d, user, item, valueLow, valueHigh, timeLow, timeHigh);
    sum[3]! += rowHash(0x27d4eb2f, user, item, valueLow, valueHigh, timeLow, timeHigh);
  }
  return sum;
}

const isBigEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 0;

/** One NaN and one zero: −0 + 0 is 0. */
const canonical = (x: number): number => (Number.isNaN(x) ? Number.NaN : x + 0);

function rowHash(prime: number, a: number, b: number, c: number, d: number, e: number, f: number): number {
  let h = mix(prime, a, prime);
  h = mix(h, b, prime);
  h = mix(h, c, prime);
  h = mix(h, d, prime);
  h = mix(h, e, prime);
  return fmix32(mix(h, f, prime));
}

function mix(h: number, word: number, prime: number): number {
  const product = Math.imul(h ^ word, prime);
  return product ^ (product >>> 15);
}
