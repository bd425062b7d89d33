import { listTitle } from "../derived/change-words.ts";
import { derivedFiles } from "../derived/files.ts";
import { fileReader } from "../derived/source.ts";
import { CheckError, UnconfirmedError } from "../errors.ts";
import { readAuthoring } from "../folder/check.ts";
import { keySourcesOf, logKeySourceOf } from "../folder/key-source.ts";
import type { CheckReport } from "../folder/report.ts";
import { openLogKey } from "../keys/log-key.ts";
import { openRing, signersOf } from "../keys/ring.ts";
import { keyFileWarnings, type Passphrase } from "../keys/signer.ts";
import { askWitnesses } from "./ask-witnesses.ts";
import { changePublished } from "./change-published.ts";
import { compareOnline } from "./compare-online.ts";
import { type Doubt, doubtsAbout } from "./doubts.ts";
import { planFolder } from "./foresee.ts";
import { buildNext, type Next } from "./next.ts";
import { noticeOf } from "./notice.ts";
import { placeOf } from "./place.ts";
import type { Published, PublishResult } from "./result.ts";
import { changesInWords, toldOf } from "./review.ts";
import { prepareRoots } from "./roots.ts";
import { stampLog } from "./stamped.ts";
import { tagParts, widgetTag } from "./tag.ts";
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
  /** Signs the timestamp again even where it is young. */
  forceRefresh?: boolean | undefined;
  /** Plans and signs in memory, writes nothing. */
  dryRun?: boolean | undefined;
  /** Compares the folder with what readers have at its address, where that can be reached. Default false. */
  online?: boolean | undefined;
  /** Asks the witnesses that the settings name with a `url`, and the time stamp authority, about what was published. Default false. */
  askWitnesses?: boolean | undefined;
  /**
   * Asked before something unusual is signed for good. Without it, or where it says no, nothing is published.
   */
  confirm?: ((doubts: readonly Doubt[]) => boolean | Promise<boolean>) | undefined;
}

/**
 * Checks, signs and publishes an authoring folder into its `out` folder.
 *
 * @param folder Holds `trust-center.yaml`.
 * @throws {CheckError} where the folder has errors
 * @throws {UnconfirmedError} where what would be signed is unusual, and nobody confirmed it
 * @throws {BrokenTreeError} where `out` does not verify, or is older than what was published from here or what readers have
 * @throws {BusyError} while another publish runs
 * @throws {TrustCenterError} `key-refused`, `wrong-feed`, `clock`, `expired`; whatever `signal` was aborted with
 */
export function publishFolder(folder: string, options?: PublishOptions & { dryRun?: false }): Promise<Published>;
export function publishFolder(folder: string, options?: PublishOptions): Promise<PublishResult>;
export async function publishFolder(folder: string, options: PublishOptions = {}): Promise<PublishResult> {
  const { now = Date.now(), signal, dryRun = false } = options;
  const { settings, policies, report, ...authored } = await readValid(folder);
  const { feed: address } = settings;
  const place = placeOf(folder, settings);
  const sources = keySourcesOf(folder, settings);
  const opening = { passphrase: options.keyPassphrase, env: options.env, signal };
  const ring = await openRing(sources, opening);
  const logKey = await openLogKey(folder, settings, opening);
  const rules = { now, kind: "sign", dryRun, signal } as const;
  const { change, current, written } = await changePublished(place, rules, async ({ published, outnumbered }) => {
    const online = options.online ? await compareOnline(address, published, { now, signal }) : {};
    const plan = await planFolder(authored, published, now);
    const unusual = doubtsAbout({ plan, previous: published?.feed, now, clock: online.clock ?? Date.now() });
    // Where nothing is said, a day that passed is nothing to confirm: stamps are made anew by machines.
    const doubts = unusual.filter(({ code }) => code !== "expected-passed" || plan.changes.length > 0);
    if (!dryRun) await requireConfirmed(doubts, options.confirm);
    const roots = await prepareRoots({ feed: address, ring, published, out: place.out, now });
    const signers = {
      manifest: await signersOf(ring, roots.root, "manifest"),
      timestamp: await signersOf(ring, roots.root, "timestamp"),
      log: await logKey?.open(),
    };
    const force = options.forceRefresh === true || outnumbered;
    const next = await buildNext({ plan, policies, settings, signers, published, roots, now, force });
    const derived = (current: VerifiedTree) => derivedFiles({ address, pin: roots.pin, now, ...current });
    return {
      pin: roots.pin,
      tree: next.tree,
      derived,
      next,
      roots,
      doubts,
      online,
      before: published?.head.log.checkpoint,
    };
  });
  if (!current) throw new TypeError("a publish left nothing published");
  const { pin, next, roots, doubts, online } = change;
  const logSource = logKeySourceOf(folder, settings);
  const witnesses = options.askWitnesses && !dryRun ? settings.witnesses : undefined;
  const missingOnly = next.outcome === "unchanged";
  const asked = await askWitnesses(place, { witnesses, before: change.before, missingOnly, now, signal });
  const authority = options.askWitnesses && !dryRun ? settings.timeStampAuthority : undefined;
  const stamped = await stampLog(place, { folder, authority, signal });
  const warnings = [
    online.warning,
    movedWarning(current),
    roots.warning,
    ...asked.warnings,
    ...stamped.warnings,
    ...(await keyFileWarnings([...sources, ...(logSource ? [logSource] : [])])),
  ].filter((text) => text !== undefined);
  // The pin of a feed whose first root is not written yet is made when it is.
  const parts = tagParts(settings, pin, titleOf(current));
  const pinned = dryRun && roots.isNew ? {} : { pin, parts, tag: widgetTag(parts) };
  const base = {
    dryRun,
    address,
    ...pinned,
    out: place.out,
    written: [...new Set([...written, ...asked.written, ...stamped.written])],
    cosignatures: asked.cosignatures,
    ...(stamped.timeStamp && { timeStamp: stamped.timeStamp }),
    warnings,
    doubts,
  };
  return { ...base, ...describe({ next, current, report }) };
}

/** What is published here after a move is read by those alone who have not followed yet. */
function movedWarning({ root: { successor } }: VerifiedTree): string | undefined {
  return (
    successor &&
    `This feed has moved: its readers are led to ${successor.feed}. Publish there what you publish here, until nobody asks for this one any more.`
  );
}

const titleOf = ({ feed }: VerifiedTree): string => listTitle(feed, fileReader(feed));

async function readValid(folder: string) {
  const { content, settings, policies, report, announce } = await readAuthoring(folder);
  if (report.errors.length > 0 || !content || !settings) throw new CheckError(report);
  return { settings, policies, report, announce, content };
}

async function requireConfirmed(doubts: readonly Doubt[], confirm: PublishOptions["confirm"]): Promise<void> {
  if (doubts.length === 0 || (await confirm?.(doubts))) return;
  throw new UnconfirmedError(doubts);
}

interface Described {
  next: Next;
  current: VerifiedTree;
  report: CheckReport;
}

function describe({ next, current, report }: Described) {
  const { feed, root, manifest, timestamp, entries } = current;
  const { outcome, changes } = next;
  const notice = noticeOf(feed, changes, entries);
  return {
    outcome,
    version: feed.version,
    published: feed.published,
    changes,
    inWords: changesInWords({ feed, changes }, entries),
    told: toldOf(feed),
    ...(notice && { notice }),
    expires: { root: root.expires, manifest: manifest.expires, timestamp: timestamp.expires },
    report,
  };
}
