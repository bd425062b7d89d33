import {
  buildTree,
  type Envelope,
  proposedRoot,
  type Root,
  type RootProposal,
  refreshHead,
  type Tree,
  TrustCenterError,
} from "@trust-center/feed";
import type { Settings } from "../format/settings.ts";
import { type KeyRing, signersOf } from "../keys/ring.ts";
import { lifetimesFor, rootFiles } from "./next.ts";
import { folderReader, type PublishedTree } from "./read-published.ts";

export interface RootToApply {
  out: string;
  published: PublishedTree;
  /** The complete next root, and what it says. */
  envelope: Envelope;
  root: Root;
  ring: KeyRing;
  settings: Settings;
  now: number;
}

/**
 * The files that publish a new root: whatever its keys no longer vouch for is signed again.
 *
 * @throws {TrustCenterError} `key-refused` where a key that must sign is not at hand
 */
export function treeUnderRoot(work: RootToApply): Promise<Tree> {
  const envelopes = [...work.published.head.roots, work.envelope];
  return vouchesStill(work) ? signTimestamp(work, envelopes) : signAgain(work, envelopes);
}

/** Whether the same keys vouch for the manifest, and for the checkpoint, under the new root. */
function vouchesStill({ published, root }: RootToApply): boolean {
  const [before, after] = [published.root.roles.manifest, root.roles.manifest];
  return before.kids.join() === after.kids.join() && before.threshold === after.threshold;
}

async function signTimestamp(
  { published, ring, root, settings, now }: RootToApply,
  envelopes: Envelope[],
): Promise<Tree> {
  const before = { ...published, head: { ...published.head, roots: envelopes } };
  const signers = await signersOf(ring, root, "timestamp");
  const { timestamp: lifetime } = lifetimesFor(settings);
  const head = await refreshHead(before, published.manifestBytes, signers, now, lifetime);
  return new Map([...rootFiles(envelopes), ["head.json", head]]);
}

/** The same version of the list, under new signatures. */
async function signAgain(work: RootToApply, envelopes: Envelope[]): Promise<Tree> {
  const { out, published, ring, root, settings, now } = work;
  const read = folderReader(out);
  const policies = published.manifest.files.policies.map(({ path, length }) => read(path, length));
  return buildTree({
    address: published.address,
    feed: published.signedFeed,
    changes: [],
    policies: await Promise.all(policies),
    roots: envelopes,
    signers: {
      manifest: await signersOf(ring, root, "manifest"),
      timestamp: await signersOf(ring, root, "timestamp"),
    },
    previous: published,
    now,
    lifetimes: lifetimesFor(settings),
  });
}

/**
 * Refuses a proposal that does not follow what is published: what it says of the root before is whoever carried it says.
 *
 * @throws {TrustCenterError} `root-chain`
 */
export function refuseOtherPredecessor(published: PublishedTree | undefined, proposal: RootProposal): void {
  const before = published?.root.version ?? 0;
  const found = proposedRoot(proposal).version;
  if (found === before + 1 && proposal.previous?.payload === published?.head.roots.at(-1)?.payload) return;
  const follows = found === before + 1 ? ", which follows another root" : "";
  throw new TrustCenterError(
    "root-chain",
    `Expected a proposal of root ${before + 1}, found root ${found}${follows}: ` +
      `${before === 0 ? "no root" : `root ${before}`} is published. Propose the change again.`,
  );
}
