import { type Core, sharedCore } from "../compute/core/core.ts";

/** The core that training, restoring and scoring run on. */
export interface CoreOption {
  readonly core: Core;
}

/**
 * The same options with the core filled in, the shared one by default: the only place where models come by it. It is looked up when
 * first read, so that a model without kernels never starts one.
 */
export const withCore = <T extends { readonly core?: Core | undefined }>(options: T): T & CoreOption => {
  const { core } = options;
  return {
    ...options,
    get core() {
      return core ?? sharedCore();
    },
  };
};

/** The core alone, looked up as late, for a model that outlives the signals and callbacks of its `fit`. */
export const coreAlone = (options: CoreOption): CoreOption =>
  Object.defineProperty({}, "core", Object.getOwnPropertyDescriptor(options, "core")!) as CoreOption;
