import type { Location, TransferMechanism } from "@trust-center/feed";
import {
  countryName,
  dataPieces,
  isOutsideEea,
  mechanismPiece,
  nameOf,
  placeKind,
  plainAll,
  say,
} from "@trust-center/reading";
import type { View } from "../view/view.ts";
import type { Row, Section } from "./model.ts";
import { searchForm, searchTextOf } from "./search.ts";

/** What a reader looks for. Empty strings look for everything. */
export interface Filter {
  /** Words to be found anywhere in an entry. */
  readonly q: string;
  readonly data: string;
  /** A country's code, or a kind of place. */
  readonly place: string;
  readonly mechanism: string;
  readonly service: string;
  readonly category: string;
  readonly status: string;
  /** `non-eea`: with a country outside the European Economic Area. */
  readonly region: string;
  /** `yes`: what uses artificial intelligence. */
  readonly ai: string;
}

export const noFilter: Filter = {
  q: "",
  data: "",
  place: "",
  mechanism: "",
  service: "",
  category: "",
  status: "",
  region: "",
  ai: "",
};

/** Names of its members: those of an address too. */
export const filterNames = Object.keys(noFilter) as (keyof Filter)[];

/** Members that offer choices. */
export type Chosen = Exclude<keyof Filter, "q" | "region" | "ai">;

/** The choices that a list offers: value and label, sorted by label. */
export type Choices = Record<Chosen, [value: string, label: string][]>;

export const isFiltering = (filter: Filter): boolean => Object.values(filter).some((value) => value.trim() !== "");

/** The words that are looked for. */
export const wordsOf = ({ q }: Pick<Filter, "q">): string[] => searchForm(q).split(/\s+/).filter(Boolean);

export function matches(view: View, row: Row, filter: Filter): boolean {
  const has = (name: Chosen) => filter[name] === "" || valuesOf(view, row)[name].includes(filter[name]);
  return (
    wordsOf(filter).every((word) => searchTextOf(row).includes(word)) &&
    has("data") &&
    has("place") &&
    has("mechanism") &&
    has("service") &&
    has("category") &&
    has("status") &&
    (filter.region === "" || isOutsideEea(row.entry)) &&
    (filter.ai === "" || row.entry.ai !== undefined)
  );
}

const values = new WeakMap<Row, Record<Chosen, readonly string[]>>();

/** What an entry would be chosen by. */
function valuesOf(view: View, row: Row): Record<Chosen, readonly string[]> {
  let found = values.get(row);
  if (!found) {
    const { entry, status } = row;
    found = {
      data: dataOf(view, row),
      place: (entry.locations ?? []).map(placeOf).filter(Boolean),
      mechanism: mechanismsOf(row).map(({ type }) => type),
      service: [...(entry.services ?? []), ...(entry.when?.services ?? [])],
      category: [say(view, entry.category)].filter(Boolean),
      status: [status],
    };
    values.set(row, found);
  }
  return found;
}

/** Kinds of data by their words, each once. */
const dataOf = (view: View, { entry }: Row): string[] => [
  ...new Set(
    dataPieces(entry.dataCategories ?? [], view).flatMap((piece) =>
      piece.items && !piece.text ? piece.items.map((item) => item.text) : [piece.text || plainAll([piece])],
    ),
  ),
];

export function choicesOf(view: View, sections: readonly Section[]): Choices {
  const found: Record<Chosen, Map<string, string>> = {
    data: new Map(),
    place: new Map(),
    mechanism: new Map(),
    service: new Map(),
    category: new Map(),
    status: new Map(),
  };
  const add = (name: Chosen, value: string, label: () => string) => {
    if (value && !found[name].has(value)) found[name].set(value, label());
  };
  for (const row of sections.flatMap(({ rows }) => rows)) {
    const own = valuesOf(view, row);
    for (const value of own.data) add("data", value, () => value);
    for (const location of row.entry.locations ?? []) add("place", placeOf(location), () => placeName(view, location));
    for (const { type } of mechanismsOf(row)) add("mechanism", type, () => mechanismPiece({ type }, view).text);
    for (const id of own.service) add("service", id, () => nameOf(view, "services", id));
    for (const value of own.category) add("category", value, () => value);
    add("status", row.status, () => view.t(`status_${row.status}`));
  }
  const { compare } = new Intl.Collator(view.tag, { numeric: true });
  const sorted = ([name, map]: [string, Map<string, string>]) =>
    [name, [...map].sort(([, a], [, b]) => compare(a, b))] as const;
  return Object.fromEntries(Object.entries(found).map(sorted)) as Choices;
}

const mechanismsOf = ({ entry }: Row) => (entry.transferMechanisms ?? []).filter(isRelied);

/** A country's code, or the kind of place that is no country. Places in the publisher's words alone are searched for. */
const placeOf = ({ country, kind }: Location): string =>
  country ?? (kind === "country" || kind === "region" ? "" : (kind ?? ""));

const placeName = (view: View, location: Location): string =>
  location.country ? countryName(view.tag, location.country) : placeKind(view, location);

const isRelied = ({ excluded }: TransferMechanism): boolean => !excluded;
