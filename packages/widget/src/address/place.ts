import { type Filter, filterNames } from "../list/filter.ts";

/** A place in the document that has an address. */
export type Place =
  | { readonly is: "section"; readonly id: string }
  | { readonly is: "entry"; readonly id: string }
  | { readonly is: "change"; readonly id: string; readonly object: boolean }
  | { readonly is: "policy"; readonly id: string; readonly section: string | undefined }
  | { readonly is: "at"; readonly date: string }
  | { readonly is: "diff"; readonly from: string; readonly to: string }
  | { readonly is: "list"; readonly filter: Partial<Filter> };

/** Sections of the document, by the name that their address has. */
export const sections = ["changes", "list", "where", "policies", "history", "terms", "take"] as const;

const date = /^\d{4}-\d\d-\d\d$/;

/** A place as it stands behind the prefix: `s/aws`, `c/5.1/object`, `diff/2026-01-01..2026-06-01`, `list?q=mail`. */
export function placeText(place: Place): string {
  const id = "id" in place ? encodeURIComponent(place.id) : "";
  switch (place.is) {
    case "section":
      return id;
    case "entry":
      return `s/${id}`;
    case "change":
      return `c/${id}${place.object ? "/object" : ""}`;
    case "policy":
      return `p/${id}${place.section ? `/${encodeURIComponent(place.section)}` : ""}`;
    case "at":
      return `at/${place.date}`;
    case "diff":
      return `diff/${place.from}..${place.to}`;
    case "list": {
      const query = new URLSearchParams(Object.entries(place.filter).filter(([, value]) => value)).toString();
      return query ? `list?${query}` : "list";
    }
  }
}

/** The place that an address names; undefined where it names none. */
export function placeOf(text: string): Place | undefined {
  const [path = "", query = ""] = text.split(/\?(.*)/s);
  const parts = path.split("/").map(decoded);
  const [kind = "", id = "", last] = parts;
  if (kind === "list" && query) {
    const asked = new URLSearchParams(query);
    const filter = Object.fromEntries(
      filterNames.flatMap((name) => (asked.get(name) ? [[name, asked.get(name)]] : [])),
    );
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
