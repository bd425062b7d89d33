import { UsageError } from "@trust-center/authoring";
import {
  leafHash,
  limits,
  type Receipt,
  readReceiptUnverified,
  sha256Hex,
  splitLines,
  TrustCenterError,
  toHex,
  treeRoot,
  verifyReceipt,
} from "@trust-center/feed";
import {
  type FiledBy,
  filedBy,
  loadHistory,
  objectionText,
  publicSince,
  type TrustCenter,
  windowSince,
} from "@trust-center/sdk";
import { minuteOf } from "../output/change-words.ts";
import { shortText, timesText } from "../output/times-words.ts";
import { failedOutcome, type VerifyFeedOptions } from "./feed.ts";
import { failed, note, passed, type Step, type VerifyOutcome, warning } from "./outcome.ts";
import { type RootsOptions, rootsOf } from "./roots.ts";
import { namesAnybody } from "./witnesses.ts";

/** A receipt, and what its holder says was sent. */
export interface HeldReceipt {
  receipt: string;
  /** The time stamp of an authority over the receipt: a token in base64. */
  timeStamp?: unknown;
  /** The objection as an object, or its exact text. */
  objection?: unknown;
  /** The exact text, as the SDK's `object` hands it out beside the receipt. */
  text?: unknown;
  /** The feed's roots when it was filed. Verified like all else: they follow from the pin or they do not. */
  roots?: unknown;
}

const compact = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Reads a receipt: a compact JWS, or JSON with `receipt` and, if kept, `objection`.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function parseHeldReceipt(text: string, what: string): HeldReceipt {
  if (compact.test(text.trim())) return { receipt: text.trim() };
  try {
    const { receipt, timeStamp, objection, text: exact, roots } = JSON.parse(text) as HeldReceipt;
    if (typeof receipt === "string" && compact.test(receipt))
      return { receipt, timeStamp, objection: objection ?? exact, roots };
  } catch {
    // Neither form: said below.
  }
  throw new UsageError(
    `Expected ${what} to be an address, a folder, or a file with a receipt (a compact JWS such as eyJ….eyJ….abc, or {"receipt": "…"}), found neither.`,
  );
}

/** Verifies a receipt under its feed: online, or under the roots of a published tree, or those that came with it. */
export async function verifyHeldReceipt(held: HeldReceipt, options: RootsOptions): Promise<VerifyOutcome> {
  let address = "";
  try {
    const stated = readReceiptUnverified(held.receipt);
    address = stated.feed;
    const { receipt, steps, pin, times } = await verifyUnder(held, stated, options);
    const stamped = await timeStampOf(held, receipt, options);
    steps.push(...stamped.steps, ...(await objectionSteps(held, receipt)));
    const trust = steps.some(({ result }) => result === "failed") ? "failed" : options.pin ? "verified" : "first-seen";
    const dated = { ...(times && { times }), ...(stamped.filedBy && { filedBy: stamped.filedBy }) };
    return { trust, address, pin, version: receipt.version, steps, receipt, ...dated };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error instanceof UsageError || error.code === "aborted") throw error;
    return failedOutcome(address, error);
  }
}

/** When the change was announced, by the vendor's word and by others', and what that leaves of the time to object. */
async function timesOf(receipt: Receipt, center: TrustCenter, options: VerifyFeedOptions) {
  const { logPolicy, timeStamps } = options;
  const dating = { ...(logPolicy && { logPolicy }), timeStamps };
  const change = (await loadHistory(center)).find((entry) => entry.change.id === receipt.change)?.change;
  if (!change) return { steps: [], times: undefined };
  const since = await publicSince(center, change.id, dating);
  const left = since && change.window && windowSince(change.window, since.at);
  const short = shortText(since, left);
  const words = timesText("Announced", change.announced, since, namesAnybody(dating));
  return {
    steps: [(since ? passed : note)(words), ...(short ? [note(short)] : [])],
    times: { announced: change.announced, ...(since && { public: since }), ...(left && { window: left }) },
  };
}

async function verifyUnder(held: HeldReceipt, stated: Receipt, options: RootsOptions) {
  const { roots, pin, center } = await rootsOf(stated, held.roots, options);
  const receipt = await verifyReceipt(held.receipt, roots, pin);
  const steps = receiptSteps(receipt, options.pin);
  if (center) {
    const dated = await timesOf(receipt, center, options);
    return {
      receipt,
      steps: [...steps, ...(await historySteps(receipt, center)), ...dated.steps],
      pin,
      times: dated.times,
    };
  }
  const { announced } = receipt;
  if (announced === undefined) return { receipt, steps, pin, times: undefined };
  const words = `Announced ${minuteOf(announced)}, as the receipt says; since when it was public is told by the log alone: leave --offline and --root out`;
  return { receipt, steps: [...steps, note(words)], pin, times: { announced } };
}

function receiptSteps(receipt: Receipt, pin: string | undefined): Step[] {
  const action = receipt.action === "objection-filed" ? "An objection to" : "The withdrawal of an objection to";
  const inTime = Date.parse(receipt.filed) < Date.parse(receipt.deadline) + 1000;
  return [
    passed(`Signature: signed by the receipt key of ${receipt.feed}`),
    pinStep(receipt.pin, pin),
    passed(
      `Statement: ${action} change ${receipt.change} reached the vendor on ${receipt.filed} (receipt ${receipt.id})`,
    ),
    (inTime ? passed : failed)(`Deadline: filed ${inTime ? "in time, by" : "after"} ${receipt.deadline}`),
    passed(`Feed: made against version ${receipt.version}, SHA-256 ${receipt.sha256}`),
  ];
}

/** Under whose pin a statement holds. */
export const pinStep = (stated: string, given: string | undefined): Step =>
  given === undefined
    ? note(`First seen: no pin was given. Compare ${stated} with the vendor's, then pass --pin`)
    : passed(`Pin: the feed is the one pinned as ${given}`);

/** Whether the vendor's history still holds what a statement says that it held. */
export async function historySteps(
  receipt: Pick<Receipt, "log" | "change" | "version" | "sha256">,
  center: TrustCenter,
  what = "receipt",
): Promise<Step[]> {
  if (center.freshness === "stale") return [note("History: not compared, the feed could not be fetched afresh")];
  const entries = await loadHistory(center);
  const { path, length } = center.head.manifest.files.history;
  const lines = splitLines(await center.read(path, length));
  const leaves = await Promise.all(lines.slice(0, receipt.log.size).map((line) => leafHash(line)));
  const grew = leaves.length === receipt.log.size && toHex(await treeRoot(leaves)) === receipt.log.root;
  const change = entries.find((entry) => entry.change.id === receipt.change);
  const version = entries.find(({ feed }) => feed.version === receipt.version && feed.sha256 === receipt.sha256);
  return [
    grew
      ? passed(`History: the log of size ${receipt.log.size} that the ${what} names is the start of today's`)
      : failed(`History: the log of size ${receipt.log.size} that the ${what} names is not in today's`),
    (change && version ? passed : failed)(
      `Change: ${receipt.change} and the feed of version ${receipt.version} ${change && version ? "stand" : "do not stand"} in the history`,
    ),
  ];
}

/**
 * By when the receipt provably was there. What stands beside a receipt is no part of it: where it does not hold, the receipt
 * is what it is without.
 */
async function timeStampOf(
  { receipt, timeStamp }: HeldReceipt,
  content: Receipt,
  { timeStamps, now }: VerifyFeedOptions,
): Promise<{ steps: Step[]; filedBy?: FiledBy }> {
  if (typeof timeStamp !== "string") {
    const without = note(`Time stamp: none came with it; that it was filed on ${content.filed} is the service's word`);
    return { steps: timeStamps ? [without] : [] };
  }
  if (!timeStamps) {
    return {
      steps: [note("Time stamp: not verified; name certificates that you trust with --tsa-certificates")],
    };
  }
  try {
    const found = await filedBy({ receipt, content, timeStamp, timeStamps, now });
    return { steps: filedBySteps(found, content), filedBy: found };
  } catch (error) {
    if (!(error instanceof TrustCenterError)) throw error;
    return { steps: [warning(`Time stamp: it proves nothing. ${error.message}`)] };
  }
}

function filedBySteps({ at, name, inTime }: FiledBy, { deadline, filed }: Receipt): Step[] {
  const seen = `Time stamp: ${name} saw this receipt on ${at}`;
  const isAhead = Date.parse(filed) > Date.parse(at) + limits.clockSkew;
  return [
    inTime
      ? passed(`${seen}: filed in time, whatever the service's clock said`)
      : note(`${seen}, after ${deadline}; that it was filed in time is the service's word`),
    ...(isAhead ? [note(`Clock: the service's was ahead, for the receipt says ${filed}`)] : []),
  ];
}

async function objectionSteps({ objection }: HeldReceipt, receipt: Receipt): Promise<Step[]> {
  if (objection === undefined) return [note("Objection: its text was not given, only its hash is known")];
  const text = exactText(objection);
  const matches = text !== undefined && (await sha256Hex(new TextEncoder().encode(text))) === receipt.objection;
  return matches
    ? [passed("Objection: this text is the one that was filed")]
    : [failed("Objection: this text is not the one that was filed")];
}

function exactText(objection: unknown): string | undefined {
  if (typeof objection === "string") return objection;
  const { feed } = (objection ?? {}) as { feed?: unknown };
  if (feed === null || typeof feed !== "object") return undefined;
  return objectionText(objection as Parameters<typeof objectionText>[0]);
}
