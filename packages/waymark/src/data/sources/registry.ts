import { registerIn } from "../../register-in.ts";
import type { Source } from "../source.ts";
import { amazonBeauty } from "./amazon-beauty.ts";
import { amazonReviews } from "./amazon-reviews.ts";
import { coco } from "./coco.ts";
import { csv } from "./csv.ts";
import { demo } from "./demo.ts";
import { ednetKt1 } from "./ednet-kt1.ts";
import { ednetKt4 } from "./ednet-kt4.ts";
import { goodbooks } from "./goodbooks.ts";
import { ibmCapstone } from "./ibm-capstone.ts";
import { mooccubex } from "./mooccubex.ts";
import { movielens1m } from "./movielens-1m.ts";
import { movielens100k } from "./movielens-100k.ts";
import { ncf } from "./ncf.ts";
import { splitFolder } from "./split-folder.ts";

/** Every kind of data Waymark reads, in the order in which `--format auto` asks them; `csv` takes what nobody knows. */
export const sources: readonly Source[] = [
  demo,
  movielens100k,
  movielens1m,
  ibmCapstone,
  goodbooks,
  mooccubex,
  coco,
  amazonBeauty,
  ncf,
  ednetKt1,
  ednetKt4,
  amazonReviews,
  splitFolder,
  csv,
];

/** Makes an own source one of those asked, before all others. @returns what takes it out again @throws {InvalidInputError} for a key that is taken */
export const registerSource = (source: Source): (() => void) =>
  registerIn(sources, source, { noun: "source", nameOf: ({ key }) => key, place: 0 });
