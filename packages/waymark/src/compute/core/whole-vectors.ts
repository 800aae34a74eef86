/** The smallest multiple of `step` that is not below `length`. */
export const roundUp = (length: number, step: number): number => Math.ceil(length / step) * step;

/** Rounds a length up to whole vectors of 16 floats: what a tile of the kernels is wide. */
export const wholeVectors = (length: number): number => roundUp(length, 16);
