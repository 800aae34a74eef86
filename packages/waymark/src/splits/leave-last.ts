import { tieOrder } from "../data/tie-order.ts";
import { foldOf } from "./fold.ts";
import type { Split } from "./split.ts";
import { requireTimes } from "./times.ts";

/**
 * The latest row of every user is held out; of equal times the last by a seeded hash of ids (`tieOrder`), which the fold
 * counts in `tiedRows`. Rows without a time stay in training, and users with a single row or without any time are not
 * tested.
 */
export const leaveLast = (): Split => ({
  text: "leave-last",
  description: "the latest row of every learner held out (learners with two rows or more)",
  async apply(data, seed) {
    const times = requireTimes(data, "leave-last");
    const { users } = data.interactions;
    const isAfter = tieOrder(data.interactions, data, seed);
    const rowCount = new Uint32Array(data.users.size);
    const latestCount = new Uint32Array(data.users.size);
    const latest = new Float64Array(data.users.size).fill(Number.NEGATIVE_INFINITY);
    const latestRow = new Uint32Array(data.users.size);
    for (let row = 0; row < users.length; row++) {
      const user = users[row]!;
      rowCount[user]! += 1;
      if (!(times[row]! >= latest[user]!)) continue;
      const isTied = times[row] === latest[user];
      latestCount[user] = isTied ? latestCount[user]! + 1 : 1;
      if (isTied && isAfter(row, latestRow[user]!) < 0) continue;
      latest[user] = times[row]!;
      latestRow[user] = row;
    }
    const isTest = new Uint8Array(data.size);
    let tiedRows = 0;
    for (let user = 0; user < rowCount.length; user++) {
      if (rowCount[user]! < 2 || latest[user]! === Number.NEGATIVE_INFINITY) continue;
      isTest[latestRow[user]!] = 1;
      if (latestCount[user]! > 1) tiedRows++;
    }
    return [foldOf(data, "leave-last", "leave-last", isTest, 1, { tiedRows })];
  },
});
