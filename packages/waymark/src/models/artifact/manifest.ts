import { z } from "zod";
import { ArtifactError } from "../../errors.ts";

/**
 * What this program writes, and the newest it reads. Raised when an older program could no longer read a file rightly;
 * a new optional field does not raise it.
 */
export const formatVersion = 1;

const count = z.int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  format: z.literal(formatVersion),
  /** Version of the program that wrote it. */
  waymark: z.string(),
  createdAt: z.iso.datetime(),
  model: z.string(),
  /** Module the model's code comes from, where it is none of Waymark's own. */
  plugin: z.string().optional(),
  params: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])),
  seed: z.int(),
  data: z.object({
    name: z.string(),
    fingerprint: z.string(),
    users: count,
    items: count,
    interactions: count,
    feedback: z.enum(["explicit", "implicit"]),
    scale: z.object({ min: z.number(), max: z.number() }).optional(),
  }),
  /** From the evaluation the model was chosen by, if there was one. */
  metrics: z.record(z.string(), z.number()).optional(),
  tensors: z.object({ bytes: count, sha256 }),
});

/** What a saved model is and where it comes from; everything but the numbers. */
export type Manifest = z.infer<typeof manifestSchema>;

/** @throws {ArtifactError} for text that is no manifest, or one of a newer format */
export function parseManifest(text: string, path: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new ArtifactError(path, "its manifest is damaged (not JSON).", undefined, { cause });
  }
  const format = z.object({ format: z.int() }).safeParse(json).data?.format;
  if (format !== undefined && format > formatVersion)
    throw new ArtifactError(
      path,
      `it was made by a newer Waymark (format ${format}); this one reads up to ${formatVersion}.`,
      "Update Waymark, or train again with this version.",
    );
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) throw new ArtifactError(path, `its manifest is damaged: ${z.prettifyError(parsed.error)}.`);
  return parsed.data;
}
