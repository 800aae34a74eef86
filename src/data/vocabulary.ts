import { UnknownIdError } from "../errors.ts";

/** Two-way map between external ids (strings) and the row or column numbers models use. Never reordered. */
export class Vocabulary {
  /** What is named, in the words of messages: "learner", "course". */
  readonly entity: string;
  readonly ids: readonly string[];
  #indexes: ReadonlyMap<string, number> | undefined; // built on first use: many data sets are never asked by id

  /** @throws {RangeError} when an id repeats */
  constructor(entity: string, ids: readonly string[]) {
    this.entity = entity;
    this.ids = ids;
    if (this.#map().size !== ids.length) throw new RangeError(`${entity} ids must be unique.`);
  }

  /** From ids in any order, repeats allowed: sorted, numbers by value and the rest by code unit (see `compareIds`). */
  static from(entity: string, ids: Iterable<string>): Vocabulary {
    return new Vocabulary(entity, [...new Set(ids)].sort(compareIds));
  }

  get size(): number {
    return this.ids.length;
  }

  id(index: number): string {
    const id = this.ids[index];
    if (id === undefined) throw new RangeError(`${this.entity} index ${index} is out of range 0…${this.size - 1}.`);
    return id;
  }

  /** @throws {UnknownIdError} naming an id that differs only in case, if there is one */
  index(id: string): number {
    const index = this.find(id);
    if (index !== undefined) return index;
    const twin = this.ids.find((known) => known.toLowerCase() === id.toLowerCase());
    throw new UnknownIdError(this.entity, id, twin && `Ids are case-sensitive; there is ${JSON.stringify(twin)}.`);
  }

  /** `undefined` instead of an error: for ids that may legitimately be new. */
  find(id: string): number | undefined {
    return this.#map().get(id);
  }

  #map(): ReadonlyMap<string, number> {
    this.#indexes ??= new Map(this.ids.map((id, index) => [id, index]));
    return this.#indexes;
  }
}

/**
 * Order of ids in a vocabulary, so that it does not depend on the order of rows: canonical whole numbers ("7", not
 * "007") first, by value; then all others by UTF-16 code unit.
 */
export function compareIds(a: string, b: string): number {
  const numberA = isWhole(a);
  const numberB = isWhole(b);
  if (numberA !== numberB) return numberA ? -1 : 1;
  if (numberA && a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const isWhole = (id: string): boolean => /^(0|[1-9][0-9]*)$/.test(id);
