import { type Atom, type Change, type Feed, listAt } from "@trust-center/feed";
import type { Known } from "./csv.ts";
import type { Recipient } from "./recipient.ts";

/** Whom a change has to be told, as far as it can be told apart. Null: everybody. */
export interface Concerns {
  /** Ids of services. */
  services: readonly string[] | null;
  /** Ids of customer segments. */
  segments: readonly string[] | null;
}

/** Finds out whom a change concerns. In doubt everybody: whoever is told too much has lost nothing. */
export type FindConcerns = (change: Change, touched: Concerns | undefined) => Concerns;

/** @param feeds The lists before and after the change. */
export function concernsIn(feeds: readonly Feed[]): FindConcerns {
  const used = servicesBySubprocessor(feeds);
  return (change, touched) => ({
    services: union(servicesOf(change, used), touched && change.touches ? touched.services : []),
    segments: segmentsOf(change, touched),
  });
}

/** Whether a recipient has to be told of a change. What it names and the feed does not know (any more) shuts nothing out. */
export function isConcerned(
  { services, segment }: Pick<Recipient, "services" | "segment">,
  concerns: Concerns | undefined,
  known: Known | undefined,
): boolean {
  if (!concerns || !known) return true;
  const byService =
    services.length === 0 ||
    concerns.services === null ||
    services.some((id) => concerns.services?.includes(id) || !known.services.includes(id));
  const bySegment =
    segment === null ||
    concerns.segments === null ||
    concerns.segments.includes(segment) ||
    !known.segments.includes(segment);
  return byService && bySegment;
}

type Ids = readonly string[] | null;

/** The services that each sub-processor is used for, in any of the lists. */
function servicesBySubprocessor(feeds: readonly Feed[]): ReadonlyMap<string, Ids> {
  const found = new Map<string, Ids>();
  const lists = feeds.flatMap((feed) => [feed, listAt(feed, Number.POSITIVE_INFINITY)]);
  for (const { subprocessors } of lists)
    for (const { id, services } of subprocessors) {
      const before = found.get(id);
      found.set(id, union(before === undefined ? [] : before, stated(services)));
    }
  return found;
}

/** What does not say which services it is for is for all. */
const stated = (services: unknown): Ids =>
  Array.isArray(services) && services.length > 0 ? services.map(String) : null;

const union = (one: Ids, other: Ids): Ids => (one === null || other === null ? null : [...new Set([...one, ...other])]);

function servicesOf({ content, subject }: Change, used: ReadonlyMap<string, Ids>): Ids {
  if (content.length > 0) return content.map((atom) => servicesOfAtom(atom, used)).reduce(union, []);
  if (subject.type === "service" && subject.id !== undefined) return [subject.id];
  if (subject.type === "subprocessor" && subject.id !== undefined) return used.get(subject.id) ?? null;
  return null;
}

function servicesOfAtom(atom: Atom, used: ReadonlyMap<string, Ids>): Ids {
  const ids = idsOf(atom);
  if (atom.type === "service") return ids;
  if (atom.type !== "subprocessor" || ids.length === 0) return null;
  const own = atom.op === "put" ? stated((atom.item as { services?: unknown }).services) : [];
  const edited = atom.op === "set" && atom.field === "services" ? union(stated(atom.before), stated(atom.after)) : [];
  const listed = ids.map((id) => (used.has(id) ? (used.get(id) as Ids) : atom.op === "put" ? [] : null));
  return [own, edited, ...listed].reduce(union, []);
}

function idsOf(atom: Atom): string[] {
  if (atom.op === "put") return [atom.item.id];
  if (atom.op === "rekey") return [atom.id, atom.to];
  return atom.id === undefined ? [] : [atom.id];
}

/** Whoever was told of what a change touches is told of the change; one that only takes back is told to nobody else. */
function segmentsOf({ audience, touches }: Change, touched: Concerns | undefined): Ids {
  if (!touches || !touched) return audience ?? null;
  return audience === undefined && touches.how === "withdraws"
    ? touched.segments
    : union(audience ?? null, touched.segments);
}
