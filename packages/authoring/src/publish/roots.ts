import {
  completeRoot,
  createRoot,
  type Envelope,
  nextRoot,
  oneSigner,
  proposeRoot,
  type Root,
  signProposal,
  TrustCenterError,
} from "@trust-center/feed";
import { day } from "../day.ts";
import { UsageError } from "../errors.ts";
import { type KeyRing, signersOf } from "../keys/ring.ts";
import { type PublishedTree, readRootUnverified, readStrandedRoot } from "./read-published.ts";
import { refuseOtherAddress } from "./refusals.ts";

/** A root is renewed when less than these milliseconds are left of it: a yearly publish never finds it expired. */
const renewBefore = 120 * day;

/** The roots to publish under. */
export interface Roots {
  envelopes: Envelope[];
  /** The newest of them. */
  root: Root;
  pin: string;
  /** A root was made or renewed. */
  changed: boolean;
  /** The first root is made in this run: another run would make another pin. */
  isNew?: boolean;
  warning?: string;
}

/** What the roots are prepared from. */
export interface RootsToPrepare {
  /** The feed's address. */
  feed: string;
  ring: KeyRing;
  published: PublishedTree | undefined;
  out: string;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * The roots of a feed: made at the first publish, kept after it, renewed by their own keys before they expire.
 *
 * @throws {TrustCenterError} `key-refused` where several keys are given and nothing says which does what, `wrong-feed`
 *   where a first root that was made already is another address's
 */
export async function prepareRoots(input: RootsToPrepare): Promise<Roots> {
  const { published, ring, now } = input;
  if (!published) return firstRoot(input);
  return { pin: published.pin, ...(await renewRoot(published, ring, now)) };
}

async function firstRoot({ feed, ring, out, now }: RootsToPrepare): Promise<Roots> {
  const stranded = await readStrandedRoot(out);
  const envelope = stranded ?? (await createRoot(feed, oneSigner(await onlySigner(ring)), now));
  const { root, pin } = await readRootUnverified(envelope);
  refuseOtherAddress(feed, root.feed, out);
  return { envelopes: [envelope], root, pin, changed: !stranded, isNew: !stranded };
}

async function onlySigner({ keys }: KeyRing) {
  const [key, ...more] = keys;
  if (key && more.length === 0) return key.open();
  throw new UsageError(
    `Expected one key to begin with, or a first root that says what each key is for; found ${keys.length} keys and no root. ` +
      "Make it with `trust-center keys split`, before the first publish.",
  );
}

async function renewRoot({ root, head }: PublishedTree, ring: KeyRing, now: number) {
  const left = Date.parse(root.expires) - now;
  if (left > renewBefore) return { envelopes: head.roots, root, changed: false };
  const next = nextRoot(root, [], now);
  try {
    const proposal = proposeRoot(next, head.roots.at(-1));
    const envelope = await completeRoot(await signProposal(proposal, await signersOf(ring, root, "root")));
    if (envelope) return { envelopes: [...head.roots, envelope], root: next, changed: true };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error.code !== "key-refused") throw error;
  }
  const warning = `Root ${root.version} expires on ${root.expires}, and the keys at hand cannot renew it. Bring the root keys together before that day: trust-center keys renew.`;
  return { envelopes: head.roots, root, changed: false, warning };
}
