import { check, feedContentSchema } from "@trust-center/feed";
import { readAuthoring } from "../authoring/check.ts";
import type { CheckReport } from "../authoring/report.ts";
import type { Settings } from "../authoring/settings.ts";
import { derivedFiles } from "../derived/files.ts";
import { CheckError } from "../errors.ts";
import { openRing, signersOf } from "../keys/ring.ts";
import { keyFileWarnings, type Passphrase } from "../keys/signer.ts";
import { keySourcesOf } from "../keys/source.ts";
import { changePublished } from "./change-published.ts";
import { buildNext, type Next } from "./next.ts";
import { noticeOf } from "./notice.ts";
import { placeOf } from "./place.ts";
import type { PublishResult } from "./result.ts";
import { prepareRoots } from "./roots.ts";
import { widgetTag } from "./tag.ts";
import type { VerifiedTree } from "./verify-built.ts";

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
  const { now = Date.now(), signal, dryRun = false } = options;
  const { content, settings, policies, report } = await readValid(folder);
  const { feed: address } = settings;
  const place = placeOf(folder, settings);
  const sources = keySourcesOf(folder, settings);
  const ring = await openRing(sources, { passphrase: options.keyPassphrase, env: options.env, signal });
  const rules = { now, kind: "sign", dryRun, signal } as const;
  const { change, current, written } = await changePublished(place, rules, async ({ published, outnumbered }) => {
    const roots = await prepareRoots({ feed: address, ring, published, out: place.out, now });
    const signers = {
      manifest: await signersOf(ring, roots.root, "manifest"),
      timestamp: await signersOf(ring, roots.root, "timestamp"),
    };
    const force = options.forceRefresh === true || outnumbered;
    const next = await buildNext({ content, policies, settings, signers, published, roots, now, force });
    const derived = (current: VerifiedTree) => derivedFiles({ address, pin: roots.pin, ...current });
    return { pin: roots.pin, tree: next.tree, derived, next, roots };
  });
  const { pin, next, roots } = change;
  const warnings = [roots.warning, ...(await keyFileWarnings(sources))].filter((text) => text !== undefined);
  const base = { dryRun, address, pin, out: place.out, written, warnings };
  return { ...base, ...describe({ next, current, settings, pin, report }) };
}

async function readValid(folder: string) {
  const { content, settings, policies, report } = await readAuthoring(folder);
  if (report.errors.length > 0 || !content || !settings) throw new CheckError(report);
  // The order of the schema's members, so that an order of one's own in the file is no change.
  return { settings, policies, report, content: check(feedContentSchema, content, "the list") };
}

interface Described {
  next: Next;
  current: VerifiedTree | undefined;
  settings: Settings;
  pin: string;
  report: CheckReport;
}

function describe({ next, current, settings, pin, report }: Described) {
  if (!current) throw new TypeError("a publish left nothing published");
  const { feed, root, manifest, timestamp } = current;
  const { outcome, changes } = next;
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
