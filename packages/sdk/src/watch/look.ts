import { type ErrorCode, meaningOf, TrustCenterError, toInstant } from "@trust-center/feed";
import { candidFetch } from "../http/candid-fetch.ts";
import type { TrustCenter } from "../load/center.ts";
import { LoadError } from "../load/error.ts";
import { loadKept } from "../load/kept.ts";
import { load } from "../load/load.ts";
import { storageFailureOf } from "../store/failure.ts";
import { undeclaredIn } from "./against.ts";
import { datedIn, withDates } from "./dated.ts";
import { type Comparison, derive } from "./derive.ts";
import { type Finding, inOrder, type ReportData } from "./finding.ts";
import { recallTold, type WatchMemory } from "./memory.ts";
import { openAt } from "./open.ts";
import type { WatchOptions } from "./options.ts";
import { transportReason } from "./reason.ts";
import { publishedSince } from "./since.ts";
import type { Vendor } from "./vendor.ts";

/** A report, and what will have been told once it was consumed; nothing where the memory cannot be read. */
export interface Look {
  report: ReportData;
  told?: WatchMemory;
}

/**
 * Looks at one vendor. Whatever is wrong with it is in the report; only the caller's own abort is thrown.
 *
 * @throws {TrustCenterError} `aborted`
 */
export async function lookAt(vendor: Vendor, via: readonly string[], options: WatchOptions): Promise<Look> {
  const { now: clock = Date.now } = options;
  const now = clock();
  const report = { vendor, at: toInstant(now), via };
  const asking = via.length === 0 ? options : { ...options, fetch: options.linkedFetch ?? options.fetch };
  let before: WatchMemory | undefined;
  try {
    before = await recallTold(options.store, vendor.address);
    const rest = Date.parse(before?.notBefore ?? "") - now;
    const center = rest > 0 ? await leftAlone(vendor, rest, options) : await loadInTime(vendor, now, asking);
    const crossed = await options.crossCheck?.(vendor, center, options.signal);
    const since = await publishedSince(center, before?.size);
    const { warnBefore = defaultWarning } = options;
    const dated = await datedIn(center, before, vendor);
    return seen({ ...report, center }, { before, since, dated, now, warnBefore }, crossed);
  } catch (error) {
    if (options.signal?.aborted || !(error instanceof TrustCenterError)) throw error;
    // What nothing can be remembered in is no vendor's fault.
    const broken = storageFailureOf(error);
    if (broken) throw broken;
    const failure = failureOf(error, before, report.at);
    const last = error instanceof LoadError ? error.lastVerified : undefined;
    const told: WatchMemory = {
      effective: [],
      deadlines: [],
      ...before,
      format: 1,
      at: before?.at ?? report.at,
      ...failingOf(failure, now),
    };
    return {
      report: {
        ...report,
        outcome: "failed",
        ...(last && { version: last.feed.version, center: last, open: openAt(last.feed, now) }),
        findings: [
          { kind: "failure", ...failure, ...(last && { lastVerified: last.feed.version }) },
          ...undeclaredIn(error),
        ],
      },
      // What cannot be read must not be written over.
      ...(error.code !== "storage" && { told }),
    };
  }
}

function seen(
  report: Pick<ReportData, "vendor" | "at" | "via"> & { center: TrustCenter },
  comparison: Comparison,
  crossed: TrustCenterError | undefined,
): Look {
  const { center } = report;
  const { before } = comparison;
  const derived = derive(center, comparison);
  const found = {
    ...report,
    version: center.feed.version,
    open: withDates(openAt(center.feed, comparison.now), comparison.dated),
  };
  const problem = crossed ?? center.problem;
  if (!problem) {
    const { failing } = before ?? {};
    const recovered: Finding[] = failing ? [{ kind: "recovered", since: failing.since, code: codeOf(failing) }] : [];
    const findings = [...recovered, ...derived.findings];
    return { report: { ...found, outcome: center.trust, findings: inOrder(findings) }, told: derived.told };
  }
  const failure = failureOf(problem, before, report.at);
  const finding: Finding = crossed
    ? { kind: "failure", ...failure, lastVerified: center.feed.version }
    : { kind: "stale", ...failure, verified: center.verified, expires: center.head.timestamp.expires };
  const told = { ...derived.told, ...failingOf(failure, comparison.now) };
  const outcome = crossed ? "failed" : "stale";
  return { report: { ...found, outcome, findings: inOrder([finding, ...derived.findings]) }, told };
}

const day = 24 * 60 * 60 * 1000;
const defaultWarning = 7 * day;
const defaultTimeout = 15_000;
/** No server may silence its monitor for longer than this, milliseconds. */
const longestRest = day;

/** Each file has its deadline, and the look as a whole another: a server that is slow with every file holds nobody up. */
async function loadInTime(vendor: Vendor, now: number, options: WatchOptions): Promise<TrustCenter> {
  const { store, fetch, timeout = defaultTimeout, signal } = options;
  const end = AbortSignal.timeout(4 * timeout);
  const { address, pin, witnesses, minWitnesses, logPolicy } = vendor;
  try {
    return await load(address, {
      pin,
      store,
      strict: true,
      fetch: candidFetch(fetch),
      timeout,
      now: () => now,
      signal: signal ? AbortSignal.any([signal, end]) : end,
      witnesses,
      minWitnesses,
      logPolicy,
    });
  } catch (error) {
    if (!end.aborted || signal?.aborted || !(error instanceof LoadError) || error.code !== "aborted") throw error;
    const late = new TrustCenterError("timeout", `Expected ${address} within ${4 * timeout} ms, found it unfinished.`, {
      address,
    });
    throw new LoadError(late, error.lastVerified);
  }
}

/** The copy that is kept, of a vendor whose server does not want to be asked yet. */
async function leftAlone({ address, pin }: Vendor, retryIn: number, { store }: WatchOptions): Promise<TrustCenter> {
  const problem = new TrustCenterError(
    "network",
    `Left ${address} alone, as its server asked: it is asked again in ${Math.ceil(retryIn / 1000)} s.`,
    { url: address, retryIn },
  );
  const kept = await loadKept(address, { pin, store }).catch(() => undefined);
  if (!kept) throw problem;
  return { ...kept, problem };
}

/** What is remembered of a problem, and until when a server that said so is left alone. */
function failingOf({ code, since, evidence }: ReturnType<typeof failureOf>, now: number) {
  const { retryIn } = evidence;
  const rest = typeof retryIn === "number" ? Math.min(retryIn, longestRest) : undefined;
  return { failing: { code, since }, notBefore: rest === undefined ? undefined : toInstant(now + rest) };
}

/** A problem of the same kind goes on since it began. */
function failureOf(error: TrustCenterError, before: WatchMemory | undefined, at: string) {
  const { code, message, evidence } = error;
  const { failing } = before ?? {};
  const since = failing && kindOf(codeOf(failing)) === kindOf(code) ? failing.since : at;
  const reason = transportReason(error);
  return { code, ...(reason && { reason }), message, evidence, since };
}

/** A vendor that is not reached now this way and now that is not reached all the while. */
const kindOf = (code: ErrorCode): string => (meaningOf(code).exit === "network" ? "network" : code);

const codeOf = ({ code }: NonNullable<WatchMemory["failing"]>) => code as TrustCenterError["code"];
