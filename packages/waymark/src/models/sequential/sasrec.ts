import { InvalidInputError } from "../../errors.ts";
import { defineModel } from "../define-model.ts";
import { integer, type ParamsOf } from "../params.ts";
import { sequenceFit } from "./sequence-fit.ts";
import * as shared from "./sequence-params.ts";
import { type TransformerShape, transformerNet } from "./transformer-network.ts";

const params = {
  factors: shared.factors(64),
  blocks: integer({
    min: 1,
    max: 32,
    default: 2,
    description: "Blocks of attention one after another; more combine more of the history.",
  }),
  heads: integer({
    min: 1,
    max: 64,
    default: 1,
    description: "Ways of looking back at a time, each with its share of the factors, which it must divide.",
  }),
  ...shared.training,
};

/**
 * Self-attention over a learner's history: at each course the network weighs the earlier ones and says which comes next. Embeddings of
 * courses are read and scored alike. O(steps · (width² + length · width) · blocks) an epoch, steps being the enrolments that are learned.
 *
 * @see Kang & McAuley 2018, doi:10.1109/ICDM.2018.00035; Petrov & Macdonald 2023, doi:10.1145/3604915.3608783 (`gbce`). Deviations: the next
 * course is chosen among many drawn once a step (`loss=bce` with `negatives=1` is the paper's way). Histories are packed without
 * padding, places counted from the end. Heads are joined by a layer of their own, as in Vaswani et al. 2017. Adam moves the rows of
 * courses a step touched only.
 */
export const sasrec = defineModel({
  key: "sasrec",
  summary: "Reads a learner's courses in their order with self-attention and recommends what comes next.",
  params,
  ...sequenceFit<ParamsOf<typeof params>>("sasrec", netOf),
});

function netOf(shape: TransformerShape) {
  if (shape.factors % shape.heads !== 0)
    throw new InvalidInputError("sasrec.heads", `a number that divides factors (${shape.factors})`, shape.heads);
  return transformerNet(shape);
}
