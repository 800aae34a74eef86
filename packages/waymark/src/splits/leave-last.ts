import { singleFold } from "./fold.ts";
import type { Split } from "./split.ts";
import { requireTimes } from "./times.ts";

/**
 * The latest row of every user is held out; of equal times the later row. Rows without a time stay in training, and
 * users with a single row or without any time are not tested.
 */
export const leaveLast = (): Split => ({
  text: "leave-last",
  description: "the latest row of every learner held out (learners with two rows or more)",
  async apply(data) {
    const times = requireTimes(data, "leave-last");
    const { users } = data.interactions;
    const rowCount = new Uint32Array(data.users.size);
    const latest = new Float64Array(data.users.size).fill(Number.NEGATIVE_INFINITY);
    const latestRow = new Uint32Array(data.users.size);
    for (let row = 0; row < users.length; row++) {
      const user = users[row]!;
      rowCount[user]! += 1;
      if (!(times[row]! >= latest[user]!)) continue;
      latest[user] = times[row]!;
      latestRow[user] = row;
    }
    const isTest = new Uint8Array(data.size);
    for (let user = 0; user < rowCount.length; user++)
      if (rowCount[user]! >= 2 && latest[user]! > Number.NEGATIVE_INFINITY) isTest[latestRow[user]!] = 1;
    return singleFold(data, "leave-last", isTest);
  },
});
