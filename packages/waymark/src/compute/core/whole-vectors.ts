/** Rounds a length up to whole vectors of 16 floats: what a tile of the kernels is wide. */
export const wholeVectors = (length: number): number => Math.ceil(length / 16) * 16;
