import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Change } from "@trust-center/feed";

type Latest = Partial<Record<"subprocessors" | "former", { id?: unknown }[]>> & { open?: Pick<Change, "content">[] };

const maxBytes = 64 * 1024 * 1024;

/**
 * Ids of the entries, of those that are announced, which may be in effect by now, and of those that have left, in a published folder's
 * `latest.json`; none where it is not there. They serve a check of spelling alone, so nothing is verified.
 */
export async function publishedIds(out: string): Promise<ReadonlySet<string>> {
  try {
    const text = await readFile(join(out, "latest.json"), "utf8");
    const { subprocessors = [], former = [], open = [] } = (text.length > maxBytes ? {} : JSON.parse(text)) as Latest;
    const announced = open.flatMap(({ content }) => content.flatMap((atom) => (atom.op === "put" ? [atom.item] : [])));
    const known = [...subprocessors, ...former, ...announced].map(({ id }) => id);
    return new Set(known.filter((id): id is string => typeof id === "string"));
  } catch {
    return new Set();
  }
}
