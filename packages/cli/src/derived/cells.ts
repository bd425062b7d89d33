import {
  type Condition,
  type DataItem,
  type Location,
  resolveText,
  type Subprocessor,
  type Text,
  type TransferMechanism,
} from "@trust-center/feed";

/** Facts of an entry as short texts, for tables. */
export interface Cells {
  purposes: string[];
  data: string[];
  locations: string[];
  transfers: string[];
}

/** Puts the structured facts of an entry into words. */
export function cellsOf(entry: Subprocessor, languages: readonly string[]): Cells {
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  return {
    purposes: (entry.purposes ?? []).map(text),
    data: (entry.dataCategories ?? []).map(({ source, items }) => {
      const list = items.map((item) => dataText(item, languages)).join(", ");
      return source === undefined ? list : `${text(source)}: ${list}`;
    }),
    locations: (entry.locations ?? []).map((location) => locationText(location, languages)),
    transfers: (entry.transferMechanisms ?? []).map((mechanism) => transferText(mechanism, languages)),
  };
}

const kinds: Record<string, string> = {
  worldwide: "Worldwide",
  edge: "Global edge network",
  "customer-region": "Customer's region",
  "customer-choice": "Customer's choice",
  "self-hosted": "Self-hosted",
  varies: "Varies",
  "not-applicable": "Not applicable",
};

/** `Berlin, Germany (primary)` */
export function locationText(location: Location, languages: readonly string[]): string {
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const names = new Intl.DisplayNames(["en"], { type: "region" });
  const country = location.country === undefined ? "" : (names.of(location.country) ?? location.country);
  const parts = [text(location.city), text(location.region), country, kinds[location.kind ?? ""] ?? ""];
  const place = parts.filter((part) => part !== "").join(", ") || text(location.text);
  const words = place === text(location.text) ? "" : text(location.text);
  return qualified(place, [location.priority ?? "", words, conditionText(location.when, languages)]);
}

const mechanisms: Record<TransferMechanism["type"], string> = {
  adequacy: "adequacy decision",
  dpf: "Data Privacy Framework",
  scc: "standard contractual clauses",
  bcr: "binding corporate rules",
  "uk-idta": "UK IDTA",
  "uk-addendum": "UK Addendum",
  "code-of-conduct": "code of conduct",
  certification: "certification",
  derogation: "derogation",
  "not-required": "not required",
  other: "other",
};

function transferText(mechanism: TransferMechanism, languages: readonly string[]): string {
  const modules = mechanism.modules?.length ? ` (modules ${mechanism.modules.join(", ")})` : "";
  const name = `${mechanism.excluded ? "not: " : ""}${mechanisms[mechanism.type]}${modules}`;
  const words = resolveText(mechanism.text, languages).value;
  return qualified(name, [mechanism.fallback ? "fallback" : "", words, conditionText(mechanism.when, languages)]);
}

/** When a fact applies, in words. */
export function conditionText(when: Condition | undefined, languages: readonly string[]): string {
  if (!when) return "";
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const parts = [
    when.services?.length ? `with ${when.services.join(", ")}` : "",
    when.customerRegion === undefined ? "" : `for customers in ${text(when.customerRegion)}`,
    when.option === undefined ? "" : `if ${text(when.option)}`,
    text(when.text),
  ];
  return parts.filter((part) => part !== "").join(", ");
}

/** One kind of data with the list below it: `Contacts (names, addresses)`. */
export function dataText(item: DataItem, languages: readonly string[]): string {
  if (typeof item === "string" || !("text" in item)) return resolveText(item as Text, languages).value;
  const below = Array.isArray(item.items) ? (item.items as DataItem[]) : [];
  return qualified(resolveText(item.text as Text, languages).value, [
    below.map((inner) => dataText(inner, languages)).join(", "),
  ]);
}

const qualified = (text: string, more: readonly string[]): string => {
  const words = more.filter((word) => word !== "").join("; ");
  return words === "" ? text : `${text} (${words})`;
};
