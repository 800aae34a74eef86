import { availableParallelism } from "node:os";
import { MAX_THREADS } from "./control-block.ts";

/** All cores, at most 64. */
export const defaultThreads = (): number => Math.min(availableParallelism(), MAX_THREADS);
