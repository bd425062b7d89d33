import {
  type ChainLink,
  type FeedContent,
  isProcessorRole,
  type Location,
  type Subprocessor,
} from "@trust-center/feed";
import { countryName, type Reader, say } from "@trust-center/reading";
import { arrangements, chain, providers } from "./columns.ts";
import {
  codeCells,
  countryCell,
  entryParty,
  linkParty,
  type Party,
  parentParty,
  partyKey,
  providerCells,
  publisherParty,
} from "./party.ts";
import type { Cells, RegisterRow, RegisterTable } from "./table.ts";

/** One company that serves another for a service of the vendor, by its rank (B_05.02.0050). */
interface Rung {
  party: Party;
  recipient: Party;
  rank: number;
  doubtful: boolean;
}

/** What a vendor knows of its customers' registers: Implementing Regulation (EU) 2024/2956, annex I. */
export function registerTables(list: FeedContent, reader: Reader): RegisterTable[] {
  const vendor = publisherParty(list, reader);
  const rungs = new Map(
    servicesOf(list, reader).map((service) => [service, rungsOf(list, service, { vendor, reader })]),
  );
  const parties = [vendor, ...[...rungs.values()].flat().map(({ party }) => party)];
  const doubtful = doubtfulOf([...rungs.values()].flat(), reader);
  return [
    { template: providers, rows: providerRows(parties, doubtful, reader) },
    {
      template: chain,
      rows: unique([...rungs].flatMap(([service, all]) => all.map((rung) => chainRow(service, rung)))),
    },
    {
      template: arrangements,
      rows: [...Map.groupBy(rungs.keys(), ({ type, id }) => type ?? `id ${id}`).values()].flatMap((services) =>
        countryRows(list, services, vendor),
      ),
    },
  ];
}

/** A service of the vendor, or the whole of what it does where the list names none. */
interface Served {
  id?: string;
  name: string;
  type?: string | undefined;
}

function servicesOf({ services = [], publisher }: FeedContent, reader: Reader): Served[] {
  if (services.length === 0) return [{ name: say(reader, publisher.name) }];
  return services.map(({ id, name, ictType }) => ({ id, name: say(reader, name), type: ictType }));
}

/** Entries that name no service serve them all. */
const serves =
  ({ id }: Served) =>
  ({ services }: Subprocessor): boolean =>
    id === undefined || services === undefined || services.includes(id);

const processors = ({ subprocessors }: FeedContent, service: Served) =>
  subprocessors.filter(({ role }) => isProcessorRole(role)).filter(serves(service));

interface Of {
  vendor: Party;
  reader: Reader;
}

/** Who stands behind a service. Whoever is said to underpin nothing critical has no row (art. 3(6)). */
function rungsOf(list: FeedContent, service: Served, { vendor, reader }: Of): Rung[] {
  const entries = processors(list, service).filter(({ underpins }) => underpins !== false);
  return [
    // At rank 1 the provider itself is its recipient, since the key of a row has no empty part.
    { party: vendor, recipient: vendor, rank: 1, doubtful: false },
    ...entries.flatMap((entry): Rung[] => {
      const party = entryParty(entry, reader);
      const own = { party, recipient: vendor, rank: 2, doubtful: entry.underpins === undefined };
      return [own, ...linkRungs(list, entry, { party, reader })];
    }),
  ];
}

/** The links behind an entry that lead to it. Of one that leads back to itself, or to nothing, no rank is known. */
function linkRungs(
  list: FeedContent,
  { chain = [] }: Subprocessor,
  { party, reader }: { party: Party; reader: Reader },
) {
  const partyOf = (link: ChainLink) => linkParty(link, list, reader);
  const named = (name: string) => chain.find((link) => say(reader, link.name) === name);
  return chain
    .filter(({ underpins }) => underpins !== false)
    .flatMap((link): Rung[] => {
      const way = wayTo(link, named);
      if (!way) return [];
      const recipient = way[1] === undefined ? party : partyOf(way[1]);
      return [{ party: partyOf(link), recipient, rank: 2 + way.length, doubtful: link.underpins === undefined }];
    });
}

/** A link and those that it serves, up to the one that serves the entry. */
function wayTo(link: ChainLink, named: (name: string) => ChainLink | undefined): ChainLink[] | undefined {
  const way = [link];
  for (let at = link; at.recipient !== undefined; ) {
    const next = named(at.recipient);
    if (!next || way.includes(next)) return undefined;
    way.push(next);
    at = next;
  }
  return way;
}

/** Companies that nobody says to underpin anything critical, and of which no other rung says it. */
function doubtfulOf(rungs: readonly Rung[], reader: Reader): ReadonlySet<string> {
  const certain = new Set(rungs.filter(({ doubtful }) => !doubtful).map(({ party }) => partyKey(party, reader)));
  return new Set(rungs.map(({ party }) => partyKey(party, reader)).filter((key) => !certain.has(key)));
}

/** A row for each company, then for each ultimate parent that has none yet. */
function providerRows(parties: readonly Party[], doubtful: ReadonlySet<string>, reader: Reader): RegisterRow[] {
  const parents = parties.map((party) => parentParty(party, reader)).filter((parent) => parent !== undefined);
  const rows = new Map<string, RegisterRow>();
  for (const party of [...parties, ...parents]) {
    const key = partyKey(party, reader);
    const cells = providerCells(party, reader);
    const known = rows.get(key);
    // Said twice and differently, both rows stand, and the rules name them.
    const differs =
      known !== undefined && Object.entries(cells).some(([code, value]) => (known.cells[code] ?? value) !== value);
    const of = known && !differs ? known.of : party.of;
    const whole = differs ? cells : { ...known?.cells, ...cells };
    rows.set(differs ? `${key} ${rows.size}` : key, row(of, whole, doubtful.has(key)));
  }
  return [...rows.values()];
}

const row = (of: string, cells: Cells, doubtful: boolean): RegisterRow => ({
  of,
  cells,
  ...(doubtful && { doubtful }),
});

const typeCell = (column: string, { type }: Served): Cells => (type ? { [column]: `eba_TA:${type}` } : {});

function chainRow(service: Served, { party, recipient, rank, doubtful }: Rung): RegisterRow {
  const cells = {
    ...typeCell("c0020", service),
    ...codeCells(party, ["c0030", "c0040"]),
    c0050: String(rank),
    ...codeCells(recipient, ["c0060", "c0070"]),
  };
  return row(`${party.of}, ${service.name}`, cells, doubtful);
}

/** Two services of one type have one chain in the register; rows whose code is not stated stay apart by whom they are about. */
function unique(rows: readonly RegisterRow[]): RegisterRow[] {
  const seen = new Map<string, RegisterRow>();
  for (const one of rows) {
    const { c0020, c0030, c0060 } = one.cells;
    const whole = c0020 !== undefined && c0030 !== undefined && c0060 !== undefined;
    const key = JSON.stringify(whole ? one.cells : [one.of, one.cells]);
    const known = seen.get(key);
    if (!known || (known.doubtful && !one.doubtful)) seen.set(key, one);
  }
  return [...seen.values()];
}

/** What happens in each country for a service, a row a country. Which of them meet in a contract, the customer knows. */
function countryRows(list: FeedContent, services: readonly Served[], vendor: Party): RegisterRow[] {
  const [service] = services as readonly [Served];
  const name = services.map((one) => one.name).join(", ");
  const entries = new Set(services.flatMap((one) => processors(list, one)));
  const places = [...entries].flatMap(({ locations = [] }) => locations);
  const countries = Map.groupBy(
    places.filter(({ country }) => country !== undefined && country !== "EU"),
    ({ country }) => country as string,
  );
  const own = { ...codeCells(vendor, ["c0030", "c0040"]), ...typeCell("c0060", service) };
  const rows = [...countries]
    .map(([country, all]) => ({ country, cells: placeCells(country, all) }))
    .filter(({ cells }) => Object.keys(cells).length > 0)
    .map(({ country, cells }) => row(`${name}, ${countryName("en", country)}`, { ...own, ...cells }, false));
  return rows.length > 0 ? rows : [row(name, own, false)];
}

function placeCells(country: string, places: readonly Location[]): Cells {
  const happens = (activity: string) =>
    places.some(({ activities = [] }) => activities.some((one) => one === activity));
  return {
    ...(happens("provision") && countryCell("c0130", country)),
    ...(happens("storage") && { c0140: "eba_BT:x28", ...countryCell("c0150", country) }),
    ...(happens("processing") && countryCell("c0160", country)),
  };
}
