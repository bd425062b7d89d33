import { OlderTreeError } from "../errors.ts";
import { type Memory, memoryFile } from "./memory.ts";
import type { PublishPlace } from "./place.ts";
import type { PublishedTree } from "./read-published.ts";

/** What is compared with the memory. */
export type State = Pick<PublishedTree, "root" | "manifest" | "timestamp"> & { pin: string | undefined };

type Kind = "root" | "manifest" | "timestamp";

/**
 * Refuses to go on from a tree that is older than what was published last: after a restored backup the next version
 * would contradict what readers have seen.
 *
 * @throws {OlderTreeError}
 */
export function refuseOlderTree(
  { authoring }: PublishPlace,
  memory: Memory | undefined,
  published: State | undefined,
): void {
  refuseOlder(memory, published, {
    kinds: ["root", "manifest", "timestamp"],
    advice:
      "Is this folder a restored backup? Whoever saw the newer list would refuse a version made from this one. " +
      `Nothing was written. Bring the folder forward from your web server: trust-center recover ${authoring?.folder ?? ""}`,
  });
}

/**
 * Refuses to recover from what is older than what was published last: whoever holds the newer list back would have the
 * folder forget it. A timestamp says nothing but its number, from which the next one counts on: it may be missing.
 *
 * @throws {OlderTreeError}
 */
export function refuseOlderSource(
  { authoring }: PublishPlace,
  memory: Memory | undefined,
  found: State | undefined,
): void {
  refuseOlder(memory, found, {
    kinds: ["root", "manifest"],
    advice:
      `Neither this folder nor ${authoring?.feed ?? "the feed's address"} has it. Nothing was written. Look for a newer copy: a mirror, a backup (--from). ` +
      `If nobody has seen what was published last, remove ${memoryFile}, and recover again.`,
  });
}

function refuseOlder(
  memory: Memory | undefined,
  state: State | undefined,
  { kinds, advice }: { kinds: readonly Kind[]; advice: string },
): void {
  if (!memory) return;
  const found = state && {
    root: state.root.version,
    manifest: state.manifest.version,
    timestamp: state.timestamp.version,
    log: state.manifest.log,
  };
  const older = kinds.filter((kind) => (found?.[kind] ?? 0) < memory[kind]);
  const forked = found?.log.size === memory.log.size && found.log.root !== memory.log.root;
  if (older.length === 0 && !forked && (found?.log.size ?? 0) >= memory.log.size && state?.pin === memory.pin) return;
  const what = older.map((kind) => `${kind} ${memory[kind]} (found ${found?.[kind] ?? "none"})`).join(", ");
  const text = forked || (found && state?.pin !== memory.pin) ? "another history" : what || "a longer history";
  throw new OlderTreeError(
    older.length > 0 || !forked ? "rollback" : "fork",
    `Expected what was published last, on ${memory.issued}: ${text}. ${advice}`,
    { remembered: memory, found: found ?? null },
  );
}
