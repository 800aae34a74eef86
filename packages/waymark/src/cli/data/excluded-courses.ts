import type { Dataset } from "../../data/dataset.ts";
import type { Context } from "../context.ts";

/** `--exclude ID,ID`, repeatable; a value that is a course id as it stands is one, also with commas in it. */
export const collectIds = (text: string, earlier: readonly string[] = []): readonly string[] => [...earlier, text];

/** The items that may not be offered, each once; an id no course has is said and passed over. */
export function excludedCourses(
  { items }: Dataset,
  values: readonly string[] = [],
  { warn }: Pick<Context, "warn">,
): Uint32Array {
  const ids = values.flatMap((value) => (items.find(value) === undefined ? value.split(",") : [value]));
  const found = new Set<number>();
  for (const id of ids.map((part) => part.trim()).filter((part) => part !== "")) {
    const item = items.find(id);
    if (item === undefined) warn(`no course has the id ${JSON.stringify(id)}; there is nothing to exclude.`);
    else found.add(item);
  }
  return Uint32Array.from(found).sort();
}
