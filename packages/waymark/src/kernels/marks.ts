// A set of indexes below a bound that is cheap to clear and to read in order however few it holds: one bit an index, and one
// bit for each 64 of those.

/** Bytes, all zero for an empty set. */
export function markBytes(bound: i32): usize {
  const words = (bound + 63) >> 6;
  return <usize>(words + ((words + 63) >> 6)) << 3;
}

// @ts-ignore: decorator
@inline
export function mark(marks: usize, bound: i32, index: u32): void {
  const word = marks + (<usize>(index >> 6) << 3);
  store<u64>(word, load<u64>(word) | (<u64>1 << (index & 63)));
  const upper = marks + (<usize>((bound + 63) >> 6) << 3) + (<usize>(index >> 12) << 3);
  store<u64>(upper, load<u64>(upper) | (<u64>1 << ((index >> 6) & 63)));
}

/** Writes the members in ascending order, empties the set, returns how many there were. O(members + bound / 4096). */
export function takeMarks(marks: usize, bound: i32, out: usize): i32 {
  const words = (bound + 63) >> 6, upper = marks + (<usize>words << 3), first = out;
  for (let u = 0; u < (words + 63) >> 6; u++) {
    const at = upper + (<usize>u << 3);
    for (let some = load<u64>(at); some != 0; some &= some - 1) {
      const word = (u << 6) + <i32>ctz(some), from = marks + (<usize>word << 3);
      for (let bits = load<u64>(from); bits != 0; bits &= bits - 1, out += 4) store<i32>(out, (word << 6) + <i32>ctz(bits));
      store<u64>(from, 0);
    }
    store<u64>(at, 0);
  }
  return <i32>((out - first) >> 2);
}
