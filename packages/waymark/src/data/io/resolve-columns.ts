/**
 * Times as seconds. Numbers that, as seconds, would lie far in the future are milli-, micro- or nanoseconds: the
 * median of some thousand decides, since 10¹¹ s is the year 5138 and 10¹¹ ms is 1973.
 */
export function normalizeTimes(times: Float64Array): { readonly seconds: Float64Array; readonly note?: string } {
  const step = Math.max(1, Math.floor(times.length / 4096));
  const some: number[] = [];
  for (let at = 0; at < times.length; at += step) if (!Number.isNaN(times[at])) some.push(Math.abs(times[at]!));
  const middle = some.sort((a, b) => a - b)[some.length >> 1] ?? 0;
  const [unit, factor] =
    middle < 1e11 ? ["seconds", 1] : middle < 1e14 ? ["milli", 1e3] : middle < 1e17 ? ["micro", 1e6] : ["nano", 1e9];
  if (factor === 1) return { seconds: times };
  for (let at = 0; at < times.length; at++) times[at]! /= factor as number;
  return { seconds: times, note: `Times are ${unit}seconds in the file and were turned into seconds.` };
}
