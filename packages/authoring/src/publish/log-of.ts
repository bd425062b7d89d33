import { type Hash, leafHash, limits, splitLines, verifyFile } from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";

/** The history of a loaded feed, and the leaves of its log. */
export async function logOf({
  head,
  read,
}: TrustCenter): Promise<{ history: Uint8Array<ArrayBuffer>; leaves: Hash[] }> {
  const { files } = head.manifest;
  const history = await read(files.history.path, Math.min(files.history.length, limits.file));
  await verifyFile(history, files.history);
  return { history, leaves: await Promise.all(splitLines(history).map((line) => leafHash(line))) };
}
