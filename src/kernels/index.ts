// What the host may call. Every kernel is (args, lo, hi, scratch): a range of its work, arguments in shared memory, scratch
// that belongs to the calling thread. A kernel allocates nothing, keeps nothing and calls nobody back.
export { alsCg } from "./als-cg";
export { alsExact } from "./als-exact";
export { coCounts } from "./co-counts";
export { productsToDistances } from "./distances";
export { easeWeights } from "./ease-weights";
export { gemm, packRight } from "./gemm";
export { gram, mirror } from "./gram";
export { sweepPanel, sweepUpdate } from "./inverse";
export { fillNormal, fillUniform } from "./random";
export { rankFactors } from "./rank-factors";
export { rankDense, rankScores, rankSparse } from "./rank-weights";
export { dotRows, gatherRows, scatterRows, sparseRows } from "./rows";
