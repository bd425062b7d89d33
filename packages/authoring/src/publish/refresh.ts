import { type Cosignature, refreshHead, TrustCenterError } from "@trust-center/feed";
import { day } from "../day.ts";
import { derivedFiles } from "../derived/files.ts";
import type { KeySource } from "../folder/key-source.ts";
import type { Settings } from "../format/settings.ts";
import { openRing, signersOf } from "../keys/ring.ts";
import type { Passphrase } from "../keys/signer.ts";
import { askWitnesses } from "./ask-witnesses.ts";
import { changePublished } from "./change-published.ts";
import type { PublishPlace } from "./place.ts";
import { readPublished } from "./read-published.ts";
import { expectPublished } from "./refusals.ts";
import { stampLog } from "./stamped.ts";
import type { VerifiedTree } from "./verify-built.ts";

/** What expires in less than these milliseconds is warned of: only a publish renews it. */
const warnBefore = 60 * day;

export interface RefreshOptions {
  now?: number | undefined;
  keyPassphrase?: Passphrase;
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
  /** How long the new timestamp vouches, milliseconds. Default: as long as the one before. */
  lifetime?: number | undefined;
  /** Those with a `url` are asked to cosign the log. Default: nobody is asked. */
  witnesses?: Settings["witnesses"];
  /** Asked for a time stamp, where there is none of this state of the log yet. Default: nobody is asked. */
  timeStampAuthority?: Settings["timeStampAuthority"];
}

/** What a refresh did. Instants. */
export interface RefreshResult {
  address: string;
  pin: string;
  out: string;
  version: number;
  timestamp: { version: number; issued: string; expires: string };
  /** Statements of known witnesses on the log; empty where none was asked. */
  cosignatures: Cosignature[];
  /** What the time stamp authority says of the log; absent where none was asked, or gave none. */
  timeStamp?: { at: string; authority: string };
  warnings: string[];
}

/**
 * Signs the timestamp of a published tree anew. It needs that tree and the keys of the timestamp role, nothing else.
 * Where the tree belongs to an authoring folder, one that is older than what was published from there is refused.
 *
 * @throws {BrokenTreeError} where the tree does not verify, is not there, or is older than what was published last
 * @throws {BusyError} while a publish runs
 * @throws {TrustCenterError} `key-refused`, `clock`, `expired` where root or manifest need a publish
 */
export async function refreshTree(
  place: PublishPlace,
  keys: readonly KeySource[],
  options: RefreshOptions = {},
): Promise<RefreshResult> {
  const { now = Date.now(), signal } = options;
  const { out } = place;
  // Nobody is asked for the passphrase of a key that has nothing to sign.
  expectPublished(await readPublished(out), out);
  const ring = await openRing(keys, { passphrase: options.keyPassphrase, env: options.env, signal });
  const { change, current } = await changePublished(place, { now, kind: "sign", signal }, async (standing) => {
    const published = expectPublished(standing.published, out);
    const signers = await signersOf(ring, published.root, "timestamp");
    const { issued, expires } = published.timestamp;
    const lifetime = options.lifetime ?? Date.parse(expires) - Date.parse(issued);
    const head = await refreshHead(published, published.manifestBytes, signers, now, lifetime);
    // Files for people speak as of when they are made: what has come into effect since is in them.
    const derived = (current: VerifiedTree) =>
      derivedFiles({ address: published.address, pin: published.pin, now, ...current });
    return { pin: published.pin, tree: new Map([["head.json", head]]), derived };
  }).catch(explainExpiry);
  if (!current) throw new TypeError("a refresh left nothing published");
  const { timestamp, root, manifest, feed } = current;
  const before = current.head.log.checkpoint;
  const asked = await askWitnesses(place, { witnesses: options.witnesses, before, now, signal });
  const { timeStampAuthority: authority } = options;
  const stamped = await stampLog(place, { folder: place.authoring?.folder ?? out, authority, signal });
  const warnings = [
    ...asked.warnings,
    ...stamped.warnings,
    expiryWarning("root", root, now),
    expiryWarning("manifest", manifest, now),
  ];
  return {
    address: root.feed,
    pin: change.pin,
    out,
    version: feed.version,
    timestamp: { version: timestamp.version, issued: timestamp.issued, expires: timestamp.expires },
    cosignatures: asked.cosignatures,
    ...(stamped.timeStamp && { timeStamp: stamped.timeStamp }),
    warnings: warnings.filter((text) => text !== undefined),
  };
}

function explainExpiry(error: unknown): never {
  if (!(error instanceof TrustCenterError) || error.code !== "expired") throw error;
  const message = `${error.message} A new timestamp cannot mend that: run \`trust-center publish\`, which renews it.`;
  throw new TrustCenterError("expired", message, error.evidence, { cause: error });
}

const expiryWarning = (what: string, { expires }: { expires: string }, now: number): string | undefined =>
  Date.parse(expires) - now > warnBefore
    ? undefined
    : `The ${what} expires on ${expires}. Run \`trust-center publish\` before that day, which renews it.`;
