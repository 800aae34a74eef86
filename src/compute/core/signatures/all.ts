import { als } from "./als.ts";
import { decompositions } from "./decompositions.ts";
import { factorizations } from "./factorizations.ts";
import { implicitFeedback } from "./implicit-feedback.ts";
import { linearAlgebra } from "./linear-algebra.ts";
import { neighbours } from "./neighbours.ts";
import { networks } from "./networks.ts";
import { optimizers } from "./optimizers.ts";
import { ranking } from "./ranking.ts";

/** Every kernel by name. A new kernel is an export of src/kernels/index.ts and a line in one of these records. */
export const kernelSignatures = {
  ...linearAlgebra,
  ...decompositions,
  ...als,
  ...factorizations,
  ...implicitFeedback,
  ...ranking,
  ...neighbours,
  ...networks,
  ...optimizers,
};

export type KernelName = keyof typeof kernelSignatures;
