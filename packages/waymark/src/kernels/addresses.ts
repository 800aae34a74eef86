/** Address of entry `index` of an array of 4-byte numbers. */
// @ts-ignore: decorator
@inline
export function at4(base: usize, index: i32): usize {
  return base + (<usize>(<u32>index) << 2);
}

/** Address of entry `index` of an array of 8-byte numbers. */
// @ts-ignore: decorator
@inline
export function at8(base: usize, index: i32): usize {
  return base + (<usize>(<u32>index) << 3);
}
