import { pinSchema, resolveText, TrustCenterError } from "@trust-center/feed";
import { checkAddress } from "../address.ts";
import type { Report } from "./finding.ts";
import type { Vendor } from "./vendor.ts";

/** A vendor, and how it was come to. */
export interface Target {
  vendor: Vendor;
  via: readonly string[];
}

/** Links of one feed that are followed: a feed must not make others look at thousands. */
const mostLinks = 200;

/** The feeds that a report's entries name as their own. Links that cannot be followed come as failed reports. */
export function linkedFrom({ center, via, vendor, at }: Report): { targets: Target[]; refused: Report[] } {
  const targets: Target[] = [];
  const refused: Report[] = [];
  const path = [...via, vendor.address];
  const entries = (center?.feed.subprocessors ?? []).filter(({ feed, status }) => feed && status !== "former");
  for (const { name, feed } of entries.slice(0, mostLinks)) {
    const link: Vendor = { address: feed?.url ?? "", name: resolveText(name, ["en"]).value, pin: feed?.pin };
    try {
      targets.push({ vendor: { ...link, address: followable(link, vendor.address) }, via: path });
    } catch (error) {
      if (!(error instanceof TrustCenterError)) throw error;
      const { code, message, evidence } = error;
      const finding = { kind: "failure", code, message, evidence, since: at } as const;
      refused.push({ vendor: link, at, via: path, outcome: "failed", findings: [finding] });
    }
  }
  return { targets, refused };
}

/** A feed of the web must not make its readers ask services of their own machine. */
function followable({ address, pin }: Vendor, from: string): string {
  const found = checkAddress(address, "the feed of a sub-processor");
  if (pin !== undefined && !pinSchema.safeParse(pin, { jitless: true }).success) {
    throw new TrustCenterError("malformed", `Expected the pin of ${found} to be sha256- and 43 characters.`, { pin });
  }
  if (from.startsWith("https:") && found.startsWith("http:")) {
    throw new TrustCenterError("malformed", `Expected a feed on the web, found ${found}.`, { from, found });
  }
  return found;
}
