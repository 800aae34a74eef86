import { programVersion } from "../version.ts";

/** What figures were made with, and when: printed beside them, and not compared. */
export interface Environment {
  readonly waymark: string;
  readonly node: string;
  /** Operating system and processor, e.g. `"linux-x64"`. */
  readonly platform: string;
  /** For training and for making lists. */
  readonly threads: number;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

export const environmentOf = (threads: number): Environment => ({
  waymark: programVersion,
  node: process.version,
  platform: `${process.platform}-${process.arch}`,
  threads,
  createdAt: new Date().toISOString(),
});
