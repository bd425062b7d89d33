import type { Generated } from "kysely";
import type { Role } from "../inbox/people.ts";
import type { Actor, ObjectionOutcome, ObjectionState, StepAction } from "../objections/step.ts";

/** Times are milliseconds since 1970 on the database's clock; hashes are lower-case hex; JSON is text. */
export interface Database {
  intake: IntakeTable;
  subscriptions: SubscriptionTable;
  recipients: RecipientTable;
  tasks: TaskTable;
  told: ToldTable;
  told_changes: ToldChangeTable;
  /** What notices said, as plain text without the token of their link, by its hash. */
  texts: { sha256: string; text: string };
  suppressions: SuppressionTable;
  objections: ObjectionTable;
  cases: CaseTable;
  steps: StepTable;
  approvals: ApprovalTable;
  sign_ins: SignInTable;
  sessions: SessionTable;
  api_tokens: ApiTokenTable;
  audit: AuditTable;
  /** What was written in a step. */
  step_texts: { case_id: string; step: number; text: string };
  events: EventTable;
  deliveries: DeliveryTable;
  webhooks: WebhookTable;
  used_proofs: { challenge: string; expires_at: number };
  rates: { key: string; count: number; expires_at: number };
  feed_state: FeedStateTable;
  log_entries: LogEntryTable;
  /** `id`: the database's own name; `held`: why no mail goes out; `feed-trouble`: why the feed is not as it should be; as JSON. */
  service: { name: "id" | "held" | "feed-trouble"; value: string };
  /** What is to be kept apart from the database, until it is: `JournalEntry` as JSON. */
  journal: { seq: Generated<number>; entry: string };
  /** Whose turn a duty is: from when on it is anybody's. */
  duties: { name: string; until: number };
  /** What the SDK remembers of the feed, where replicas share it, as JSON. */
  memory: { key: string; value: string };
}

/** Requests to subscribe, as they came: what is done about them must not show in the answer's time. */
export interface IntakeTable {
  id: string;
  email: string;
  language: string | null;
  /** `Wish` as JSON. */
  wish: string | null;
  received_at: number;
}

/** An address, and how far it was told: because its holder asked for it, because contracts name it, or both. */
export interface SubscriptionTable {
  id: string;
  /** Its holder's own subscription has it; absent where there is none, or none any more. */
  email: string | null;
  /** The address as a contract has it; absent where no contract wants it told. */
  contract_email: string | null;
  /** Rises whenever the contracts that name it change. */
  naming: Generated<number>;
  /** Keyed hash of the address. */
  email_hash: string;
  language: string | null;
  /** Of its holder's own subscription. `left`: there is none, or none any more. */
  state: "pending" | "confirmed" | "left";
  /** Rises when whoever left asks again, or something else is asked for. */
  period: number;
  confirm_hash: string;
  leave_hash: string;
  created_at: number;
  confirmed_at: number | null;
  left_at: number | null;
  /** The log size up to which this subscriber's notices are settled. */
  cursor: number;
  /** What its holder wants to be told of, `Wish` as JSON; null: of everything. */
  wish: string | null;
}

/** Whom a customer's contract names: a row a customer and address. */
export interface RecipientTable {
  id: string;
  customer: string;
  email: string;
  email_hash: string;
  /** What the recipient is at the customer; may be empty. */
  role: string;
  language: string | null;
  /** A customer segment of the notice terms. */
  segment: string | null;
  /** Ids of the services that the customer uses, as JSON; none: all. */
  services: string;
  /** The vendor's name of the contract; may be empty. */
  contract: string;
  /** The contract's own notice period: `P30D`, `P10D business`. */
  notice_period: string | null;
  subscription: string;
  /** The log size from which on it is owed whatever is published; of what is older, what was open when it was added. */
  owed_from: number;
  added_at: number;
  changed_at: number;
  /** When whoever reads there asked to get no more. */
  left_at: number | null;
  /** 1 where that was heeded. */
  stopped: 0 | 1;
  /** Customer and address as they are searched for; empty in what is older. */
  search: Generated<string>;
}

/** What the privacy team has to do about an address that contracts name, or about whoever objected. */
export interface TaskTable {
  id: string;
  /** `unreachable`: no mail gets there. `left`: whoever reads there asked to get no more, or complained. */
  kind: "unreachable" | "left";
  /** The address that it is about; null where it is about an objection. */
  subscription: string | null;
  /** Likewise, the case. */
  case_id: string | null;
  /** Codes alone, as of a delivery. */
  reason: string;
  opened_at: number;
  due_at: number;
  done_at: number | null;
  /** What ended it: `told`, `removed`, or the privacy team's own words. */
  how: string | null;
}

/** A notice that went out, or was refused for good: what it said, to whom, and what became of it. */
export interface ToldTable {
  delivery: string;
  subscription: string;
  event: string;
  /** The log sizes between which it told. */
  since: number;
  until: number;
  message_id: string;
  language: string;
  /** Of its plain text without the token of its link. */
  text_sha256: string;
  /** The changes that it told, with the deadline that it named for each: `ToldChange[]` as JSON. */
  changes: string;
  /** Whose contracts it was sent for, `ToldContract[]` as JSON: none for a subscriber, whose address is not kept here. */
  contracts: string;
  state: "sent" | "unknown" | "failed";
  outcome: string;
  /** When the attempt began, and when its outcome was recorded. */
  told_at: number;
  settled_at: number;
}

/** A change that a notice of the feed that is followed told. The database keeps it, from what `told` holds. */
export interface ToldChangeTable extends Pick<ToldTable, "subscription" | "delivery" | "state"> {
  change: string;
  /** The one that the notice named: an instant. */
  deadline: string | null;
}

/** Addresses that get no confirmation mail: their holder refused one, let one lie, or complained of a mail. */
export interface SuppressionTable {
  email_hash: string;
  reason: "refused" | "unanswered" | "complained";
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
  /** Absent in what is older, or was restored without its text. */
  case_id: string | null;
}

/** The objection of one address to one change of a feed, in as many texts as it sent: where it stands after its newest step. */
export interface CaseTable {
  /** That of its first objection. */
  id: string;
  /** The feed's address: ids of changes are another's in the next. */
  feed: string;
  change: string;
  /** Keyed hashes of the objector's address, and of its mailbox. */
  email_hash: string;
  mailbox_hash: string;
  /** Of the link in the objector's mails. */
  token_hash: string;
  /** The id of its newest objection. */
  newest: string;
  filed_at: number;
  /** The latest of its objections' deadlines; also in milliseconds since 1970. */
  deadline: string;
  due: number;
  /** The number of its newest step, and when that was taken. */
  step: number;
  stepped_at: number;
  state: ObjectionState;
  outcome: ObjectionOutcome | null;
  /** Since when it is in this state. */
  since: number;
  /** When the address was confirmed for all that was filed until then. */
  confirmed_at: number | null;
}

/** One step of a case. Never written over. */
export interface StepTable {
  case_id: string;
  /** From 1. */
  step: number;
  at: number;
  action: StepAction;
  actor: Actor;
  /** Who of the vendor's privacy team; empty for the objector. */
  name: string;
  before: ObjectionState | null;
  after: ObjectionState;
  outcome: ObjectionOutcome | null;
  /** Of `filed`: the objection, which has the receipt. */
  objection: string | null;
  text_sha256: string | null;
  receipt: string | null;
}

/** A customer's word on a change, as the privacy team noted it: the newest of each counts. */
export interface ApprovalTable {
  seq: Generated<number>;
  /** The feed's address. */
  feed: string;
  change: string;
  customer: string;
  /** 0 where it was taken back. */
  given: 0 | 1;
  at: number;
  /** Who noted it, and how the customer said it. */
  name: string;
  how: string;
}

/** A link to sign in to the inbox, which somebody asked for: whoever asks, whether the address may or not. */
export interface SignInTable {
  id: string;
  token_hash: string;
  email: string;
  asked_at: number;
  expires_at: number;
}

/** A session of the inbox. What its holder may do stands in the settings, and is asked each time. */
export interface SessionTable {
  token_hash: string;
  email: string;
  created_at: number;
  expires_at: number;
}

/** A token of a program: what it may do is kept, and itself only as its hash. */
export interface ApiTokenTable {
  id: string;
  name: string;
  role: Role;
  token_hash: string;
  created_at: number;
  /** Who made it. */
  created_by: string;
  expires_at: number;
}

/** What somebody did in the inbox, or by the API. */
export interface AuditTable {
  seq: Generated<number>;
  at: number;
  /** The address that signed in, or the token that was borne. */
  name: string;
  role: string;
  /** As the API describes it: method and path. */
  action: string;
  /** The id of what it was done to; may be empty. */
  about: string;
  /** How it ended, as a status of HTTP; absent where the service ended first. */
  status: number | null;
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
  channel: "email" | "webhook";
  kind:
    | "webhook"
    | "webhook-test"
    | "webhook-moment"
    | "webhook-disabled"
    | "reminder"
    | "in-effect"
    | "outcome"
    | "confirmation"
    | "notice"
    | "objection-receipt"
    | "objection-vendor"
    | "objection-step"
    | "recipient-left"
    | "unreachable"
    | "sign-in";
  subscription: string | null;
  objection: string | null;
  state: "queued" | "leased" | "sent" | "unknown" | "failed" | "cancelled";
  /** Counts leases: who settles must hold the newest. */
  fence: number;
  /** How often it was sent and no answer came. */
  unsure: number;
  /** From which log size on a notice tells: what its reader had been told of when it was first sent. */
  since: number | null;
  /** Its reader's `naming` as it was leased: whose contracts it was written for. */
  naming: number | null;
  /** From when on a contract's notice period counts in it: when the newest attempt began. */
  told_at: number | null;
  /** From when it counts as late: when it was made, or sent again by hand. */
  wanted_at: number;
  due_at: number;
  leased_until: number | null;
  created_at: number;
  settled_at: number | null;
  /** Codes alone: a mail server's words can hold an address. */
  outcome: string | null;
}

/** Where a program is told of the feed's log, an entry at a time and in its order. Its secrets are kept nowhere. */
export interface WebhookTable {
  id: string;
  url: string;
  /** What the vendor calls it. */
  name: string;
  /** Whom to tell where it is disabled, a bare address; null: the privacy team. */
  contact: string | null;
  /** What it is told of, `Wish` as JSON; null: of everything. */
  wish: string | null;
  /** By which kind of key its webhooks are signed (Standard Webhooks): `v1` HMAC-SHA-256, `v1a` Ed25519. */
  signature: "v1" | "v1a";
  /** Which of its keys that is, from 1: each is derived from it. */
  generation: number;
  /** The kind of the key before, which signs beside it until then; null where there is none. */
  previous: "v1" | "v1a" | null;
  previous_until: number | null;
  created_at: number;
  created_by: string;
  /** The log size up to which it was told. */
  cursor: number;
  state: "enabled" | "disabled";
  /** Since when it is in this state. */
  since: number;
  /** How many attempts failed, one after the other, and since when. */
  failures: number;
  failing_since: number | null;
  /** What came of the newest attempt, in codes, and when; null before the first. */
  outcome: string | null;
  attempted_at: number | null;
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
  /** The feed's roots, envelopes as JSON, the oldest first. */
  roots: string | null;
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
  /** `Concerns` as JSON: whom it has to be told. Absent: everybody. */
  concerns: string | null;
}
