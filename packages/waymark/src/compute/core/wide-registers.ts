import { isAscii } from "node:buffer";
import { arch } from "node:process";

const some = new Uint8Array(32);

/**
 * To be called on the caller's thread after kernels and before JavaScript goes on. V8 leaves the upper halves of the 256-bit
 * registers marked as in use, and with that the C functions behind `Math.exp`, `Math.log`, `Math.tanh` and their like, which are
 * compiled for 128 bits, take up to 70 times as long (1 µs instead of 13 ns, Intel Xeon), until something clears them. What
 * validates text does, on its way out; 0.1 µs. Nothing to do on processors other than x64.
 *
 * @see Intel 64 and IA-32 Architectures Optimization Reference Manual, "Mixing AVX code with SSE code".
 */
export const clearWideRegisters: () => void = arch === "x64" ? () => void isAscii(some) : () => {};
