import { limits, splitLines } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { loadHistory } from "../load/history.ts";

/** The lines of a verified history, without their newlines. */
export async function linesOf(center: TrustCenter): Promise<Uint8Array<ArrayBuffer>[]> {
  await loadHistory(center);
  const { path, length } = center.head.manifest.files.history;
  return splitLines(await center.read(path, Math.min(length, limits.file)));
}
