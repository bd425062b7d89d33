import { type DataItem, resolveText, type Subprocessor, type Text } from "@trust-center/feed";
import { conditionText, dataText, locationText } from "./cells.ts";

/** The facts of an entry that have no column of their own, each with its label. */
export function labelledFacts(entry: Subprocessor, languages: readonly string[]): string[] {
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const list = (values: readonly Text[] | undefined) => (values ?? []).map(text).join(", ");
  const items = (values: readonly DataItem[] | undefined) =>
    (values ?? []).map((item) => dataText(item, languages)).join(", ");
  const facts: [label: string, value: string][] = [
    ["Category", text(entry.category)],
    ["Services", (entry.services ?? []).join(", ")],
    ["Applies", conditionText(entry.when, languages)],
    ["Data subjects", list(entry.dataSubjects)],
    ["People with access", items(entry.peopleWithAccess)],
    ["Operations", items(entry.operations)],
    ["Retention", text(entry.retention)],
    ["Safeguards", list(entry.safeguards)],
    ["Certifications", list(entry.certifications?.map(({ name }) => name))],
    ["Company seat", entry.corporateLocation ? locationText(entry.corporateLocation, languages) : ""],
    ["Replaces", (entry.replaces ?? []).join(", ")],
    ["Reason", text(entry.reason)],
    ...(entry.chain ?? []).map(({ relation, name }): [string, string] => [
      relation === "via" ? "Via" : "Runs on",
      text(name),
    ]),
  ];
  return facts.filter(([, value]) => value !== "").map(([label, value]) => `${label}: ${value}`);
}
