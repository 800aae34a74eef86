import { wasm } from "./webassembly.ts";

/** The smallest modules that are valid only where the engine has what the kernels use. */
const probes: Readonly<Record<string, readonly number[]>> = {
  // (func (result v128) i32.const 0 i8x16.splat i8x16.popcnt)
  SIMD: [1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
  // (memory 1 1 shared) (func i32.const 0 i32.atomic.load drop)
  threads: [1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 5, 4, 1, 3, 1, 1, 10, 11, 1, 9, 0, 65, 0, 254, 16, 2, 0, 26, 11],
};
const preamble = [0, 97, 115, 109, 1, 0, 0, 0];

/** What this engine lacks of what every build of the kernels needs, in words; empty where nothing is missing. */
export function missingFeatures(engine: Pick<typeof wasm, "validate"> | undefined = wasm): readonly string[] {
  if (!engine) return ["WebAssembly"];
  return Object.entries(probes).flatMap(([name, body]) =>
    engine.validate(Uint8Array.from([...preamble, ...body])) ? [] : [`WebAssembly ${name}`],
  );
}
