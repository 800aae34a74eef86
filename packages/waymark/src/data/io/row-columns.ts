/** Columns that grow together as rows arrive; their room doubles, so adding n rows costs O(n). */
export class RowColumns {
  #length = 0;
  #room: number;
  #users: Uint32Array;
  #items: Uint32Array;
  #values: Float64Array | undefined;
  #times: Float64Array | undefined;

  /** @param room how many rows are expected; a good guess saves copying */
  constructor(room: number, hasValues: boolean, hasTimes: boolean) {
    this.#room = Math.max(1, room);
    this.#users = new Uint32Array(this.#room);
    this.#items = new Uint32Array(this.#room);
    this.#values = hasValues ? new Float64Array(this.#room) : undefined;
    this.#times = hasTimes ? new Float64Array(this.#room) : undefined;
  }

  get length(): number {
    return this.#length;
  }

  /** `value` and `time` are passed over where there is no such column. */
  add(user: number, item: number, value: number, time: number): void {
    if (this.#length === this.#room) this.#enlarge();
    const at = this.#length++;
    this.#users[at] = user;
    this.#items[at] = item;
    if (this.#values !== undefined) this.#values[at] = value;
    if (this.#times !== undefined) this.#times[at] = time;
  }

  /** The rows alone, in arrays of their length. The columns here are given up, one after the other, to spare memory. */
  finish(): { users: Uint32Array; items: Uint32Array; values?: Float64Array; times?: Float64Array } {
    const length = this.#length;
    const users = this.#users.slice(0, length);
    this.#users = new Uint32Array(0);
    const items = this.#items.slice(0, length);
    this.#items = new Uint32Array(0);
    const values = this.#values?.slice(0, length);
    this.#values = undefined;
    const times = this.#times?.slice(0, length);
    this.#times = undefined;
    return { users, items, ...(values && { values }), ...(times && { times }) };
  }

  #enlarge(): void {
    this.#room *= 2;
    this.#users = copied(this.#users, new Uint32Array(this.#room));
    this.#items = copied(this.#items, new Uint32Array(this.#room));
    if (this.#values) this.#values = copied(this.#values, new Float64Array(this.#room));
    if (this.#times) this.#times = copied(this.#times, new Float64Array(this.#room));
  }
}

function copied<A extends Uint32Array | Float64Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
