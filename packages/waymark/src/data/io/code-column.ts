/** A small number for each row, 0 until set; takes no room before the first is set. */
export class CodeColumn {
  #codes = new Uint32Array(0);

  get isEmpty(): boolean {
    return this.#codes.length === 0;
  }

  set(row: number, code: number): void {
    if (row >= this.#codes.length) {
      const larger = new Uint32Array(Math.max(1024, row + 1, Math.ceil(this.#codes.length * 1.5)));
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#codes[row] = code;
  }

  get(row: number): number {
    return this.#codes[row] ?? 0;
  }
}
