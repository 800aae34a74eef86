// The argument block of a kernel: one slot of 8 bytes an argument, in the order of the record in src/compute/signatures.

/** An address, or 0 for an array that was left out. */
// @ts-ignore: decorator
@inline
export function pointer(args: usize, slot: usize): usize {
  return load<usize>(args + (slot << 3));
}

// @ts-ignore: decorator
@inline
export function int(args: usize, slot: usize): i32 {
  return load<i32>(args + (slot << 3));
}

// @ts-ignore: decorator
@inline
export function float(args: usize, slot: usize): f32 {
  return load<f32>(args + (slot << 3));
}

// @ts-ignore: decorator
@inline
export function double(args: usize, slot: usize): f64 {
  return load<f64>(args + (slot << 3));
}

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
