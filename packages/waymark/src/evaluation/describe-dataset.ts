import type { Dataset } from "../data/dataset.ts";
import { fingerprint } from "../data/fingerprint.ts";
import type { DatasetFacts } from "./result.ts";

/** What was evaluated on, after cleaning. @param format key of the source it came from */
export const describeDataset = (data: Dataset, format?: string): DatasetFacts => ({
  name: data.name,
  ...(format !== undefined && { format }),
  users: data.users.size,
  items: data.items.size,
  interactions: data.size,
  density: data.size / (data.users.size * data.items.size),
  feedback: data.feedback,
  ...(data.scale && { scale: data.scale }),
  fingerprint: fingerprint(data),
});
