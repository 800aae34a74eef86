/**
 * One clock for all that computes on this thread: chains of short jobs, each below a slice, let the event loop in as often as one
 * long job does. @see docs/guide/compute-core.md
 */
const SLICE = 10; // ms of computing, whoever does it, before timers, signals and requests have their turn

let sliceEnd = 0;

/** Whether the event loop has waited for a slice or longer. Cheap enough for hot loops. */
export const isSliceOver = (): boolean => performance.now() >= sliceEnd;

/** One turn of the event loop: due timers, signals and requests are served. Begins the next slice. */
export async function yieldToEventLoop(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  sliceEnd = performance.now() + SLICE;
}
