import { join } from "node:path";
import {
  completeRoot,
  type Envelope,
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
  signProposal,
} from "@trust-center/feed";
import { outOf, readAuthoring } from "../authoring/check.ts";
import type { Settings } from "../authoring/settings.ts";
import { CheckError, UsageError } from "../errors.ts";
import { applyRoot, refuseOtherPredecessor } from "../publish/apply-root.ts";
import { refuseEarlierClock } from "../publish/clock.ts";
import { lockFolder } from "../publish/lock.ts";
import { refuseOlderTree, rememberPublished } from "../publish/memory.ts";
import { rootFiles } from "../publish/next.ts";
import { type PublishedTree, readPublished, readRootUnverified, readStrandedRoot } from "../publish/read-published.ts";
import { refuseOtherAddress } from "../publish/roots.ts";
import { createWriter, removeLeftovers } from "../publish/write-files.ts";
import { writeProposalFile } from "./proposal-file.ts";
import { type KeyAtHand, type KeyRing, openRing } from "./ring.ts";
import type { Passphrase } from "./signer.ts";
import { type KeySource, keySourcesOf } from "./source.ts";

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
  return withRoot(folder, options, async (work) => {
    const { changes, made = [] } = await plan(work);
    const ring = { ...work.ring, keys: [...work.ring.keys, ...made] };
    const proposal = propose(work, changes, options.now);
    const signed = await signProposal(proposal, await signersAtHand(proposal, ring));
    return settle({ ...work, ring }, signed, options);
  });
}

/**
 * Publishes a proposal that has its signatures. No root key signs it here, even where one is at hand: whoever signs a
 * root that was carried about reads it first (`keys sign`).
 */
export async function applyProposal(folder: string, proposal: RootProposal, options: RootOptions): Promise<RootResult> {
  return withRoot(folder, options, async (work) => {
    refuseOtherAddress(work.settings.feed, proposedRoot(proposal).feed, work.out);
    refuseOtherPredecessor(work.published, proposal);
    return settle(work, proposal, options);
  });
}

/** Reads a folder's newest root, and keeps others from publishing while it is worked on. */
export async function withRoot<T>(
  folder: string,
  options: RootOptions,
  work: (work: RootWork) => Promise<T>,
): Promise<T> {
  const { settings, report } = await readAuthoring(folder);
  if (!settings) throw new CheckError(report);
  const out = outOf(folder, settings);
  const ring = await ringOf(folder, settings, options);
  const release = await lockFolder(out);
  try {
    await removeLeftovers(out);
    const published = await readPublished(out);
    refuseEarlierClock(published, options.now);
    await refuseOlderTree(folder, published);
    const root = published?.root ?? (await draftRoot(settings, ring, out, options.now));
    refuseOtherAddress(settings.feed, root.feed, out);
    return await work({ folder, settings, out, ring, published, root });
  } finally {
    await release();
  }
}

const ringOf = (folder: string, settings: Settings, { keys = [], passphrase, env, signal }: RootOptions) =>
  openRing([...keySourcesOf(folder, settings), ...keys], { passphrase, env, signal });

/** Before the first publish: the root that was made already, or one in which the first key holds every role. */
async function draftRoot({ feed }: Settings, { keys }: KeyRing, out: string, now: number): Promise<Root> {
  const stranded = await readStrandedRoot(out);
  if (stranded) return (await readRootUnverified(stranded)).root;
  const [key] = keys;
  if (!key)
    throw new UsageError("Expected a key to begin with, found none. Make one: trust-center keys new keys/root.key.pem");
  const role = { keys: [key], threshold: 1 };
  return firstRoot(feed, { root: role, manifest: role, timestamp: role, receipt: role }, now);
}

function propose({ root, published }: RootWork, changes: readonly RootChange[], now: number): RootProposal {
  const next = nextRoot(root, changes, now);
  // Nobody has seen a root before the first publish: it is made anew, and with it the pin.
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

async function settle(work: RootWork, proposal: RootProposal, options: RootOptions): Promise<RootResult> {
  const root = proposedRoot(proposal);
  const pin = work.published?.pin ?? (await proposedPin(proposal));
  const result = { feed: root.feed, pin, root, gathered: await gathered(proposal) };
  const envelope = options.propose === undefined ? await completeRoot(proposal) : undefined;
  if (!envelope) {
    const path = options.propose ?? join(work.folder, `root-${root.version}.proposal.json`);
    await writeProposalFile(path, proposal);
    return { ...result, outcome: "proposed", proposal: path, written: [] };
  }
  const written = work.published
    ? await publishRoot({ ...work, published: work.published }, envelope, root, options)
    : await writeFirst(work.out, envelope);
  return { ...result, outcome: "applied", written };
}

/** The first publish finds it there and keeps it. */
async function writeFirst(out: string, envelope: Envelope): Promise<string[]> {
  const writer = createWriter(out, undefined);
  for (const [path, bytes] of rootFiles([envelope])) await writer.write(path, bytes);
  await writer.settle();
  return writer.written;
}

async function publishRoot(
  { out, settings, ring, folder, published }: RootWork & { published: PublishedTree },
  envelope: Envelope,
  root: Root,
  { now, signal }: RootOptions,
): Promise<string[]> {
  const { current, written } = await applyRoot({ out, published, envelope, root, ring, settings, now, signal });
  await rememberPublished(folder, current, published.pin);
  return written;
}
