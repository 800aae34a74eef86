import type { Mutant } from "./mutant.ts";

export interface Family {
  readonly family: string;
  readonly mutants: readonly Mutant[];
}

/**
 * The faults that the arguments choose: names of families, then parts of the paths of faulty files. Without a name every
 * family, without a part every fault; or, as text, what is wrong with the arguments.
 */
export function choosePlan(families: readonly Family[], wanted: readonly string[]): readonly Family[] | string {
  const names = families.map(({ family }) => family);
  const named = wanted.filter((word) => names.includes(word));
  const parts = wanted.filter((word) => !names.includes(word));
  const candidates = named.length > 0 ? families.filter(({ family }) => named.includes(family)) : families;
  const lost = parts.filter(
    (part) => !candidates.some(({ mutants }) => mutants.some(({ file }) => file.includes(part))),
  );
  if (lost.length > 0)
    return `No family of faults is named ${lost.join(", ")}, and no faulty file has it in its path. Families: ${names.join(", ")}.`;
  if (parts.length === 0) return candidates;
  return candidates
    .map(({ family, mutants }) => ({
      family,
      mutants: mutants.filter(({ file }) => parts.some((part) => file.includes(part))),
    }))
    .filter(({ mutants }) => mutants.length > 0);
}
