import { check, feedContentSchema } from "@trust-center/feed";
import { outOf, readAuthoring } from "../authoring/check.ts";
import type { CheckReport } from "../authoring/report.ts";
import type { Settings } from "../authoring/settings.ts";
import { derivedFiles } from "../derived/files.ts";
import { CheckError } from "../errors.ts";
import { openRing, signersOf } from "../keys/ring.ts";
import { keyFileWarnings, type Passphrase } from "../keys/signer.ts";
import { keySourcesOf } from "../keys/source.ts";
import { refuseEarlierClock } from "./clock.ts";
import { lockFolder } from "./lock.ts";
import { refuseOlderTree, rememberPublished } from "./memory.ts";
import { buildNext, type Next } from "./next.ts";
import { noticeOf } from "./notice.ts";
import { readPublished } from "./read-published.ts";
import type { PublishResult } from "./result.ts";
import { prepareRoots } from "./roots.ts";
import { widgetTag } from "./tag.ts";
import { type VerifiedTree, verifyBuilt } from "./verify-built.ts";
import { removeLeftovers } from "./write-files.ts";
import { writeTree } from "./write-tree.ts";

export interface PublishOptions {
  /** Milliseconds since 1970. The same input and clock give the same bytes (Ed25519 keys). Default: the system's clock. */
  now?: number | undefined;
  /** For an encrypted key: the passphrase, or how to ask for it. */
  keyPassphrase?: Passphrase;
  /** Where `passphraseEnv` of the settings' keys is looked up. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  /** Ends the work; what is published stays as it was. */
  signal?: AbortSignal | undefined;
  /** Signs the timestamp anew even where it is young. */
  forceRefresh?: boolean | undefined;
  /** Plans and signs in memory, writes nothing. */
  dryRun?: boolean | undefined;
}

/**
 * Checks, signs and publishes an authoring folder into its `out` folder.
 *
 * @param folder Holds `trust-center.yaml`.
 * @throws {CheckError} where the folder has errors
 * @throws {BrokenTreeError} where `out` does not verify, or is older than what was published from here
 * @throws {BusyError} while another publish runs
 * @throws {TrustCenterError} `key-refused`, `wrong-feed`, `clock`, `expired`; whatever `signal` was aborted with
 */
export async function publishFolder(folder: string, options: PublishOptions = {}): Promise<PublishResult> {
  const { now = Date.now(), signal, dryRun = false, forceRefresh: force = false } = options;
  const { content, settings, policies, report } = await readValid(folder);
  const out = outOf(folder, settings);
  const sources = keySourcesOf(folder, settings);
  const ring = await openRing(sources, { passphrase: options.keyPassphrase, env: options.env, signal });
  signal?.throwIfAborted();
  const release = dryRun ? async () => {} : await lockFolder(out);
  try {
    if (!dryRun) await removeLeftovers(out);
    const published = await readPublished(out);
    refuseEarlierClock(published, now);
    await refuseOlderTree(folder, published);
    const roots = await prepareRoots(settings.feed, ring, published, out, now);
    const signers = {
      manifest: await signersOf(ring, roots.root, "manifest"),
      timestamp: await signersOf(ring, roots.root, "timestamp"),
    };
    const next = await buildNext({ content, policies, settings, signers, published, roots, now, force });
    const current = await verifyBuilt({ out, tree: next.tree, published, pin: roots.pin, feed: settings.feed, now });
    const derived = await derivedFiles({ address: settings.feed, pin: roots.pin, ...current });
    const written = dryRun ? [] : await writeTree({ out, tree: next.tree, current, derived, signal });
    if (!dryRun) await rememberPublished(folder, current, roots.pin);
    const warnings = [roots.warning, ...(await keyFileWarnings(sources))].filter((text) => text !== undefined);
    const base = { dryRun, address: settings.feed, pin: roots.pin, out, written, warnings };
    return { ...base, ...describe(next, current, settings, roots.pin, report) };
  } finally {
    await release();
  }
}

async function readValid(folder: string) {
  const { content, settings, policies, report } = await readAuthoring(folder);
  if (report.errors.length > 0 || !content || !settings) throw new CheckError(report);
  // The order of the schema's members, so that an order of one's own in the file is no change.
  return { settings, policies, report, content: check(feedContentSchema, content, "the list") };
}

function describe(
  { outcome, changes }: Next,
  { feed, root, manifest, timestamp }: VerifiedTree,
  settings: Settings,
  pin: string,
  report: CheckReport,
) {
  const notice = noticeOf(feed, changes);
  return {
    outcome,
    version: feed.version,
    published: feed.published,
    changes,
    ...(notice && { notice }),
    expires: { root: root.expires, manifest: manifest.expires, timestamp: timestamp.expires },
    tag: widgetTag(settings, pin),
    report,
  };
}
