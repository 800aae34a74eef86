import { als } from "./als.ts";
import { linearAlgebra } from "./linear-algebra.ts";
import { ranking } from "./ranking.ts";

/** Every kernel by name. A new kernel is an export of src/kernels/index.ts and a line in one of these records. */
export const kernelSignatures = { ...linearAlgebra, ...als, ...ranking };

export type KernelName = keyof typeof kernelSignatures;
