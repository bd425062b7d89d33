import type { Change } from "@trust-center/feed";

/** The shape that goes with a change: what comes, what goes, what becomes different. */
export function changeShape({ kind, content }: Pick<Change, "kind" | "content">): "planned" | "sunset" | "changing" {
  if (kind === "added" || kind === "restored" || content.every(({ op }) => op === "put")) return "planned";
  return kind === "removed" ? "sunset" : "changing";
}
