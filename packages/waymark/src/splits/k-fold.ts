import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import { foldOf } from "./fold.ts";
import type { Split } from "./split.ts";
import { checkCount } from "./split-arguments.ts";

/** `folds:5`: all rows are dealt at random to this many folds of equal size (±1); each is the test side once. */
export function kFold(folds: number): Split {
  checkCount("splits.kFold", folds);
  const text = `folds:${folds}`;
  return {
    text,
    description: `${folds}-fold cross-validation over rows, dealt at random`,
    async apply(data, seed) {
      const order = new Uint32Array(data.size);
      for (let row = 0; row < order.length; row++) order[row] = row;
      new Random(seed, textHash("folds")).shuffle(order);
      const part = new Uint32Array(data.size);
      for (let k = 0; k < order.length; k++) part[order[k]!] = k % folds;
      return Array.from({ length: folds }, (_, fold) => foldOf(data, `fold ${fold + 1} of ${folds}`, text, part, fold));
    },
  };
}
