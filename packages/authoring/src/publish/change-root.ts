import { join } from "node:path";
import {
  completeRoot,
  firstRoot,
  type Gathered,
  gathered,
  nextRoot,
  proposedPin,
  proposedRoot,
  proposeRoot,
  type Root,
  type RootChange,
  type RootProposal,
  same,
  signProposal,
  type Tree,
} from "@trust-center/feed";
import { derivedFiles } from "../derived/files.ts";
import { UsageError } from "../errors.ts";
import { type KeySource, keySourcesOf } from "../folder/key-source.ts";
import type { Settings } from "../format/settings.ts";
import { writeProposalFile } from "../keys/proposal-file.ts";
import { type KeyAtHand, type KeyRing, openRing } from "../keys/ring.ts";
import type { Passphrase } from "../keys/signer.ts";
import { refuseOtherPredecessor, treeUnderRoot } from "./apply-root.ts";
import { type Change, type Changed, changePublished } from "./change-published.ts";
import { rootFiles } from "./next.ts";
import { readPlace } from "./place.ts";
import { type PublishedTree, readRootUnverified, readStrandedRoot } from "./read-published.ts";
import { refuseOtherAddress } from "./refusals.ts";
import type { VerifiedTree } from "./verify-built.ts";

export interface RootOptions {
  now: number;
  /** Private keys at hand beside those that the settings name. */
  keys?: readonly KeySource[] | undefined;
  passphrase?: Passphrase;
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
  /** Where a proposal goes; with it nothing is applied, even where all keys are at hand. */
  propose?: string | undefined;
}

/** What became of a change of the root. */
export interface RootResult {
  outcome: "applied" | "proposed";
  feed: string;
  pin: string;
  root: Root;
  /** The proposal's file, and whose signatures it has and needs. */
  proposal?: string;
  gathered: Gathered[];
  /** Files written below the published folder. */
  written: string[];
}

/** All that a change of the root works on. */
export interface RootWork {
  folder: string;
  settings: Settings;
  out: string;
  ring: KeyRing;
  published: PublishedTree | undefined;
  /** The newest root: published, or made before the first publish. */
  root: Root;
}

/** Changes to propose, and the keys that were made for them. */
export interface RootPlan {
  changes: readonly RootChange[];
  made?: readonly KeyAtHand[];
}

/**
 * Changes the root of a folder's feed. With enough keys at hand the next root is signed and published; else it becomes a
 * proposal in a file, for the holders of the other keys.
 *
 * @param plan The changes, from the newest root and the keys at hand, and keys that it made.
 * @throws {TrustCenterError} `key-refused` where a change cannot be
 */
export async function changeRoot(
  folder: string,
  plan: (work: RootWork) => Promise<RootPlan> | RootPlan,
  options: RootOptions,
): Promise<RootResult> {
  const settled = await atRoot(folder, options, async (work) => {
    const { changes, made = [] } = await plan(work);
    const ring = { ...work.ring, keys: [...work.ring.keys, ...made] };
    const proposal = propose(work, changes, options.now);
    const signed = await signProposal(proposal, await signersAtHand(proposal, ring));
    return settle({ ...work, ring }, signed, options);
  });
  return resultOf(settled);
}

/**
 * Publishes a proposal that has its signatures. No root key signs it here, even where one is at hand: whoever signs a
 * root that was carried about reads it first (`keys sign`).
 */
export async function applyProposal(folder: string, proposal: RootProposal, options: RootOptions): Promise<RootResult> {
  const settled = await atRoot(folder, options, async (work) => {
    refuseOtherAddress(work.settings.feed, proposedRoot(proposal).feed, work.out);
    refuseOtherPredecessor(work.published, proposal);
    return settle(work, proposal, options);
  });
  return resultOf(settled);
}

/** Reads a folder's newest root and the keys at hand; nothing is written. */
export async function readRoot(folder: string, options: RootOptions): Promise<RootWork> {
  const reading = { ...options, dryRun: true };
  const { change } = await atRoot(folder, reading, async (work) => ({ pin: work.published?.pin, work }));
  return change.work;
}

async function atRoot<C extends Change>(
  folder: string,
  options: RootOptions & { dryRun?: boolean },
  work: (work: RootWork) => Promise<C>,
): Promise<Changed<C>> {
  const { settings, place } = await readPlace(folder);
  const { out } = place;
  const ring = await ringOf(folder, settings, options);
  const { now, signal, dryRun } = options;
  return changePublished(place, { now, kind: "sign", dryRun, signal }, async ({ published }) => {
    const root = published?.root ?? (await draftRoot({ settings, ring, out, now }));
    refuseOtherAddress(settings.feed, root.feed, out);
    return work({ folder, settings, out, ring, published, root });
  });
}

const ringOf = (folder: string, settings: Settings, { keys = [], passphrase, env, signal }: RootOptions) =>
  openRing([...keySourcesOf(folder, settings), ...keys], { passphrase, env, signal });

/** Before the first publish: the root that was made already, or one in which the first key holds every role. */
async function draftRoot({
  settings: { feed },
  ring,
  out,
  now,
}: Pick<RootWork, "settings" | "ring" | "out"> & { now: number }): Promise<Root> {
  const stranded = await readStrandedRoot(out);
  if (stranded) return (await readRootUnverified(stranded)).root;
  const [key] = ring.keys;
  if (!key)
    throw new UsageError("Expected a key to begin with, found none. Make one: trust-center keys new keys/root.key.pem");
  const role = { keys: [key], threshold: 1 };
  return firstRoot(feed, { root: role, manifest: role, timestamp: role, receipt: role }, now);
}

function propose({ root, published }: RootWork, changes: readonly RootChange[], now: number): RootProposal {
  const next = nextRoot(root, changes, now);
  // Nobody has seen a root before the first publish: it is made again, and with it the pin.
  return published ? proposeRoot(next, published.head.roots.at(-1)) : proposeRoot({ ...next, version: 1 });
}

/** No more keys than are needed: each may ask for a passphrase. */
async function signersAtHand(proposal: RootProposal, { keys }: KeyRing) {
  const chosen = new Map<string, (typeof keys)[number]>();
  for (const { kids, threshold, signed } of await gathered(proposal)) {
    const had = kids.filter((kid) => signed.includes(kid) || chosen.has(kid)).length;
    const able = keys.filter(({ kid }) => kids.includes(kid) && !signed.includes(kid) && !chosen.has(kid));
    for (const key of able.slice(0, Math.max(0, threshold - had))) chosen.set(key.kid, key);
  }
  const signers = [];
  for (const key of chosen.values()) signers.push(await key.open());
  return signers;
}

/** What the change came to, but for the files that are written when it has been verified. */
interface Settled extends Change {
  tree?: Tree;
  result: Omit<RootResult, "written">;
}

async function settle(work: RootWork, proposal: RootProposal, options: RootOptions): Promise<Settled> {
  const root = proposedRoot(proposal);
  const pin = work.published?.pin ?? (await proposedPin(proposal));
  const result = { feed: root.feed, pin, root, gathered: await gathered(proposal) };
  const envelope = options.propose === undefined ? await completeRoot(proposal) : undefined;
  if (!envelope) {
    const path = options.propose ?? join(work.folder, `root-${root.version}.proposal.json`);
    await writeProposalFile(path, proposal);
    return { pin, result: { ...result, outcome: "proposed", proposal: path } };
  }
  const { published } = work;
  const tree = published
    ? await treeUnderRoot({ ...work, published, envelope, root, now: options.now })
    : // The first publish finds it there and keeps it.
      new Map(rootFiles([envelope]));
  // Of all that a root says, files for people tell where the feed has moved.
  const isMove = published && !same(root.successor, published.root.successor);
  const derived = (current: VerifiedTree) => derivedFiles({ address: root.feed, pin, now: options.now, ...current });
  return { pin, tree, ...(isMove && { derived }), result: { ...result, outcome: "applied" } };
}

const resultOf = ({ change, written }: Changed<Settled>): RootResult => ({ ...change.result, written });
