import { readFile } from "node:fs/promises";
import { join } from "node:path";
import {
  buildTree,
  createRoot,
  createSigner,
  defaultLifetimes,
  generatePrivateKey,
  type LogEntry,
  type RoleSigners,
  type Tree,
  TrustCenterError,
} from "@trust-center/feed";
import { namesIn } from "@trust-center/reading";
import { toldChange } from "../derived/change-words.ts";
import { languagesOf, terminalReader } from "../derived/source.ts";
import { outOf, readAuthoring } from "../folder/check.ts";
import type { CheckReport } from "../folder/report.ts";
import { type Doubt, doubtsAbout } from "../publish/doubts.ts";
import { planFolder } from "../publish/foresee.ts";
import { noticeOf } from "../publish/notice.ts";
import { type PublishedTree, readPublished, readRootUnverified } from "../publish/read-published.ts";
import type { Notice } from "../publish/result.ts";

/** Keys that sign previews and nothing else: nobody has their pin, and they are gone when the program ends. */
export type PreviewKeys = RoleSigners;

/** An authoring folder as publishing it now would make it. */
export interface Preview {
  /** Whether there is a list to be shown. Where the file has errors there is none. */
  readonly shown?: {
    /** The pin of the throw-away root. */
    readonly pin: string;
    /** Reads a file below the address: signed anew, or of an earlier version as it was published. */
    readonly read: (path: string) => Promise<Uint8Array | undefined>;
  };
  readonly report: CheckReport;
  /** Why publishing would be refused, where it would be. */
  readonly refused?: string;
  readonly doubts: readonly Doubt[];
  /** What publishing would say of each change. */
  readonly changes: readonly { title: string; lines: readonly string[] }[];
  /** What subscribers would be told, in short; absent where nothing changed. */
  readonly notice?: Notice;
}

/** Where and when a preview is made, and what signs it. */
export interface PreviewPlace {
  /** Where it is served, ending in `/`. */
  readonly address: string;
  readonly keys: PreviewKeys;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Ten years: whoever looks at a later day still sees a list that is vouched for. */
const lifetime = 10 * 366 * 24 * 60 * 60 * 1000;

/** Makes keys for previews. */
export async function previewKeys(): Promise<PreviewKeys> {
  const all = [await createSigner(await generatePrivateKey())];
  return { root: all, manifest: all, timestamp: all, receipt: all };
}

/**
 * Plans what publishing a folder now would say, and signs the result with keys that are thrown away, for an address on this
 * machine. The folder's own keys are not asked for, and nothing is written.
 */
export async function previewFolder(folder: string, { address, keys, now }: PreviewPlace): Promise<Preview> {
  const authoring = await readAuthoring(folder);
  const { report, content, settings, policies } = authoring;
  const nothing = { report, doubts: [], changes: [] };
  if (report.errors.length > 0 || !content || !settings) return nothing;
  const out = outOf(folder, settings);
  const published = await readPublished(out).catch(() => undefined);
  try {
    const plan = await planFolder({ ...authoring, content }, published, now);
    const root = await createRoot(address, keys, now, lifetime);
    const lifetimes = { ...defaultLifetimes, manifest: lifetime, timestamp: lifetime };
    const feed = plan.changes.length > 0 || !published ? plan.feed : published.signedFeed;
    const tree = await buildTree({
      ...{ address, feed, changes: plan.changes, roots: [root], signers: keys, now, lifetimes },
      policies: policies.map(({ bytes }) => bytes),
      previous: published && {
        manifest: published.manifest,
        timestamp: published.timestamp,
        history: published.history,
      },
    });
    const { pin } = await readRootUnverified(root);
    const entries = entriesOf(published, plan.changes, feed.published);
    const reader = terminalReader(languagesOf(feed), namesIn(feed));
    const notice = noticeOf(feed, plan.changes, entries);
    return {
      shown: { pin, read: readerOf(tree, out) },
      report,
      doubts: doubtsAbout({ plan, previous: published?.feed, now, clock: now }),
      changes: plan.changes.map((change) => toldChange(change, entries, reader)),
      ...(notice && { notice }),
    };
  } catch (error) {
    if (!(error instanceof TrustCenterError)) throw error;
    return { ...nothing, refused: error.message };
  }
}

const entriesOf = (
  published: PublishedTree | undefined,
  changes: readonly LogEntry["change"][],
  at: string,
): LogEntry[] => [
  ...(published?.entries ?? []),
  ...changes.map((change): LogEntry => ({ type: "change", at, feed: { version: 0, sha256: "" }, change })),
];

/** Earlier versions are read where they were published. */
const readerOf = (tree: Tree, out: string) => async (path: string) =>
  tree.get(path) ??
  (/^(?:feed|policy|policies)\/[\w.-]+$/.test(path) ? readFile(join(out, path)).catch(() => undefined) : undefined);
