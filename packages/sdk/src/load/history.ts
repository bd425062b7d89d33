import { type LogEntry, limits, naming, verifyHistory } from "@trust-center/feed";
import type { TrustCenter } from "./center.ts";

/**
 * The whole history of a loaded trust center, verified and replayed.
 *
 * @throws {TrustCenterError}
 */
export async function loadHistory(center: TrustCenter): Promise<readonly LogEntry[]> {
  if (center.history) return center.history;
  const { head } = center;
  const { path, length } = head.manifest.files.history;
  return naming(center.read, async (read) => verifyHistory(head, await read(path, Math.min(length, limits.file))));
}
