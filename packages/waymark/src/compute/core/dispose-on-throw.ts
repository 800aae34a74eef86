/// <reference lib="esnext.disposable" preserve="true" />

/**
 * What `build` makes of a resource that is owned from then on by whoever called; where `build` throws, nobody would free the
 * resource, so this does.
 *
 *     const tape = new Tape(core);
 *     return disposeOnThrow(tape, () => ({ tape, output: net.encode(tape, input) }));
 */
export function disposeOnThrow<R extends Disposable, T>(resource: R, build: (resource: R) => T): T {
  try {
    return build(resource);
  } catch (error) {
    resource[Symbol.dispose]();
    throw error;
  }
}
