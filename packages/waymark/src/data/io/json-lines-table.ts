import type { EncodeTable } from "./table.ts";

/** One JSON object a line; cells without a value are left out. */
export const jsonLinesTable: EncodeTable = async function* (columns, pieces) {
  for await (const piece of pieces) {
    let lines = "";
    for (let row = 0; row < (piece[0]?.length ?? 0); row++) {
      lines += `${JSON.stringify(Object.fromEntries(columns.map(({ name }, n) => [name, piece[n]![row]])))}\n`;
      if (lines.length < chunkLength) continue;
      yield lines;
      lines = "";
    }
    yield lines;
  }
};

const chunkLength = 65_536;
