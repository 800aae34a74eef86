import { InvalidInputError } from "./errors.ts";

/**
 * Puts an entry into a registry; the same entry twice is one.
 *
 * @param noun what it is, for messages: "model"
 * @param place where it goes. @defaultValue after the others
 * @returns what takes it out again
 * @throws {InvalidInputError} for a name that another entry has
 */
export function registerIn<T>(
  registry: readonly T[],
  entry: T,
  { noun, nameOf, place = registry.length }: { noun: string; nameOf: (entry: T) => string; place?: number },
): () => void {
  const entries = registry as T[];
  if (entries.includes(entry)) return () => {};
  const name = nameOf(entry);
  if (entries.some((other) => nameOf(other) === name))
    throw new InvalidInputError(
      noun,
      `a ${noun} with a name of its own`,
      name,
      `There is one named ${name}: rename yours.`,
    );
  entries.splice(place, 0, entry);
  return () => {
    const at = entries.indexOf(entry);
    if (at >= 0) entries.splice(at, 1);
  };
}
