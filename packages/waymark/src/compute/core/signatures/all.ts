import { als } from "./als.ts";
import { candidates } from "./candidates.ts";
import { decisions } from "./decisions.ts";
import { decompositions } from "./decompositions.ts";
import { examples } from "./examples.ts";
import { descentArgs, factorizations } from "./factorizations.ts";
import { implicitFeedback } from "./implicit-feedback.ts";
import { layers64 } from "./layers64.ts";
import { linearAlgebra } from "./linear-algebra.ts";
import { mlps } from "./mlps.ts";
import { neighbours } from "./neighbours.ts";
import { networks } from "./networks.ts";
import { optimizers } from "./optimizers.ts";
import { ranking, rankingArgs } from "./ranking.ts";
import { ranking64, ranking64Args } from "./ranking64.ts";
import { recurrent } from "./recurrent.ts";
import { sequences } from "./sequences.ts";
import { softmaxes } from "./softmax.ts";
import { sparseLayers } from "./sparse-layers.ts";

/** Every kernel by name. A new kernel is an export of src/kernels/index.ts and a line in one of these records. */
export const kernelSignatures = {
  ...linearAlgebra,
  ...decompositions,
  ...als,
  ...factorizations,
  ...implicitFeedback,
  ...ranking,
  ...ranking64,
  ...layers64,
  ...neighbours,
  ...networks,
  ...examples,
  ...optimizers,
  ...mlps,
  ...sequences,
  ...recurrent,
  ...candidates,
  ...decisions,
  ...softmaxes,
  ...sparseLayers,
};

/** First arguments of several kernels, whose common functions read them through one class; see scripts/kernel-arguments.ts. */
export const sharedArguments = { ranking: rankingArgs, ranking64: ranking64Args, descent: descentArgs };

export type KernelName = keyof typeof kernelSignatures;
