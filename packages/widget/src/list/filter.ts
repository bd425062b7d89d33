import type { Location, TransferMechanism } from "@trust-center/feed";
import {
  type AnyField,
  countryName,
  dataPieces,
  isOutsideEea,
  mechanismPiece,
  nameOf,
  placeKind,
  plainAll,
  say,
  subprocessorFields,
} from "@trust-center/reading";
import type { View } from "../view/view.ts";
import type { Row } from "./model.ts";
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

/** Members that offer choices, in the order in which they stand. */
export const chosenNames = ["data", "place", "mechanism", "service", "category", "status"] as const;
export type Chosen = (typeof chosenNames)[number];

/** The choices that a list offers: value and label, sorted by label. */
export type Choices = readonly { readonly name: Chosen; readonly all: readonly [value: string, label: string][] }[];

export const isFiltering = (filter: Filter): boolean =>
  (Object.keys(noFilter) as (keyof Filter)[]).some((name) => filter[name].trim() !== "");

/** The words that are looked for. */
export const wordsOf = ({ q }: Pick<Filter, "q">): string[] => searchForm(q).split(/\s+/).filter(Boolean);

/** What tells rows that match from others: only what is looked for is asked of each. */
export function matcher(view: View, filter: Filter): (row: Row) => boolean {
  const words = wordsOf(filter);
  const asked = chosenNames.filter((name) => filter[name] !== "");
  return (row) =>
    words.every((word) => searchTextOf(row).includes(word)) &&
    asked.every((name) => valuesOf(view, row)[name].includes(filter[name])) &&
    (filter.region === "" || isOutsideEea(row.entry)) &&
    (filter.ai === "" || row.entry.ai !== undefined);
}

const values = new WeakMap<Row, Record<Chosen, readonly string[]>>();

/** What an entry would be chosen by. */
export function valuesOf(view: View, row: Row): Record<Chosen, readonly string[]> {
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

/** Collects what a list offers to choose from, row by row. */
export class Offer {
  readonly #view: View;
  readonly #found = Object.fromEntries(chosenNames.map((name) => [name, new Map()])) as Record<
    Chosen,
    Map<string, string>
  >;
  /** Rows so far, those with a country outside the EEA, and those that use artificial intelligence. */
  readonly #rows = { all: 0, region: 0, ai: 0 };
  readonly #members = new Set<string>();

  constructor(view: View) {
    this.#view = view;
  }

  add(row: Row): void {
    const view = this.#view;
    const { entry, status } = row;
    const own = valuesOf(view, row);
    for (const value of own.data) this.#add("data", value, () => value);
    for (const location of entry.locations ?? []) {
      this.#add("place", placeOf(location), () => placeName(view, location));
    }
    for (const { type } of mechanismsOf(row)) this.#add("mechanism", type, () => mechanismPiece({ type }, view).text);
    for (const id of own.service) this.#add("service", id, () => nameOf(view, "services", id));
    for (const value of own.category) this.#add("category", value, () => value);
    this.#add("status", status, () => view.t(`status_${status}`));
    this.#rows.all++;
    if (isOutsideEea(entry)) this.#rows.region++;
    if (entry.ai !== undefined) this.#rows.ai++;
    for (const member of Object.keys(entry)) this.#members.add(member);
  }

  #add(name: Chosen, value: string, label: () => string): void {
    if (value && !this.#found[name].has(value)) this.#found[name].set(value, label());
  }

  /** Whether a question tells rows apart. */
  tells(name: "region" | "ai"): boolean {
    return this.#rows[name] > 0 && this.#rows[name] < this.#rows.all;
  }

  /** Members that at least one entry has, and that can be columns. */
  columns(): readonly AnyField[] {
    return subprocessorFields.filter(({ key }) => this.#members.has(key) && !["id", "name", "groups"].includes(key));
  }

  #choices: Choices | undefined;

  /** The choices that tell rows apart, once every row was added. */
  choices(): Choices {
    this.#choices ??= this.#sorted();
    return this.#choices;
  }

  #sorted(): Choices {
    const { compare } = new Intl.Collator(this.#view.tag, { numeric: true });
    return chosenNames.flatMap((name) => {
      const all = [...this.#found[name]].sort(([, a], [, b]) => compare(a, b));
      return all.length > 1 ? [{ name, all }] : [];
    });
  }
}

const mechanismsOf = ({ entry }: Row) => (entry.transferMechanisms ?? []).filter(isRelied);

/** A country's code, or the kind of place that is no country. Places in the publisher's words alone are searched for. */
const placeOf = ({ country, kind }: Location): string =>
  country ?? (kind === "country" || kind === "region" ? "" : (kind ?? ""));

const placeName = (view: View, location: Location): string =>
  location.country ? countryName(view.tag, location.country) : placeKind(view, location);

const isRelied = ({ excluded }: TransferMechanism): boolean => !excluded;
