import { refreshHead, TrustCenterError } from "@trust-center/feed";
import { BrokenTreeError } from "../errors.ts";
import { openRing, signersOf } from "../keys/ring.ts";
import type { Passphrase } from "../keys/signer.ts";
import type { KeySource } from "../keys/source.ts";
import { refuseEarlierClock } from "./clock.ts";
import { lockFolder } from "./lock.ts";
import { readPublished } from "./read-published.ts";
import { verifyBuilt } from "./verify-built.ts";
import { removeLeftovers } from "./write-files.ts";
import { writeTree } from "./write-tree.ts";

const day = 24 * 60 * 60 * 1000;

export interface RefreshOptions {
  now?: number | undefined;
  keyPassphrase?: Passphrase;
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
  /** How long the new timestamp vouches, milliseconds. Default: as long as the one before. */
  lifetime?: number | undefined;
}

/** What a refresh did. Instants. */
export interface RefreshResult {
  address: string;
  pin: string;
  out: string;
  version: number;
  timestamp: { version: number; issued: string; expires: string };
  warnings: string[];
}

/**
 * Signs the timestamp of a published tree anew. It needs that tree and the keys of the timestamp role, nothing else.
 *
 * @throws {BrokenTreeError} where the tree does not verify or is not there
 * @throws {BusyError} while a publish runs
 * @throws {TrustCenterError} `key-refused`, `clock`, `expired` where root or manifest need a publish
 */
export async function refreshTree(
  out: string,
  keys: readonly KeySource[],
  options: RefreshOptions = {},
): Promise<RefreshResult> {
  const { now = Date.now(), signal } = options;
  await existing(out);
  const ring = await openRing(keys, { passphrase: options.keyPassphrase, env: options.env, signal });
  const release = await lockFolder(out);
  try {
    await removeLeftovers(out);
    const published = await existing(out);
    refuseEarlierClock(published, now);
    const signers = await signersOf(ring, published.root, "timestamp");
    const { issued, expires } = published.timestamp;
    const lifetime = options.lifetime ?? Date.parse(expires) - Date.parse(issued);
    const head = await refreshHead(published, published.manifestBytes, signers, now, lifetime);
    const tree = new Map([["head.json", head]]);
    const { address, pin } = published;
    const current = await verifyBuilt({ out, tree, published, feed: address, pin, now }).catch(explainExpiry);
    await writeTree({ out, tree, current, derived: new Map(), signal });
    const { timestamp, root, manifest, feed } = current;
    const warnings = [expiryWarning("root", root, now), expiryWarning("manifest", manifest, now)];
    return {
      address,
      pin,
      out,
      version: feed.version,
      timestamp: { version: timestamp.version, issued: timestamp.issued, expires: timestamp.expires },
      warnings: warnings.filter((text) => text !== undefined),
    };
  } finally {
    await release();
  }
}

async function existing(out: string) {
  const published = await readPublished(out);
  if (published) return published;
  throw new BrokenTreeError("malformed", `Expected a published tree in ${out}, found no head.json. Publish first.`, {
    out,
  });
}

function explainExpiry(error: unknown): never {
  if (!(error instanceof TrustCenterError) || error.code !== "expired") throw error;
  const message = `${error.message} A new timestamp cannot mend that: run \`trust-center publish\`, which renews it.`;
  throw new TrustCenterError("expired", message, error.evidence, { cause: error });
}

const expiryWarning = (what: string, { expires }: { expires: string }, now: number): string | undefined =>
  Date.parse(expires) - now > 60 * day
    ? undefined
    : `The ${what} expires on ${expires}. Run \`trust-center publish\` before that day, which renews it.`;
