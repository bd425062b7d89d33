import { listAt, resolveText, TrustCenterError } from "@trust-center/feed";
import { checkAddress, checkPin } from "../address.ts";
import { mayBePublic } from "../http/public-address.ts";
import type { ReportData } from "./finding.ts";
import type { Vendor } from "./vendor.ts";

/** A vendor, and how it was come to. */
export interface Target {
  vendor: Vendor;
  via: readonly string[];
}

/** Links of one feed that are followed: a feed must not make others look at thousands. */
const mostLinks = 200;

/** What the entries of one feed lead to. */
export interface Linked {
  targets: Target[];
  /** Links that cannot be followed, as failed reports. */
  refused: ReportData[];
}

/** The feeds that a report's entries name as their own. */
export function linkedFrom({ center, via, vendor, at }: ReportData): Linked {
  const path = [...via, vendor.address];
  const linked: Linked = { targets: [], refused: [] };
  const links = distinctLinks(center);
  for (const link of links.slice(0, mostLinks)) {
    try {
      linked.targets.push({ vendor: { ...link, address: followable(link, vendor.address) }, via: path });
    } catch (error) {
      if (!(error instanceof TrustCenterError)) throw error;
      linked.refused.push(failedReport({ vendor: link, via: path }, at, error));
    }
  }
  const [left] = links.slice(mostLinks);
  if (left) linked.refused.push(failedReport({ vendor: left, via: path }, at, tooMany(vendor, links.length)));
  return linked;
}

/** A link that cannot be followed, in a report of its own. */
export function failedReport(
  { vendor, via }: Target,
  at: string,
  { code, message, evidence }: TrustCenterError,
): ReportData {
  return { vendor, at, via, outcome: "failed", findings: [{ kind: "failure", code, message, evidence, since: at }] };
}

/** One company can be engaged several times: its feed is one link. */
function distinctLinks(center: ReportData["center"]): Vendor[] {
  const links = new Map<string, Vendor>();
  // Those in use and those announced.
  const entries = center ? [...center.feed.subprocessors, ...listAt(center.feed, Infinity).subprocessors] : [];
  for (const { name, feed } of entries) {
    if (!feed) continue;
    const key = `${feed.url} ${feed.pin ?? ""}`;
    if (!links.has(key)) links.set(key, { address: feed.url, name: resolveText(name, ["en"]).value, pin: feed.pin });
  }
  return [...links.values()];
}

const tooMany = ({ address }: Vendor, count: number) =>
  new TrustCenterError(
    "too-large",
    `Expected at most ${mostLinks} feeds of sub-processors in ${address}, found ${count}: this one and those after it were not looked at by way of it.`,
    { feed: address, found: count, followed: mostLinks },
  );

/** A feed of the web must not make its readers ask services of their own machine, or of the network it stands in. */
function followable({ address, pin }: Vendor, from: string): string {
  const found = checkAddress(address, "the feed of a sub-processor");
  checkPin(pin, `the pin of ${found}`);
  if (!mayBePublic(new URL(found)) && mayBePublic(new URL(from))) {
    throw new TrustCenterError("malformed", `Expected a feed of the public internet, found ${found}.`, { from, found });
  }
  return found;
}
