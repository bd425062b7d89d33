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
  /** The log size after the last change that it tells of. */
  log_size: number;
  payload: string;
  created_at: number;
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
