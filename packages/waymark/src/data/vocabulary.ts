import { UnknownIdError } from "../errors.ts";
import { foldedId } from "./folded-id.ts";

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

  /** From ids in any order, repeats allowed: sorted, numbers by value and the rest by code unit (see `orderIds`). */
  static from(entity: string, ids: Iterable<string>): Vocabulary {
    const unique = [...new Set(ids)];
    return new Vocabulary(
      entity,
      Array.from(orderIds(unique), (at) => unique[at]!),
    );
  }

  get size(): number {
    return this.ids.length;
  }

  id(index: number): string {
    const id = this.ids[index];
    if (id === undefined) throw new RangeError(`${this.entity} index ${index} is out of range 0…${this.size - 1}.`);
    return id;
  }

  /** @throws {UnknownIdError} naming an id that differs only in its form, if there is one */
  index(id: string, remedy?: string): number {
    const index = this.find(id);
    if (index !== undefined) return index;
    throw new UnknownIdError(this.entity, id, this.#twinHint(id) ?? remedy);
  }

  /** Names an id that differs only in case, in how accents are stored, in leading zeros or in a trailing .0. */
  #twinHint(id: string): string | undefined {
    const folded = foldedId(id);
    const twin = this.ids.find((known) => foldedId(known) === folded);
    if (twin === undefined) return undefined;
    if (twin.toLowerCase() === id.toLowerCase()) return `Ids are case-sensitive; there is ${JSON.stringify(twin)}.`;
    const how = twin.normalize("NFC") === id.normalize("NFC") ? ", stored in another Unicode form (NFC or NFD)" : "";
    return `There is ${JSON.stringify(twin)}${how}.`;
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
 * Positions of different ids in the order of a vocabulary, which does not depend on the order of rows: canonical whole
 * numbers ("7", not "007") first, by value; then all others by UTF-16 code unit. A million numbers take 0.3 s, a million other texts about 1 s.
 */
export function orderIds(ids: readonly string[]): Uint32Array {
  const numbers = new Float64Array(ids.length);
  const small: number[] = []; // up to 15 digits: sorted as numbers, the common case
  const long: number[] = [];
  const others: number[] = [];
  for (let at = 0; at < ids.length; at++) {
    const id = ids[at]!;
    if (!isWhole.test(id)) others.push(at);
    else if (id.length > 15) long.push(at);
    else {
      numbers[at] = Number(id);
      small.push(at);
    }
  }
  const byText = (a: number, b: number): number => (ids[a]! < ids[b]! ? -1 : 1);
  const order = new Uint32Array(ids.length);
  order.set(Uint32Array.from(small).sort((a, b) => numbers[a]! - numbers[b]!));
  order.set(
    long.sort((a, b) => ids[a]!.length - ids[b]!.length || byText(a, b)),
    small.length,
  );
  order.set(others.sort(byText), small.length + long.length);
  return order;
}

const isWhole = /^(0|[1-9][0-9]*)$/;
