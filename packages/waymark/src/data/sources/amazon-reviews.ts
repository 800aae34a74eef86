import { join } from "node:path";
import { SourceError } from "../../errors.ts";
import { openDataFile } from "../io/data-file.ts";
import { listingOf } from "../io/folder.ts";
import { parseObject } from "../io/json-lines.ts";
import type { JsonLinesLayout } from "../io/layout.ts";
import { readInteractionFile } from "../io/read-interactions.ts";
import type { Listing, ReadOptions, Source, SourceData } from "../source.ts";

const layout: JsonLinesLayout = { kind: "json-lines", names: ["reviewerID", "asin", "overall", "unixReviewTime"] };
const columns = { user: 0, item: 1, rating: 2, time: 3 } as const;

/**
 * Amazon reviews of the 2014 and 2018 releases: JSON lines with reviewerID, asin, overall (1–5) and unixReviewTime
 * (whole days). Review texts belong to rows, not to items, and are not read.
 *
 * @see McAuley, Targett, Shi and van den Hengel 2015, doi:10.1145/2766462.2767755
 */
export const amazonReviews: Source = {
  key: "amazon-reviews",
  description: "Amazon product reviews (McAuley): JSON lines with reviewerID, asin, overall and unixReviewTime.",
  recognizes: async (listing) => {
    const path = reviewFile(listing);
    return path !== undefined && (await beginsWithReview(path));
  },
  read,
};

async function read(path: string, options: ReadOptions): Promise<SourceData> {
  const file = reviewFile(await listingOf(path));
  if (file === undefined)
    throw new SourceError(path, "does not hold exactly one .json file.", "Name the file with the reviews.");
  const table = await readInteractionFile(file, layout, columns, options);
  return { name: "amazon-reviews", ...table, scale: { min: 1, max: 5 } };
}

/** The file itself, or the only one of its kind in a folder. */
function reviewFile({ path, isFolder, names }: Listing): string | undefined {
  const candidates = [...names].filter((name) => /\.(json|jsonl)(\.gz|\.zst)?$/.test(name));
  if (candidates.length !== 1) return undefined;
  return isFolder ? join(path, candidates[0]!) : path;
}

async function beginsWithReview(path: string): Promise<boolean> {
  try {
    const { head } = await openDataFile(path);
    const end = head.indexOf(10);
    const first = parseObject(new TextDecoder().decode(end < 0 ? head : head.subarray(0, end)));
    return first !== undefined && "reviewerID" in first && "asin" in first;
  } catch (error) {
    if (error instanceof SourceError) return false; // who reads it will say what is wrong
    throw error;
  }
}
