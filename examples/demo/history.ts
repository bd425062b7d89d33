import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";

/** A version that the demo publishes: today's file with some entries away or different. */
export interface PastVersion {
  /** When it was published, before now. */
  daysAgo: number;
  /** Ids of sub-processors that were not there. */
  without?: string[];
  /** Members that had another value: by sub-processor id. */
  change?: Record<string, Record<string, unknown>>;
  /** Members of the file itself that had another value, such as `noticeTerms`. */
  top?: Record<string, unknown>;
}

/** Reads `history.yaml` of an example: oldest first. */
export async function readHistory(folder: string): Promise<PastVersion[]> {
  const { versions } = parse(await readFile(join(folder, "history.yaml"), "utf8")) as { versions: PastVersion[] };
  return versions;
}
