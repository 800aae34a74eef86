// A thread of the pool: sleeps on its start word, takes chunks until none is left, reports back. It ends with the process.
import { parentPort, workerData } from "node:worker_threads";
import {
  controlBlock,
  FAILED,
  KERNEL,
  type Kernel,
  PENDING,
  runChunk,
  SCRATCH,
  STRIDE,
  startWord,
  stopHandingOut,
  waitWhile,
} from "./control-block.ts";
import { type WasmMemory, type WasmModule, wasm } from "./webassembly.ts";

export interface ThreadData {
  readonly module: WasmModule;
  readonly memory: WasmMemory;
  /** Kernels by the numbers jobs name them with. */
  readonly names: readonly string[];
  /** From 1: the caller is thread 0. */
  readonly thread: number;
}

const { module, memory, names, thread } = workerData as ThreadData;
const kernels = new wasm.Instance(module, { env: { memory } }).exports as Record<string, unknown>;
const control = controlBlock(memory);
const word = startWord(thread);

let seen = Atomics.load(control, word);
parentPort!.postMessage("ready");
for (;;) {
  waitWhile(control, word, seen);
  seen = Atomics.load(control, word);
  const scratch = (control[SCRATCH]! >>> 0) + thread * (control[STRIDE]! >>> 0);
  try {
    while (runChunk(control, kernels[names[control[KERNEL]!]!] as Kernel, scratch));
  } catch {
    Atomics.store(control, FAILED, 1);
    stopHandingOut(control);
  }
  Atomics.sub(control, PENDING, 1);
}
