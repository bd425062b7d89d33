/** What addresses of places begin with behind the `#`, unless a page says otherwise. */
export const placePrefix = "tc";

/** A place in the document of the widget that has an address. */
export type Place =
  | { readonly is: "section"; readonly id: string }
  | { readonly is: "entry"; readonly id: string }
  | { readonly is: "change"; readonly id: string; readonly object: boolean }
  | { readonly is: "policy"; readonly id: string; readonly section: string | undefined }
  | { readonly is: "at"; readonly date: string }
  | { readonly is: "diff"; readonly from: string; readonly to: string }
  | { readonly is: "list"; readonly filter: Readonly<Record<string, string | undefined>> };

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
      const query = new URLSearchParams(
        Object.entries(place.filter).flatMap(([name, value]) => (value ? [[name, value]] : [])),
      ).toString();
      return query ? `list?${query}` : "list";
    }
  }
}
