import type { RelevantUser } from "./relevant-users.ts";

const BLOCK = 1024; // users: work for every thread, and room for progress in between

/** The same users, up to 1,024 at a time. */
export async function* inBlocks(users: AsyncIterable<RelevantUser>): AsyncGenerator<RelevantUser[]> {
  let block: RelevantUser[] = [];
  for await (const user of users) {
    block.push(user);
    if (block.length < BLOCK) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}
