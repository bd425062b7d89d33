import { type ErrorCode, type LogPolicy, meaningOf, quorumText, TrustCenterError } from "@trust-center/feed";
import { LoadError, load, loadPolicy, type ReadTimeStamp, type TrustCenter } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";
import { faultText } from "./fault.ts";
import { failed, note, passed, type Step, type VerifyOutcome, warning } from "./outcome.ts";

export interface VerifyFeedOptions {
  pin?: string | undefined;
  /** A folder that remembers from one run to the next. */
  state?: string | undefined;
  /** Replays the whole history. Default true. */
  strict?: boolean | undefined;
  /** The witnesses that the reader knows, and which of them must have signed. */
  logPolicy?: LogPolicy | undefined;
  /** Reads time stamps of the authorities that the reader trusts. */
  timeStamps?: ReadTimeStamp | undefined;
  /** For a receipt: fetch nothing, and go by the roots that came with it. */
  offline?: boolean | undefined;
  now?: number | undefined;
  signal?: AbortSignal | undefined;
  fetch?: typeof globalThis.fetch | undefined;
}

/** Loads a feed with everything that belongs to it. */
export async function loadWhole(address: string, options: VerifyFeedOptions): Promise<TrustCenter> {
  const { pin, state, strict = true, now, signal, fetch, logPolicy } = options;
  return load(address, {
    pin,
    strict,
    logPolicy,
    signal,
    fetch,
    ...(now !== undefined && { now: () => now }),
    ...(state !== undefined && { store: fileStore(state) }),
  });
}

/** Verifies a feed and puts every step into words. It fails by its outcome; only an abort is thrown. */
export async function verifyFeedAt(address: string, options: VerifyFeedOptions): Promise<VerifyOutcome> {
  try {
    const center = await loadWhole(address, options);
    const steps = centerSteps(center, options);
    if (center.freshness === "fresh") steps.push(...(await policySteps(center)));
    const { address: own, pin, feed, faults = [] } = center;
    steps.push(...faults.map((fault) => warning(faultText(fault))));
    const summary = { address: own, pin, version: feed.version, steps, ...(faults.length > 0 && { faults }) };
    if (center.freshness === "fresh") return { ...summary, trust: center.trust };
    return { ...summary, trust: "stale", ...(center.problem && { problem: problemOf(center.problem) }) };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error.code === "aborted") throw error;
    return failedOutcome(address, error);
  }
}

/** The outcome of an error. A copy that was verified before is named, never passed off as the newest. */
export function failedOutcome(address: string, error: TrustCenterError): VerifyOutcome {
  const steps = [failed(`${names[error.code] ?? "Verification"}: ${error.message}`)];
  const last = error instanceof LoadError ? error.lastVerified : undefined;
  if (last) steps.push(note(`Version ${last.feed.version} was verified last, on ${last.verified}.`));
  const trust = meaningOf(error.code).exit === "stale" ? "stale" : "failed";
  return { trust, address, steps, problem: problemOf(error) };
}

const problemOf = ({ code, message, evidence }: TrustCenterError) => ({ code, message, evidence });

/** What was looked at, in words. A later version's code has none. */
const names: Readonly<Record<ErrorCode, string>> = {
  "pin-mismatch": "Pin",
  "root-chain": "Roots",
  "signature-invalid": "Signatures",
  "key-refused": "Keys",
  "wrong-feed": "Address",
  rollback: "Newness",
  fork: "One history",
  expired: "Freshness",
  clock: "Clock",
  "hash-mismatch": "Contents",
  "log-inconsistent": "History",
  "edit-refused": "Edit",
  "unlogged-edit": "History",
  unwitnessed: "Witnesses",
  "not-covered": "Period",
  unsupported: "Platform",
  malformed: "Form",
  "too-large": "Size",
  network: "Network",
  timeout: "Network",
  aborted: "Network",
  storage: "Memory",
  "service-refused": "Service",
  "service-unavailable": "Service",
};

function centerSteps(center: TrustCenter, { state, logPolicy }: VerifyFeedOptions): Step[] {
  const { head, feed, history, trust, pin } = center;
  const { root, timestamp, manifest } = head;
  const steps = [
    trust === "verified"
      ? passed(`Pin: the feed's first root is the one pinned as ${pin}`)
      : note(
          `First seen: no pin was given, so the feed was taken on trust. Compare its pin ${pin} with the vendor's, then pass --pin`,
        ),
    passed(`Roots: ${root.version} of ${root.version} follow from the first; the last expires on ${root.expires}`),
    passed(`Timestamp ${timestamp.version}: signed on ${timestamp.issued}, expires on ${timestamp.expires}`),
    passed(`Manifest ${manifest.version}: signed on ${manifest.issued}, expires on ${manifest.expires}`),
    passed(
      `Feed: version ${feed.version} of ${feed.published} is the file that was signed; entries: ${feed.subprocessors.length}`,
    ),
    passed(`Log: of size ${manifest.log.size}; its newest entry names this feed`),
  ];
  if (history) steps.push(passed(`History: replays without a gap; entries: ${history.length}`));
  if (state !== undefined) steps.push(passed("Memory: nothing that was seen before was taken back or rewritten"));
  else steps.push(note("Memory: none was kept; name a folder with --state to notice rollbacks and rewritten history"));
  for (const { name, at } of center.witnessed)
    steps.push(passed(`Witness ${name}: saw this state of the log on ${at}`));
  if (logPolicy) steps.push(...quorumSteps(center, logPolicy));
  steps.push(...movedSteps(center));
  if (center.freshness === "stale") {
    steps.push(failed(`Freshness: this is the copy verified on ${center.verified}. ${center.problem?.message ?? ""}`));
  }
  return steps;
}

/** Where its root says that the feed is now. */
export function movedSteps({ head }: TrustCenter): Step[] {
  const { successor } = head.root;
  return successor
    ? [note(`Moved: the feed says that it is at ${successor.feed} now, under the pin ${successor.pin}`)]
    : [];
}

/** How many have signed. A quorum that is not met would have ended it. */
function quorumSteps({ witnessed, freshness }: TrustCenter, { witnesses, quorum }: LogPolicy): Step[] {
  const known = new Set(witnesses.map(({ key }) => key.x)).size;
  const counted = `${witnessed.length} of ${known} have signed this state of the log`;
  if (quorum && freshness === "fresh") return [passed(`Witnesses: ${counted}; asked for: ${quorumText(quorum)}`)];
  return witnessed.length < known ? [note(`Witnesses: ${counted}`)] : [];
}

async function policySteps(center: TrustCenter): Promise<Step[]> {
  const hashes = center.head.manifest.files.policies.map(({ sha256 }) => sha256);
  for (const sha256 of hashes) await loadPolicy(center, sha256);
  return hashes.length === 0
    ? []
    : [passed(`Policies: every text is the file that was signed; texts: ${hashes.length}`)];
}
