/**
 * The finaliser of MurmurHash3 (Austin Appleby, public domain): a bijection on 32-bit numbers that mixes every bit.
 * @returns 0 … 2³² − 1
 */
export function fmix32(x: number): number {
  let h = x | 0;
  h ^= h >>> 16;
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * Hash of a pair of numbers under a seed, all arithmetic mod 2³²; any language can repeat it, so a split made with it
 * can be compared row for row with other programs.
 * @returns 0 … 2³² − 1
 */
export function pairHash(user: number, item: number, seed: number): number {
  return fmix32(pairParts.user(user) + Math.imul(item, 0x85ebca77) + pairParts.seed(seed));
}

/** What user and seed add to the number that is mixed, mod 2³²; src/kernels/rank-base.ts does the rest. */
export const pairParts = {
  user: (user: number): number => Math.imul(user, 0x9e3779b1),
  seed: (seed: number): number => Math.imul(seed + 1, 0xc2b2ae3d),
};

/** Hash of a row number under a seed: `pairHash(row, 0, seed)`. */
export const rowHash = (row: number, seed: number): number => pairHash(row, 0, seed);

/** MurmurHash3 x86 32-bit of a text's UTF-8 bytes (the 4-byte body and tail as published). @returns 0 … 2³² − 1 */
export function textHash(text: string, seed = 0): number {
  const bytes = new TextEncoder().encode(text);
  let h = seed | 0;
  const whole = bytes.length & ~3;
  for (let p = 0; p < whole; p += 4)
    h = block(h, bytes[p]! | (bytes[p + 1]! << 8) | (bytes[p + 2]! << 16) | (bytes[p + 3]! << 24));
  let tail = 0;
  for (let p = bytes.length - 1; p >= whole; p--) tail = (tail << 8) | bytes[p]!;
  if (bytes.length > whole) h ^= scramble(tail);
  return fmix32(h ^ bytes.length);
}

function scramble(k: number): number {
  const rotated = Math.imul(k, 0xcc9e2d51);
  return Math.imul((rotated << 15) | (rotated >>> 17), 0x1b873593);
}

function block(h: number, k: number): number {
  const mixed = h ^ scramble(k);
  return (Math.imul((mixed << 13) | (mixed >>> 19), 5) + 0xe6546b64) | 0;
}
