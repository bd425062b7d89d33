import {
  createRoot,
  type Envelope,
  oneSigner,
  type Role,
  type Root,
  type Signer,
  signEnvelope,
  TrustCenterError,
  toInstant,
} from "@trust-center/feed";
import { type PublishedTree, readRootUnverified, readStrandedRoot } from "./read-published.ts";

const day = 24 * 60 * 60 * 1000;
const rootLifetime = 365 * day;
/** A root is renewed when less than this is left of it, so that a yearly publish never finds it expired. */
const renewBefore = 120 * day;

/** The roots to publish under. */
export interface Roots {
  envelopes: Envelope[];
  pin: string;
  /** A root was made or renewed. */
  changed: boolean;
  warning?: string;
}

/**
 * The roots of a feed: made at the first publish, kept after it, renewed by their own key before they expire.
 *
 * @throws {TrustCenterError} `key-refused` where the key has no part in the feed, `wrong-feed` where the address changed
 */
export async function prepareRoots(
  feed: string,
  signer: Signer,
  published: PublishedTree | undefined,
  out: string,
  now: number,
): Promise<Roots> {
  if (!published) return firstRoot(feed, signer, out, now);
  refuseOtherAddress(feed, published.address, out);
  refuseOtherKey(published.root, signer, ["manifest", "timestamp"]);
  const { envelopes, ...renewal } = await renewRoot(published, signer, now);
  return { envelopes, pin: published.pin, ...renewal };
}

async function firstRoot(feed: string, signer: Signer, out: string, now: number): Promise<Roots> {
  const stranded = await readStrandedRoot(out);
  if (stranded) {
    const { root, pin } = await readRootUnverified(stranded);
    refuseOtherAddress(feed, root.feed, out);
    refuseOtherKey(root, signer, ["root", "manifest", "timestamp"]);
    return { envelopes: [stranded], pin, changed: false };
  }
  const envelope = await createRoot(feed, oneSigner(signer), now);
  const { pin } = await readRootUnverified(envelope);
  return { envelopes: [envelope], pin, changed: true };
}

async function renewRoot({ root, head }: PublishedTree, signer: Signer, now: number) {
  const left = Date.parse(root.expires) - now;
  if (left > renewBefore) return { envelopes: head.roots, changed: false };
  const canSign = root.roles.root.threshold === 1 && root.roles.root.kids.includes(signer.kid);
  if (!canSign) {
    const warning = `Root ${root.version} expires on ${root.expires}, and this key alone cannot renew it. Bring the keys of the role "root" together before that day.`;
    return { envelopes: head.roots, changed: false, warning };
  }
  const next: Root = {
    ...root,
    version: root.version + 1,
    issued: toInstant(now),
    expires: toInstant(now + rootLifetime),
  };
  const envelope = await signEnvelope(new TextEncoder().encode(JSON.stringify(next)), "root", [signer]);
  return { envelopes: [...head.roots, envelope], changed: true };
}

function refuseOtherAddress(expected: string, found: string, out: string): void {
  if (found === expected) return;
  throw new TrustCenterError(
    "wrong-feed",
    `Expected ${out} to hold the feed of ${expected}, found the one of ${found}. The address is signed into the first root: ` +
      "set `publish.feed` back to it, or publish the new address into an empty folder, under a new pin.",
    { expected, found },
  );
}

/** @throws {TrustCenterError} `key-refused` where a role needs other keys than this one */
export function refuseOtherKey(root: Root, { kid }: Signer, roles: readonly Role[]): void {
  for (const name of roles) {
    const { kids, threshold } = root.roles[name];
    if (kids.includes(kid) && threshold === 1) continue;
    throw new TrustCenterError(
      "key-refused",
      `Expected a key that may sign as "${name}" by itself, found ${kid}. Root ${root.version} names ${kids.join(", ")}` +
        `${threshold > 1 ? ` and asks for ${threshold} of them` : ""}. Set \`publish.key\` to the key that the feed was published with.`,
      { role: name, found: kid, expected: kids, threshold },
    );
  }
}
