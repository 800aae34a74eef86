import type { Core } from "../../compute/core/core.ts";
import { Lifetime } from "../../compute/core/lifetime.ts";
import { type CoreOption, coreAlone } from "../core-option.ts";

/** What a model keeps in the kernels' memory: made when first asked for, freed when the model is disposed of. */
export class HeldMemory implements Disposable {
  readonly #core: CoreOption;
  readonly #holders: Disposable[] = [];
  readonly #lifetime = new Lifetime("model", () => {
    for (const holder of this.#holders.splice(0)) holder[Symbol.dispose]();
  });

  constructor(options: CoreOption) {
    this.#core = coreAlone(options);
  }

  /** @throws {DisposedError} when the model has been disposed of */
  check(): void {
    this.#lifetime.check();
  }

  /** Makes something that owns memory of the model's core, and disposes of it with the model. @throws {DisposedError} */
  hold<T extends Disposable>(make: (core: Core) => T): T {
    this.check();
    const holder = make(this.#core.core);
    this.#holders.push(holder);
    return holder;
  }

  /** Does asynchronous work with what is held: nothing of it is freed before the work ends. @throws {DisposedError} */
  during<T>(work: () => Promise<T>): Promise<T> {
    return this.#lifetime.during(work);
  }

  /** Frees everything, once nothing is at work with it; doing it again does nothing. */
  [Symbol.dispose](): void {
    this.#lifetime[Symbol.dispose]();
  }
}
