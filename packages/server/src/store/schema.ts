import type { Generated } from "kysely";

/** Times are milliseconds since 1970 on the database's clock; hashes are lower-case hex; JSON is text. */
export interface Database {
  intake: IntakeTable;
  subscriptions: SubscriptionTable;
  suppressions: SuppressionTable;
  objections: ObjectionTable;
  events: EventTable;
  deliveries: DeliveryTable;
  used_proofs: { challenge: string; expires_at: number };
  rates: { key: string; count: number; expires_at: number };
  feed_state: FeedStateTable;
  log_entries: LogEntryTable;
  /** `id`: the database's own name; `held`: why no mail goes out, as JSON. */
  service: { name: "id" | "held"; value: string };
  /** What is to be kept apart from the database, until it is: `JournalEntry` as JSON. */
  journal: { seq: Generated<number>; entry: string };
}

/** Requests to subscribe, as they came: what is done about them must not show in the answer's time. */
export interface IntakeTable {
  id: string;
  email: string;
  language: string | null;
  received_at: number;
}

export interface SubscriptionTable {
  id: string;
  /** Absent once its holder has left. */
  email: string | null;
  /** Keyed hash of the address. */
  email_hash: string;
  language: string | null;
  state: "pending" | "confirmed" | "left";
  /** Rises when whoever left asks again. */
  period: number;
  confirm_hash: string;
  leave_hash: string;
  created_at: number;
  confirmed_at: number | null;
  left_at: number | null;
  /** The log size up to which this subscriber's notices are settled. */
  cursor: number;
}

/** Addresses that get no confirmation mail: their holder refused one, or let one lie. */
export interface SuppressionTable {
  email_hash: string;
  reason: "refused" | "unanswered";
  since: number;
  /** Absent: for good. */
  until: number | null;
}

export interface ObjectionTable {
  id: string;
  /** Chosen by the objector: makes a repeated request harmless. */
  request: string;
  change: string;
  feed_version: number;
  feed_sha256: string;
  name: string;
  email: string;
  organisation: string;
  grounds: string;
  segment: string | null;
  language: string | null;
  filed_at: number;
  deadline: string;
  content_sha256: string;
  receipt: string;
  /** The token of a time stamp authority over the receipt, in base64: absent until it has given one. */
  time_stamp: string | null;
}

/** What is told to many: the text's facts are kept as they were on the day. */
export interface EventTable {
  id: string;
  /** The log size before the first change that it tells of. */
  since: number;
  /** The log size after the last change that it tells of. */
  log_size: number;
  /** A `Publication`, as JSON. */
  payload: string;
  created_at: number;
  /** The id of the last subscriber whose notice was put in the outbox; absent once all are. */
  fanned_to: string | null;
  /** 1 until nothing of it can go out any more. */
  open: 0 | 1;
}

export interface DeliveryTable {
  id: string;
  event: string;
  recipient: string;
  channel: "email";
  kind: "confirmation" | "notice" | "objection-receipt" | "objection-vendor";
  subscription: string | null;
  objection: string | null;
  state: "queued" | "leased" | "sent" | "unknown" | "failed" | "cancelled";
  /** Counts leases: who settles must hold the newest. */
  fence: number;
  /** How often it was sent and no answer came. */
  unsure: number;
  /** From which log size on a notice tells: what its reader had been told of when it was first sent. */
  since: number | null;
  /** From when it counts as late: when it was made, or sent again by hand. */
  wanted_at: number;
  due_at: number;
  leased_until: number | null;
  created_at: number;
  settled_at: number | null;
  /** Codes alone: a mail server's words can hold an address. */
  outcome: string | null;
}

/** The feed as it was verified last: one row. */
export interface FeedStateTable {
  feed: string;
  pin: string;
  log_size: number;
  log_root: string;
  version: number;
  sha256: string;
  document: string;
  /** Key ids of the receipt role, as JSON. */
  receipt_kids: string;
  verified_at: number;
  /** Where the feed's root says that it has moved to, as JSON. */
  successor: string | null;
}

/** The verified history, an entry a row, so that objections need no network. */
export interface LogEntryTable {
  /** From 0. */
  position: number;
  change: string;
  version: number;
  sha256: string;
  entry: string;
}
