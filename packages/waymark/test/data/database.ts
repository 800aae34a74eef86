import type { DuckDBConnection } from "@duckdb/node-api";

/**
 * A DuckDB of its own, in memory, for the time of `work`: a reader and writer of another make to check ours against. One
 * thread, so rows come in the order of the file.
 *
 * An aborted signal interrupts the running statement; the signal's reason is thrown.
 */
export async function withDatabase<T>(
  signal: AbortSignal | undefined,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  const { DuckDBInstance } = await import("@duckdb/node-api");
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  const interrupt = () => connection.interrupt();
  signal?.addEventListener("abort", interrupt);
  try {
    return await work(connection);
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  } finally {
    signal?.removeEventListener("abort", interrupt);
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as an SQL literal. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as an SQL identifier. */
export const quotedName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
