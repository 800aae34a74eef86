import { countOffsets, stableCountingSort } from "../compute/csr-matrix.ts";
import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import { drawRows } from "./draw.ts";
import { singleFold } from "./fold.ts";
import type { Split } from "./split.ts";

/** One random row of every user is held out; a user with a single row keeps it to learn from. */
export const leaveOneOut = (): Split => ({
  text: "leave-one-out",
  description: "one row of every learner held out, drawn at random (learners with two rows or more)",
  async apply(data, seed) {
    const { users } = data.interactions;
    const offsets = countOffsets(users, data.users.size);
    const order = stableCountingSort(users, data.users.size);
    const isTest = new Uint8Array(data.size);
    const random = new Random(seed, textHash("leave-one-out"));
    for (let user = 0; user < data.users.size; user++) {
      const start = offsets[user]!;
      const end = offsets[user + 1]!;
      if (end - start >= 2) drawRows(random, isTest, 1, order, start, end);
    }
    return singleFold(data, "leave-one-out", isTest);
  },
});
