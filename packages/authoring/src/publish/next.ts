import {
  addLogSignature,
  buildTree,
  type Change,
  defaultLifetimes,
  type Envelope,
  type Feed,
  type Head,
  type Lifetimes,
  type Plan,
  type RoleSigners,
  refreshHead,
  type Signer,
  type Tree,
} from "@trust-center/feed";
import type { PolicyFile } from "../folder/policies.ts";
import { lifetimesOf, type Settings } from "../format/settings.ts";
import type { PublishedTree } from "./read-published.ts";
import type { PublishResult } from "./result.ts";
import type { Roots } from "./roots.ts";

/** All that the next state of a feed is made of. */
export interface Work {
  /** The next version of the list, and the changes that lead to it. */
  plan: Plan;
  policies: readonly PolicyFile[];
  settings: Settings;
  signers: Pick<RoleSigners, "manifest" | "timestamp"> & { log?: Signer | undefined };
  published: PublishedTree | undefined;
  roots: Roots;
  now: number;
  /** Sign the timestamp again even where it is young. */
  force: boolean;
}

/** What is to be done. */
export interface Next {
  outcome: PublishResult["outcome"];
  /** Signed files to write; absent where what is published stands. */
  tree?: Tree;
  changes: Change[];
}

/** Share of a lifetime that must be left: below it the signature is renewed. */
const manifestShare = 1 / 3;
const timestampShare = 2 / 3;

/** Decides between a new version, new signatures over the same version, and nothing, and signs. */
export async function buildNext(work: Work): Promise<Next> {
  const { published, now, roots, settings, plan } = work;
  if (!published || plan.changes.length > 0) {
    return { outcome: "published", tree: await build(work, plan), changes: plan.changes };
  }
  const lifetimes = lifetimesFor(settings);
  if (isOld(published.manifest, { lifetime: lifetimes.manifest, share: manifestShare, now })) {
    const tree = await build(work, { feed: published.signedFeed, changes: [] });
    return { outcome: "refreshed", tree, changes: [] };
  }
  const signed = await withLogSignature(published.head, work.signers.log);
  if (
    !work.force &&
    !roots.changed &&
    signed === published.head &&
    !isOld(published.timestamp, { lifetime: lifetimes.timestamp, share: timestampShare, now })
  ) {
    return { outcome: "unchanged", changes: [] };
  }
  const before = { ...published, head: { ...signed, roots: roots.envelopes } };
  const head = await refreshHead(before, published.manifestBytes, work.signers.timestamp, now, lifetimes.timestamp);
  const tree: Tree = new Map();
  for (const [path, bytes] of rootFiles(roots.envelopes)) tree.set(path, bytes);
  return { outcome: "refreshed", tree: tree.set("head.json", head), changes: [] };
}

/** The head as it is, where the log's own key has signed its checkpoint or there is none. */
async function withLogSignature(head: Head, signer: Signer | undefined): Promise<Head> {
  const checkpoint = signer ? await addLogSignature(head.log.checkpoint, signer) : head.log.checkpoint;
  return checkpoint === head.log.checkpoint ? head : { ...head, log: { ...head.log, checkpoint } };
}

/** The file of each root. */
export const rootFiles = (envelopes: readonly Envelope[]): [path: string, bytes: Uint8Array<ArrayBuffer>][] =>
  envelopes.map((envelope, at) => [`root/${at + 1}.json`, new TextEncoder().encode(JSON.stringify(envelope))]);

function build(work: Work, plan: { feed: Feed; changes: Change[] }): Promise<Tree> {
  const { settings, signers, published, roots, now } = work;
  return buildTree({
    address: settings.feed,
    ...plan,
    policies: work.policies.map(({ bytes }) => bytes),
    roots: roots.envelopes,
    signers,
    previous: published,
    now,
    lifetimes: lifetimesFor(settings),
  });
}

export const lifetimesFor = (settings: Settings): Lifetimes => ({ ...defaultLifetimes, ...lifetimesOf(settings) });

/** Whether less than a share of a lifetime is left: the signed one, or the one asked for now where that is shorter. */
function isOld(
  { issued, expires }: { issued: string; expires: string },
  { lifetime, share, now }: { lifetime: number; share: number; now: number },
): boolean {
  const shorter = Math.min(Date.parse(expires) - Date.parse(issued), lifetime);
  return Date.parse(issued) + shorter - now < shorter * share;
}
