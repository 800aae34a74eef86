import { programVersion } from "../../version.ts";
import type { EncodeTable, TableColumn } from "./table.ts";

/**
 * Parquet, compressed with Snappy: row groups are encoded one at a time and handed on, so only the one being filled and what
 * the end of the file says of the others (some 100 bytes a column) are held. See docs/decisions/0011-hyparquet-writes-parquet.md.
 */
export const parquetTable: EncodeTable = async function* (columns, pieces) {
  const { ByteWriter, ParquetWriter, schemaFromColumnData } = await import("hyparquet-writer");
  const bytes = new ByteWriter();
  const schema = schemaFromColumnData({ columnData: columns.map((column) => ({ ...kindOf(column), data: [] })) });
  const parquet = new ParquetWriter({ writer: bytes, schema, createdBy: `waymark version ${programVersion}` });
  /** The chunk must be written before the next is encoded: it is a view of the writer's buffer. */
  const taken = (): Uint8Array => {
    const chunk = bytes.getBytes();
    bytes.index = 0; // `offset`, the place in the file, goes on
    return chunk;
  };
  const encode = (group: readonly (string | number | undefined)[][]): Uint8Array => {
    const rowGroupSize = group[0]!.length;
    parquet.write({ columnData: columns.map(({ name }, c) => ({ name, data: group[c]! })), rowGroupSize });
    return taken();
  };

  let group = columns.map((): (string | number | undefined)[] => []);
  for await (const piece of pieces) {
    for (const [c, cells] of piece.entries()) for (const cell of cells) group[c]!.push(cell);
    if (group[0]!.length < rowsInGroup) continue;
    yield encode(group);
    group = columns.map(() => []);
  }
  if (group[0]!.length > 0) yield encode(group);
  parquet.finish();
  yield taken();
};

/** Rows before a group is closed; the piece that fills it goes in whole. */
const rowsInGroup = 2 ** 16;

const types = { text: "STRING", integer: "INT32", number: "DOUBLE" } as const;

const kindOf = ({ name, type, optional = false }: TableColumn) => ({ name, type: types[type], nullable: optional });
