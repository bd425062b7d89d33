import {
  type Change,
  type DataItem,
  type Location,
  resolveText,
  type Text,
  type TransferMechanism,
} from "@trust-center/feed";
import type { ChangeFacts } from "../feed/notice.ts";
import type { Language } from "./language.ts";
import { words } from "./words.ts";

type Facts = [label: string, value: string][];

/** What a notice says of one change: what, where, under which mechanism, from when, and until when one can object. */
export function describeChange(change: Change, facts: ChangeFacts | undefined, language: Language): Facts {
  const say = words[language];
  const text = (value: Text | undefined) => resolveText(value, [language]).value;
  const rows: Facts = [
    [say.kind, say.change[change.kind]],
    [say.reason, text(change.summary)],
    [say.purpose, (facts?.purposes ?? []).map(text).join("; ")],
    [
      say.data,
      (facts?.dataCategories ?? []).flatMap(({ items }) => items.map((item) => dataOf(item, language))).join("; "),
    ],
    [say.where, (facts?.locations ?? []).map((location) => placeOf(location, language)).join("; ")],
    [say.transfer, (facts?.transferMechanisms ?? []).map((one) => mechanismOf(one, language)).join("; ")],
    [say.effective, readable(change.effective)],
  ];
  if (change.objection) {
    rows.push([say.deadline, readable(change.objection.deadline)]);
    for (const { id, deadline } of change.objection.segments ?? [])
      rows.push([say.segmentDeadline(id), readable(deadline)]);
  }
  return rows.filter(([, value]) => value !== "");
}

/** The name of what changed. */
export function nameOf(change: Change, language: Language): string {
  return resolveText(change.name, [language]).value || change.subject.id || words[language].everything;
}

/** An instant that no reader takes for another: ISO 8601 order, and its zone. */
export const readable = (instant: string): string => instant.replace("T", " ").replace("Z", " UTC");

function dataOf(item: DataItem, language: Language): string {
  if (typeof item === "string") return item;
  const nested = item as { text?: Text; items?: DataItem[] };
  if (nested.text === undefined || !("items" in nested)) {
    return resolveText((nested.text ?? item) as Text, [language]).value;
  }
  const below = (nested.items ?? []).map((one) => dataOf(one, language)).join(", ");
  const own = resolveText(nested.text, [language]).value;
  return below ? `${own} (${below})` : own;
}

function placeOf({ country, region, city, text, kind }: Location, language: Language): string {
  const own = resolveText(text, [language]).value;
  if (own) return own;
  const parts = [
    resolveText(city, [language]).value,
    resolveText(region, [language]).value,
    countryName(country, language),
  ];
  return parts.filter(Boolean).join(", ") || (words[language].place[kind ?? "country"] ?? "");
}

function countryName(country: string | undefined, language: Language): string {
  if (country === undefined) return "";
  return new Intl.DisplayNames(language, { type: "region" }).of(country) ?? country;
}

function mechanismOf({ type, modules, excluded, fallback, text }: TransferMechanism, language: Language): string {
  const own = resolveText(text, [language]).value;
  const name = [type.toUpperCase(), ...(modules?.length ? [modules.join(", ")] : [])].join(" ");
  const say = words[language];
  const marks = [excluded && `(${say.excluded})`, fallback && `(${say.fallback})`].filter(Boolean).join(" ");
  return [own || name, marks].filter(Boolean).join(" ");
}
