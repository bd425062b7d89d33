import { resolveText, type Text } from "@trust-center/feed";
import { printable } from "@trust-center/reading";
import { type Notice, noticeOf, type Publication } from "../feed/notice.ts";
import { type Letter, toHtml, toText } from "../mail/letter.ts";
import { confirmationLetter, noticeLetter, receiptLetter, vendorLetter } from "../mail/letters.ts";
import { mailReader } from "../mail/reader.ts";
import type { ReceiptStamps } from "../receipt/time-stamps.ts";
import { confirmToken, type Keyed } from "../secret/keyed.ts";
import { entriesBetween, type FeedState, findEntry } from "../store/feed-state.ts";
import { findObjection, type StoredObjection } from "../store/objections.ts";
import type { Queries } from "../store/open.ts";
import type { Delivery } from "../store/outbox.ts";
import type { Subscription } from "../store/subscriptions.ts";
import { second } from "../time.ts";
import type { Mail } from "./transport.ts";

export interface ComposeOptions {
  db: Queries;
  keyed: Keyed;
  /** The service's public address, ending in `/`. */
  publicAddress: string;
  mailFrom: string;
  privacyMail: string;
  receiptStamps: ReceiptStamps;
  feed(): FeedState | undefined;
}

/** Milliseconds that a mail waits for the time stamp of its receipt. */
const stampPatience = 10 * second;

export type Compose = (delivery: Delivery) => Promise<Mail | undefined>;

/** Writes mails at the moment of sending. Undefined: its recipient no longer wants it. */
export function createComposer(options: ComposeOptions): Compose {
  const { db, keyed, publicAddress, mailFrom } = options;
  const link = (purpose: "confirm" | "leave", token: string) =>
    `${publicAddress}subscriptions/${purpose}?token=${token}`;
  const readNotice = noticeReader(db);
  const letterOf = noticeWriter();
  const vendorOf = (): Text => options.feed()?.feed.publisher.name ?? new URL(publicAddress).hostname;

  const write = (
    delivery: Delivery,
    to: string,
    letter: Letter,
    { vendor = vendorOf(), ...more }: More = {},
  ): Mail => ({
    from: { name: oneLine(resolveText(vendor, [letter.language]).value), address: mailFrom },
    to,
    subject: letter.subject,
    text: toText(letter),
    html: toHtml(letter),
    messageId: messageId(delivery, mailFrom),
    date: new Date(delivery.created_at),
    ...more,
    headers: { "Content-Language": letter.language, "Auto-Submitted": "auto-generated", ...more.headers },
  });

  const toSubscriber = async (delivery: Delivery): Promise<Mail | undefined> => {
    const subscription = await readSubscription(db, delivery.subscription);
    // Asked now and not when it was queued: whoever left meanwhile gets nothing.
    if (!subscription?.email) return undefined;
    const leave = link("leave", keyed.token("leave", subscription.id));
    if (delivery.kind === "confirmation") {
      const reader = mailReader(subscription.language, options.feed()?.feed);
      if (subscription.state !== "pending") return undefined;
      const confirm = link("confirm", confirmToken(keyed, subscription));
      const letter = confirmationLetter(reader, vendorOf(), { confirm, leave });
      return write(delivery, subscription.email, letter);
    }
    if (subscription.state !== "confirmed") return undefined;
    const notice = await readNotice(delivery.event, delivery.since ?? 0);
    if (notice.changes.length === 0) return undefined;
    // As the vendor was called and wrote on the day: what is sent again says the same.
    const letter = letterOf(notice, subscription.language, leave);
    const headers = { "List-Unsubscribe": `<${leave}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
    return write(delivery, subscription.email, letter, { vendor: notice.vendor, headers });
  };

  const aboutObjection = async (delivery: Delivery): Promise<Mail | undefined> => {
    const objection = await findObjection(db, delivery.objection ?? "");
    if (!objection) return undefined;
    const change = (await findEntry(db, objection.change))?.change;
    const feed = options.feed()?.feed;
    const timeStamp = await options.receiptStamps.of(objection, stampPatience);
    const attachments = attachmentsOf(objection, timeStamp);
    if (delivery.kind === "objection-receipt") {
      const letter = receiptLetter(mailReader(objection.language, feed), vendorOf(), objection, change);
      return write(delivery, objection.email, letter, { attachments });
    }
    // The vendor reads it, in its own language.
    const letter = vendorLetter(mailReader(undefined, feed), objection, change);
    return write(delivery, options.privacyMail, letter, { attachments, replyTo: objection.email });
  };

  return (delivery) => (delivery.subscription === null ? aboutObjection(delivery) : toSubscriber(delivery));
}

/** What only some mails have. */
type More = Partial<Pick<Mail, "headers" | "attachments" | "replyTo">> & { vendor?: Text };

/** The receipt; and beside it, where there is a time stamp, both in the form that `trust-center verify` takes. */
function attachmentsOf({ id, receipt }: StoredObjection, timeStamp: string | undefined) {
  const alone = { filename: `receipt-${id}.jwt`, content: receipt, contentType: "application/jwt" };
  if (timeStamp === undefined) return [alone];
  const content = `${JSON.stringify({ receipt, timeStamp }, null, 2)}\n`;
  return [alone, { filename: `receipt-${id}.json`, content, contentType: "application/json" }];
}

const oneLine = (text: string) => printable(text).trim();

/** The same for every attempt, so that a mail server or reader can drop a duplicate. */
export const messageId = ({ event, recipient }: Pick<Delivery, "event" | "recipient">, mailFrom: string): string =>
  `<${event}.${recipient}@${mailFrom.split("@")[1]}>`;

async function readSubscription(db: Queries, id: string | null): Promise<Subscription | undefined> {
  if (id === null) return undefined;
  return db.selectFrom("subscriptions").selectAll().where("id", "=", id).executeTakeFirst();
}

/**
 * Writes a notice once in each language: readers' letters differ in the link to leave alone. It is put in where the first
 * letter has its own.
 */
function noticeWriter(): (notice: Notice, language: string | null, leave: string) => Letter {
  const written = new WeakMap<Notice, Map<string | null, Letter>>();
  return (notice, language, leave) => {
    const letters = written.get(notice) ?? new Map<string | null, Letter>();
    written.set(notice, letters);
    const found =
      letters.get(language) ?? noticeLetter(mailReader(language, { publisher: notice.publisher }), notice, leave);
    if (letters.size < mostLanguages) letters.set(language, found);
    return { ...found, blocks: found.blocks.map((block) => withLeave(block, leave)) };
  };
}

/** Tags that readers asked for; a reader may ask for any. */
const mostLanguages = 50;

const withLeave = (block: Letter["blocks"][number], url: string) =>
  block.type === "note" && block.link ? { ...block, link: { ...block.link, url } } : block;

/** How many notices are kept made: readers of one publish differ in what they were told of before. */
const keptNotices = 50;

/** Makes a notice once for all readers of one publish who were told of the same before. */
function noticeReader(db: Queries): (event: string, since: number) => Promise<Notice> {
  const made = new Map<string, Notice>();
  return async (event, since) => {
    const key = `${event} ${since}`;
    const found = made.get(key);
    if (found) return found;
    const notice = await makeNotice(db, event, since);
    if (made.size >= keptNotices) made.delete(made.keys().next().value as string);
    made.set(key, notice);
    return notice;
  };
}

async function makeNotice(db: Queries, event: string, since: number): Promise<Notice> {
  const { payload, log_size } = await db
    .selectFrom("events")
    .select(["payload", "log_size"])
    .where("id", "=", event)
    .executeTakeFirstOrThrow();
  const entries = await entriesBetween(db, since, log_size);
  const announced = new Map(entries.map(({ change }) => [change.id, change]));
  for (const { change } of entries) {
    const touched = change.touches?.change;
    const entry = touched === undefined || announced.has(touched) ? undefined : await findEntry(db, touched);
    if (entry) announced.set(entry.change.id, entry.change);
  }
  const publication = JSON.parse(payload) as Publication;
  // What an older version of the service kept lacks the two.
  const { publisher = {}, open = [] } = publication as Partial<Publication>;
  return noticeOf({ ...publication, publisher, open }, entries, announced);
}
