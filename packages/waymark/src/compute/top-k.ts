/**
 * Indexes of the `k` largest scores, best first. NaN and −∞ are never taken; ties keep the lower index, so lists are
 * reproducible. A bounded heap: O(n log k) time, O(k) space.
 */
export function topK(scores: Float64Array, k: number): Uint32Array {
  const limit = Math.min(k, scores.length);
  if (limit <= 0) return new Uint32Array(0);
  const heap = new Uint32Array(limit); // heap[0] is the worst of those kept
  let size = 0;
  const worse = (a: number, b: number): boolean => scores[a]! < scores[b]! || (scores[a] === scores[b] && a > b);

  const siftDown = (start: number): void => {
    let at = start;
    const moving = heap[at]!;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      if (child + 1 < size && worse(heap[child + 1]!, heap[child]!)) child++;
      if (!worse(heap[child]!, moving)) break;
      heap[at] = heap[child]!;
      at = child;
    }
    heap[at] = moving;
  };

  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (!(score > Number.NEGATIVE_INFINITY)) continue;
    if (size < limit) {
      let at = size++;
      while (at > 0 && worse(i, heap[(at - 1) >> 1]!)) {
        heap[at] = heap[(at - 1) >> 1]!;
        at = (at - 1) >> 1;
      }
      heap[at] = i;
    } else if (score > scores[heap[0]!]!) {
      heap[0] = i; // an equal score has a higher index here, so it is worse
      siftDown(0);
    }
  }

  const order = new Uint32Array(size);
  for (let rank = order.length - 1; rank >= 0; rank--) {
    order[rank] = heap[0]!;
    heap[0] = heap[--size]!;
    siftDown(0);
  }
  return order;
}
