import { expect, test } from "vitest";
import { sharedCore } from "../../../src/compute/core/core.ts";
import { CsrMatrix } from "../../../src/compute/csr-matrix.ts";
import { pairHash } from "../../../src/compute/hash.ts";
import { BlockedPairs } from "../../../src/models/factorization/bpr/blocked-pairs.ts";

const [users, items, blocks] = [50, 40, 4];

/** 50 users with about a third of 40 items each. */
function someItems(): CsrMatrix {
  const rows: number[] = [];
  const columns: number[] = [];
  for (let user = 0; user < users; user++)
    for (let item = 0; item < items; item++)
      if (pairHash(user, item, 9) % 3 === 0) {
        rows.push(user);
        columns.push(item);
      }
  return CsrMatrix.fromCoordinates(
    users,
    items,
    Uint32Array.from(rows),
    Uint32Array.from(columns),
    new Float64Array(rows.length),
  );
}

test("every pair and every negative stands in the block of its users and items, once", async () => {
  const userItems = someItems();
  const core = sharedCore();
  using arena = core.arena();
  const pool = Uint32Array.from({ length: items }, (_, item) => item);
  const blocked = new BlockedPairs(core, arena, userItems, pool, blocks);
  const blocksOfItems: number[][] = [];
  for (const key of [1, 2]) {
    const shared = await blocked.share(key, {});
    const blockOf = new Array<number>(items).fill(-1);
    for (let b = 0; b < blocks; b++)
      for (let p = shared.poolOffsets[b]!; p < shared.poolOffsets[b + 1]!; p++) blockOf[shared.pool[p]!] = b;
    expect(blockOf).not.toContain(-1);
    blocksOfItems.push(blockOf);

    const found: string[] = [];
    const blockOfUser = new Map<number, number>();
    for (let a = 0; a < blocks; a++)
      for (let b = 0; b < blocks; b++) {
        const [from, to] = [shared.pairOffsets[a * (blocks + 1) + b]!, shared.pairOffsets[a * (blocks + 1) + b + 1]!];
        for (let p = from; p < to; p++) {
          const [user, item] = [shared.pairs[2 * p]!, shared.pairs[2 * p + 1]!];
          expect(blockOf[item]).toBe(b);
          expect(blockOfUser.get(user) ?? a).toBe(a);
          blockOfUser.set(user, a);
          found.push(`${user} ${item}`);
        }
      }
    const given = Array.from({ length: users }, (_, user) =>
      [...userItems.row(user).columns].map((i) => `${user} ${i}`),
    );
    expect(found.sort()).toEqual(given.flat().sort());
    const pairsOfUsers = Array.from({ length: blocks }, (_, a) => shared.pairOffsets[a * (blocks + 1) + blocks]!);
    expect(pairsOfUsers[0]).toBeLessThan((1.5 * userItems.size) / blocks); // blocks of users are about even
  }
  expect(blocksOfItems[0]).not.toEqual(blocksOfItems[1]); // courses are dealt anew
});
