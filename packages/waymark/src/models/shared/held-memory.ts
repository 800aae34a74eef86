import type { Core } from "../../compute/core/core.ts";
import { DisposedError } from "../../errors.ts";
import { type CoreOption, coreAlone } from "../core-option.ts";

/** What a model keeps in the kernels' memory: made when first asked for, freed when the model is disposed of. */
export class HeldMemory implements Disposable {
  readonly #core: CoreOption;
  readonly #holders: Disposable[] = [];
  #disposed = false;

  constructor(options: CoreOption) {
    this.#core = coreAlone(options);
  }

  /** @throws {DisposedError} when the model has been disposed of */
  check(): void {
    if (this.#disposed) throw new DisposedError("model");
  }

  /** Makes something that owns memory of the model's core, and disposes of it with the model. @throws {DisposedError} */
  hold<T extends Disposable>(make: (core: Core) => T): T {
    this.check();
    const holder = make(this.#core.core);
    this.#holders.push(holder);
    return holder;
  }

  /** Frees everything; doing it again does nothing. */
  [Symbol.dispose](): void {
    this.#disposed = true;
    for (const holder of this.#holders.splice(0)) holder[Symbol.dispose]();
  }
}
