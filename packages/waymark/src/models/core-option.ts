import { type Core, sharedCore } from "../compute/core/core.ts";

/** The core that training, restoring and scoring run on. */
export interface CoreOption {
  readonly core: Core;
}

/**
 * The core asked for, or the shared one: the only place where models come by it. It is looked up when first read, so that a model
 * without kernels never starts one.
 */
export const coreOf = (options: { readonly core?: Core | undefined }): CoreOption => ({
  get core() {
    return options.core ?? sharedCore();
  },
});
