import { csvLine } from "./csv-line.ts";
import type { EncodeTable } from "./table.ts";

/** Lines of CSV or of the same with another separator; a header, UTF-8, numbers with all their digits, nothing for `undefined`. */
export const delimitedTable = (separator: string): EncodeTable =>
  async function* (columns, pieces) {
    yield csvLine(
      columns.map(({ name }) => name),
      separator,
    );
    for await (const piece of pieces) {
      let lines = "";
      for (let row = 0; row < (piece[0]?.length ?? 0); row++) {
        lines += csvLine(
          piece.map((cells) => cells[row]),
          separator,
        );
        if (lines.length < chunkLength) continue;
        yield lines;
        lines = "";
      }
      yield lines;
    }
  };

const chunkLength = 65_536;
