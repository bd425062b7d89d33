import { readFile } from "node:fs/promises";
import { join } from "node:path";

const maxBytes = 64 * 1024 * 1024;

/**
 * Ids of the entries, and of those that have left, in a published folder's `latest.json`; none where it is not there. They serve a check of
 * spelling alone, so nothing is verified.
 */
export async function publishedIds(out: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(out, "latest.json"), "utf8");
    const feed = (text.length > maxBytes ? {} : JSON.parse(text)) as Record<string, { id?: unknown }[] | undefined>;
    const known = [...(feed.subprocessors ?? []), ...(feed.former ?? [])].map(({ id }) => id);
    return new Set(known.filter((id): id is string => typeof id === "string"));
  } catch {
    return new Set();
  }
}
