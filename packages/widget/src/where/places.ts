import type { Location, Standing, Subprocessor } from "@trust-center/feed";
import { isOutsideEea } from "@trust-center/reading";

/** What happens to data at a place. `unsaid`: the publisher does not say. */
export const uses = ["storage", "processing", "access", "unsaid"] as const;
type Use = (typeof uses)[number];

/** An entry in use or planned. */
export type Engagement = Pick<Standing, "entry" | "status">;

/** Who does what at a place. */
export type PlaceRow = { readonly engagements: readonly Engagement[] } & Record<Use, readonly Engagement[]>;

/** The same of one country. */
export type CountryRow = PlaceRow & { readonly country: string };

/** Where the data of a list goes. */
export interface Places {
  /** By how many entries, then by code. */
  readonly countries: readonly CountryRow[];
  /** Places that are no country: worldwide, chosen by the customer, in the publisher's own words. */
  readonly elsewhere: PlaceRow;
  /** Who states no place. */
  readonly unstated: readonly Engagement[];
  /** Entries in use: only within the EEA, with a country outside it, without a country. */
  readonly counts: { readonly inside: number; readonly outside: number; readonly unstated: number };
}

/** Sorts the entries of a list by country and by what happens there. */
export function placesOf(standings: readonly Engagement[]): Places {
  const rows = new Map<string, { engagements: Set<Engagement> } & Record<Use, Set<Engagement>>>();
  const rowOf = (key: string) => {
    const found = rows.get(key) ?? {
      engagements: new Set(),
      storage: new Set(),
      processing: new Set(),
      access: new Set(),
      unsaid: new Set(),
    };
    rows.set(key, found);
    return found;
  };
  for (const one of standings) {
    for (const location of one.entry.locations ?? []) {
      const row = rowOf(location.country ?? "");
      row.engagements.add(one);
      for (const use of usesOf(location)) row[use].add(one);
    }
  }
  const done = ({ engagements, ...used }: NonNullable<ReturnType<typeof rows.get>>): PlaceRow => ({
    engagements: [...engagements],
    storage: [...used.storage],
    processing: [...used.processing],
    access: [...used.access],
    unsaid: [...used.unsaid],
  });
  const { "": elsewhere, ...countries } = Object.fromEntries([...rows].map(([key, row]) => [key, done(row)]));
  const used = standings.filter(({ status }) => status !== "planned").map(({ entry }) => entry);
  const hasCountry = ({ locations = [] }: Subprocessor) => locations.some(({ country }) => country !== undefined);
  return {
    countries: Object.entries(countries)
      .map(([country, row]) => ({ country, ...row }))
      .sort((a, b) => b.engagements.length - a.engagements.length || (a.country < b.country ? -1 : 1)),
    elsewhere: elsewhere ?? { engagements: [], storage: [], processing: [], access: [], unsaid: [] },
    unstated: standings.filter(({ entry }) => !entry.locations?.length),
    counts: {
      inside: used.filter((entry) => hasCountry(entry) && !isOutsideEea(entry)).length,
      outside: used.filter(isOutsideEea).length,
      unstated: used.filter((entry) => !hasCountry(entry)).length,
    },
  };
}

/** Support looks at data from afar; the service itself processes it. */
function usesOf({ activities = [] }: Location): Set<Use> {
  const found = activities.map((activity): Use => {
    if (activity === "storage") return "storage";
    return activity === "access" || activity === "support" ? "access" : "processing";
  });
  return new Set(found.length > 0 ? found : ["unsaid"]);
}
