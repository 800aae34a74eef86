// What the host may call. Every kernel is (args, lo, hi, scratch): a range of its work, arguments in shared memory, scratch
// that belongs to the calling thread. A kernel allocates nothing, keeps nothing and calls nobody back.
export { alsCg } from "./als-cg";
export { alsExact } from "./als-exact";
export { alsWhite } from "./als-white";
export { bprSteps } from "./bpr";
export { choleskyPanel, choleskyUpdate } from "./cholesky-blocked";
export { choleskySolveRows } from "./cholesky-solve";
export { coCounts } from "./co-counts";
export { descendUsers } from "./descent";
export { productsToDistances } from "./distances";
export { easeWeights } from "./ease-weights";
export { elasticNet } from "./elastic-net";
export { gemm, packRight } from "./gemm";
export { gram, mirror } from "./gram";
export { gram64 } from "./gram64";
export { addImplicit, descendImplicit } from "./implicit-descent";
export { sweepPanel, sweepUpdate } from "./inverse";
export { nearestRated } from "./nearest-rated";
export { nearestTaken } from "./nearest-taken";
export { neighbourSums } from "./neighbour-sums";
export { nmfItems, nmfRows, nmfUsers } from "./nmf";
export { columnProducts, scaleColumn } from "./orthonormal";
export { pairDeviations } from "./pair-deviations";
export { fillNormal, fillUniform } from "./random";
export { rankFactors } from "./rank-factors";
export { rankDense, rankScores, rankSparse } from "./rank-weights";
export { dotRows, gatherRows, scatterRows, sparseRows } from "./rows";
export { walkWeights } from "./walks";
