import { type LogEntry, limits, verifyHistory } from "@trust-center/feed";
import type { TrustCenter } from "./center.ts";

/**
 * The whole history of a loaded trust center, verified and replayed.
 *
 * @throws {TrustCenterError}
 */
export async function loadHistory(center: TrustCenter): Promise<readonly LogEntry[]> {
  if (center.history) return center.history;
  const { path, length } = center.head.manifest.files.history;
  return verifyHistory(center.head, await center.read(path, Math.min(length, limits.file)));
}
