import type { Location, TransferMechanism } from "@trust-center/feed";
import { countryName, mechanismPiece, nameOf, placeKind } from "@trust-center/reading";
import type { View } from "../view/view.ts";
import type { Row, Section } from "./model.ts";

/** What a reader looks for. Empty strings look for everything. */
export interface Filter {
  readonly search: string;
  readonly location: string;
  readonly mechanism: string;
  readonly service: string;
}

export const noFilter: Filter = { search: "", location: "", mechanism: "", service: "" };

/** The choices that a list offers: value and label, sorted by label. */
export type Choices = Record<Exclude<keyof Filter, "search">, [value: string, label: string][]>;

export function isFiltering(filter: Filter): boolean {
  return Object.values(filter).some((value) => value.trim() !== "");
}

export function matches(row: Row, filter: Filter): boolean {
  const words = filter.search.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => row.search.includes(word)) &&
    (filter.location === "" || placesOf(row).includes(filter.location)) &&
    (filter.mechanism === "" || mechanismsOf(row).some(({ type }) => type === filter.mechanism)) &&
    (filter.service === "" || servicesOf(row).includes(filter.service))
  );
}

const placesOf = ({ entry }: Row) => (entry.locations ?? []).map(placeOf);
const mechanismsOf = ({ entry }: Row) => (entry.transferMechanisms ?? []).filter(isRelied);

export function choicesOf(view: View, sections: readonly Section[]): Choices {
  const places = new Map<string, string>();
  const mechanisms = new Map<string, string>();
  const services = new Map<string, string>();
  for (const row of sections.flatMap(({ rows }) => rows)) {
    for (const location of row.entry.locations ?? []) {
      const place = placeOf(location);
      if (place && !places.has(place)) places.set(place, placeName(view, location));
    }
    for (const mechanism of mechanismsOf(row)) {
      if (!mechanisms.has(mechanism.type))
        mechanisms.set(mechanism.type, mechanismPiece({ type: mechanism.type }, view).text);
    }
    for (const id of servicesOf(row)) if (!services.has(id)) services.set(id, nameOf(view, "services", id));
  }
  const sorted = (map: Map<string, string>) => [...map].sort(([, a], [, b]) => (a < b ? -1 : 1));
  return { location: sorted(places), mechanism: sorted(mechanisms), service: sorted(services) };
}

/** A country's code, or the kind of place that is no country. Places in the publisher's words alone are searched for. */
const placeOf = ({ country, kind }: Location): string =>
  country ?? (kind === "country" || kind === "region" ? "" : (kind ?? ""));

const placeName = (view: View, location: Location): string =>
  location.country ? countryName(view.tag, location.country) : placeKind(view, location);

const isRelied = ({ excluded }: TransferMechanism): boolean => !excluded;

const servicesOf = ({ entry }: Row): readonly string[] => [...(entry.services ?? []), ...(entry.when?.services ?? [])];
