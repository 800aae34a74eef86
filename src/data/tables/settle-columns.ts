import type { Vocabulary } from "../vocabulary.ts";

/**
 * Times as seconds. Numbers that, as seconds, would lie far in the future are milli-, micro- or nanoseconds: the
 * median of some thousand decides, since 10¹¹ s is the year 5138 and 10¹¹ ms is 1973.
 */
export function settleTimes(times: Float64Array): { readonly seconds: Float64Array; readonly note?: string } {
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

/** What a reader should know about ids: that some differ only in case, that spaces were taken off. */
export function noteIds(vocabulary: Vocabulary, hadSpaces: boolean): string[] {
  const notes: string[] = [];
  const { entity } = vocabulary;
  const firstByFolded = new Map<string, string>();
  let twins = 0;
  let example = "";
  for (const id of vocabulary.ids) {
    const folded = id.toLowerCase();
    const twin = firstByFolded.get(folded);
    if (twin === undefined) firstByFolded.set(folded, id);
    else if (twins++ === 0) example = `${JSON.stringify(twin)} and ${JSON.stringify(id)}`;
  }
  if (twins > 0)
    notes.push(
      `${twins} ${entity} ${twins > 1 ? "ids differ" : "id differs"} only in case from another, such as ${example}; they are kept apart.`,
    );
  if (hadSpaces) notes.push(`Spaces around ${entity} ids were taken off.`);
  return notes;
}
