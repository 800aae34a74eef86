/** The part of the WebAssembly API the core uses, typed here: TypeScript has it in its DOM library only. */

export interface WasmModule {
  readonly [Symbol.toStringTag]: "WebAssembly.Module";
}
export interface WasmMemory {
  readonly buffer: SharedArrayBuffer;
}
export interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

interface Wasm {
  readonly Module: new (bytes: Uint8Array) => WasmModule;
  readonly Instance: new (
    module: WasmModule,
    imports: Readonly<Record<string, Readonly<Record<string, WasmMemory>>>>,
  ) => WasmInstance;
  readonly Memory: new (size: {
    readonly initial: number;
    readonly maximum: number;
    readonly shared: true;
  }) => WasmMemory;
  readonly RuntimeError: new (message?: string) => Error;
  validate(bytes: Uint8Array): boolean;
}

/** Undefined only in a process that was started without it, e.g. with --jitless on some engines. */
export const wasm: Wasm = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;
