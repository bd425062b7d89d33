import type { Place } from "@trust-center/reading";
import { setUpNames } from "../list/set-up.ts";

/** Sections of the document, by the name that their address has. */
export const sections = ["changes", "list", "where", "policies", "history", "terms", "take"] as const;

/** Whether a part of a fragment is one of what a list is looked through by: `region=non-eea`. */
export const isOfList = (part: string): boolean => setUpNames.some((name) => part.startsWith(`${name}=`));

const date = /^\d{4}-\d\d-\d\d$/;

/** The place that an address names; undefined where it names none. */
export function placeOf(text: string): Place | undefined {
  const [path = "", query = ""] = text.split(/\?(.*)/s);
  const parts = path.split("/").map(decoded);
  const [kind = "", id = "", last] = parts;
  if (kind === "list" && query) {
    const asked = new URLSearchParams(query);
    const filter = Object.fromEntries([...asked].filter(([name]) => setUpNames.some((known) => known === name)));
    return { is: "list", filter };
  }
  if (parts.length === 1) return sections.some((name) => name === kind) ? { is: "section", id: kind } : undefined;
  if (!id) return undefined;
  if (kind === "s") return { is: "entry", id };
  if (kind === "c") return { is: "change", id, object: last === "object" };
  if (kind === "p") return { is: "policy", id, section: last };
  if (kind === "at" && date.test(id)) return { is: "at", date: id };
  const [from = "", to = ""] = id.split("..");
  return kind === "diff" && date.test(from) && date.test(to) ? { is: "diff", from, to } : undefined;
}

/** Undone per cent signs; what is no escape stays as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
