const space = 32;
const tab = 9;
const isLineEnd = (byte: number): boolean => byte === 10 || byte === 13;

/** Every run of spaces and tabs outside quotation marks as one space; none at the ends of lines. */
export async function* withSingleSpaces(blocks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let atLineStart = true;
  let isPending = false; // a run of spaces whose end has not been met
  let inQuotes = false;
  for await (const block of blocks) {
    const out = new Uint8Array(block.length + 1);
    let length = 0;
    for (let at = 0; at < block.length; at++) {
      const byte = block[at]!;
      if (byte === 34) inQuotes = !inQuotes;
      else if (isLineEnd(byte)) inQuotes = false;
      if (!inQuotes && (byte === space || byte === tab)) {
        isPending = !atLineStart;
        continue;
      }
      atLineStart = isLineEnd(byte);
      if (isPending && !atLineStart) out[length++] = space;
      isPending = false;
      out[length++] = byte;
    }
    yield out.subarray(0, length);
  }
}
