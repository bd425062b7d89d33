import type { Change, Difference, ErrorCode, Fault, Role, WorseTerms } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import type { Open } from "./open.ts";
import type { TransportReason } from "./reason.ts";
import type { Vendor } from "./vendor.ts";

/**
 * What went wrong, and since when it does: the instant of the first look that met it. All ways in which a feed is not
 * reached are one problem.
 */
interface Problem {
  code: ErrorCode;
  /** Why it could not be fetched, where that is what went wrong. */
  reason?: TransportReason;
  message: string;
  evidence: unknown;
  since: string;
}

/** Dates of a change that customers count on, as instants; `effective` null where no day is set. */
export type Dates = {
  effective: string | null;
  /** The end of the window for objections. */
  deadline?: string | undefined;
  /** The same of customer segments. */
  segments?: { id: string; deadline: string }[] | undefined;
};

/** Keys that a role got and lost, by their ids, and how many of them it takes, where that changed. */
export interface RoleChange {
  role: Role;
  added: string[];
  removed: string[];
  threshold?: { before: number; after: number };
}

/**
 * One thing worth telling of a vendor. Told once, but for `failure`, `stale` and what an `unlogged-edit` comes with,
 * which are told in every round while they last. Data, JSON-safe.
 */
export type Finding =
  /** The vendor was never looked at before. Its history is not told entry by entry. */
  | { kind: "first-look"; version: number; entries: number }
  /** An entry of the log that is new since the last look. */
  | { kind: "change"; at: string; version: number; change: Change }
  /** A change that was announced and takes effect later; with its objection window, where it has one. */
  | { kind: "planned"; change: Change; effective: string | null; deadline?: string }
  /** A planned change whose day has come, whether or not the vendor has published anything since. */
  | { kind: "effective"; change: Change; effective: string }
  /** What an entry of the log holds against its publisher: see `audit`. The list verifies, and is not what was promised. */
  | { kind: "fault"; change: string; fault: Fault["fault"]; message: string }
  /**
   * A fact that differs from the list that was seen last, or from what the log makes, and that no entry of the log
   * declares: with both values. A failure of its own.
   */
  | { kind: "undeclared"; difference: Difference }
  /** The dates of an open change are others than when it was told. Without `declaredBy` no entry of the log says so. */
  | { kind: "window-moved"; change: Change; before?: Dates; after?: Dates; declaredBy?: string }
  /** The notice terms, as they are or are announced to be, give customers less than those seen last. */
  | { kind: "terms-worse"; worse: WorseTerms[] }
  /** A list that had so many entries has none, or is announced to have none. */
  | { kind: "emptied"; entries: number }
  /** The root gives roles to other keys. `all`: no role kept one. */
  | { kind: "keys"; root: number; roles: RoleChange[]; all: boolean }
  /** Subscriptions and objections go to another address. */
  | { kind: "service"; before?: string; after?: string }
  /** An objection window closes soon; with the customer segment whose deadline it is. */
  | { kind: "deadline"; change: Change; deadline: string; segment?: string }
  /** Nobody vouches for the list after this instant, which is near. */
  | { kind: "expiring"; expires: string }
  /**
   * The newest list could not be fetched; this is about the copy verified last. `expires`: until when that one was vouched
   * for. Whether the vendor has signed since cannot be seen where it was not reached.
   */
  | ({ kind: "stale"; verified: string; expires: string } & Problem)
  /** What the server sent did not verify, or nothing could be fetched at all. `lastVerified` is the last version that did. */
  | ({ kind: "failure"; lastVerified?: number } & Problem)
  /** The last look failed or was stale, since `since`; this one is not. */
  | { kind: "recovered"; since: string; code: ErrorCode }
  /** The root says that the feed has moved. It is not followed: read the new address and pin, and watch that. */
  | { kind: "moved"; successor: { feed: string; pin: string } };

/** What a finding is about. */
export type FindingKind = Finding["kind"];

/** What one has to act on by a day comes first, then what is wrong, then news. */
const order: readonly FindingKind[] = [
  "deadline",
  "failure",
  "undeclared",
  "window-moved",
  "terms-worse",
  "emptied",
  "fault",
  "stale",
  "moved",
  "keys",
  "service",
  "expiring",
];

/** How far behind others a finding stands: smaller is more urgent. Findings of one kind stand equal. */
export const urgency = ({ kind }: Pick<Finding, "kind">): number =>
  order.includes(kind) ? order.indexOf(kind) : order.length;

/** Findings by what they ask for; of one kind as they came. */
export const inOrder = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => urgency(a) - urgency(b));

/** What one look at one vendor came to. */
export interface ReportData {
  vendor: Vendor;
  /** The instant of the look. */
  at: string;
  outcome: "verified" | "first-seen" | "stale" | "failed";
  /** The newest version that was verified. */
  version?: number;
  findings: Finding[];
  /** Addresses from a vendor of the list down to the one whose entry led here; empty for one of the list. */
  via: readonly string[];
  /** What is open now, by the newest list that was verified: a state, in every round. Absent where nothing verified. */
  open?: Open;
  /** Not JSON. Absent where nothing verified. */
  center?: TrustCenter;
}

/** What one look at one vendor came to, and a way to say that it was handled. */
export interface Report extends ReportData {
  /**
   * Remembers at once that this was told; what it tells does not come again. Done by itself where the next report is asked
   * for. Needed before a loop is left, and where `confirm` is set.
   */
  handled(): Promise<void>;
}
