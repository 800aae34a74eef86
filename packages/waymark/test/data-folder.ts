import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/**
 * The folder of a real data set, or `undefined` where it is absent: tests then skip, visibly.
 * Looked for in `WAYMARK_DATA`, else in `../shared/data` beside the checkout.
 */
export function dataFolder(name: string): string | undefined {
  const root = process.env.WAYMARK_DATA ?? fileURLToPath(new URL("../../../../shared/data", import.meta.url));
  const path = `${root}/${name}`;
  return existsSync(path) ? path : undefined;
}
