import { textHash } from "../compute/hash.ts";
import { Random } from "../compute/random.ts";
import { drawRows, shareOf } from "./draw.ts";
import { singleFold } from "./fold.ts";
import type { Split } from "./split.ts";
import { checkShare } from "./split-arguments.ts";

/** `random:0.2`: this share of all rows (rounded down, at least one) is held out, whoever they belong to. */
export function random(share: number): Split {
  checkShare("splits.random", share);
  const text = `random:${share}`;
  return {
    text,
    description: `${percent(share)} of all rows held out, drawn at random`,
    async apply(data, seed) {
      const isTest = new Uint8Array(data.size);
      const generator = new Random(seed, textHash("random"));
      drawRows(generator, isTest, Math.max(1, shareOf(share, data.size)), undefined, 0, data.size);
      return singleFold(data, text, isTest);
    },
  };
}

/** `percent(0.2)` is "20 %". */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(10))} %`;
