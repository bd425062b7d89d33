import type { Group, Location, Service, Subprocessor, TransferMechanism } from "@trust-center/feed";
import { plain, type View } from "../element/view.ts";

/** A fact of an entry, or the one that its group states for all of its members. */
export function fact<K extends string>(entry: Subprocessor, group: Group | undefined, field: K): Subprocessor[K] {
  return entry[field] ?? (group?.common as Subprocessor | undefined)?.[field];
}

const names = new Map<string, Intl.DisplayNames>();
const countries = new Map<string, string>();

/** A country's name in a language. The first call of a language costs some 13 ms. */
export function countryIn(tag: string, code: string): string {
  const key = `${tag} ${code}`;
  let name = countries.get(key);
  if (name === undefined) {
    let found = names.get(tag);
    if (!found) {
      found = new Intl.DisplayNames(tag, { type: "region" });
      names.set(tag, found);
    }
    name = /^[A-Z]{2}$/.test(code) ? (found.of(code) ?? code) : code;
    countries.set(key, name);
  }
  return name;
}

/** A country's name in the reader's language. */
export const countryName = ({ language }: View, code: string): string => countryIn(language.tag, code);

/** One location in words. */
export function locationText(view: View, location: Location): string {
  const { kind, country, region, city, text, priority } = location;
  const place = [
    plain(view, city),
    plain(view, region),
    country ? countryName(view, country) : "",
    kind && kind !== "country" && kind !== "region" ? view.t(`place_${kind}`) : "",
  ].filter(Boolean);
  const words = [place.join(", "), plain(view, text)].filter(Boolean).join(" · ");
  return priority ? `${words} (${view.t(`priority_${priority}`)})` : words;
}

/** One transfer mechanism in words. */
export function mechanismText(view: View, { type, modules, excluded, fallback, text }: TransferMechanism): string {
  const { t } = view;
  const own = plain(view, text);
  const name = type === "other" && own ? own : t(`mechanism_${type}`);
  const parts = modules?.length ? `${name} (${t("modules", { n: modules.length, list: modules.join(", ") })})` : name;
  if (excluded) return t("notThisOne", { mechanism: parts });
  return fallback ? t("asFallback", { mechanism: parts }) : parts;
}

export const serviceName = (view: View, id: string): string =>
  plain(view, view.center.feed.services?.find((service: Service) => service.id === id)?.name ?? id);
