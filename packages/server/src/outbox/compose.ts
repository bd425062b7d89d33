import { resolveText, type Text } from "@trust-center/feed";
import { printable } from "@trust-center/reading";
import type { Notice } from "../feed/notice.ts";
import { type Letter, toHtml, toText } from "../mail/letter.ts";
import { confirmationLetter, noticeLetter, receiptLetter, vendorLetter } from "../mail/letters.ts";
import { mailReader } from "../mail/reader.ts";
import type { ReceiptStamps } from "../receipt/time-stamps.ts";
import { confirmToken, type Keyed } from "../secret/keyed.ts";
import type { Delivery } from "../store/deliveries.ts";
import { type FeedState, findEntry } from "../store/feed-state.ts";
import { findObjection, type StoredObjection } from "../store/objections.ts";
import type { Queries } from "../store/open.ts";
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
  const vendorOf = (): Text => options.feed()?.feed.publisher.name ?? new URL(publicAddress).hostname;

  const write = (delivery: Delivery, to: string, letter: Letter, more: Partial<Mail> = {}): Mail => ({
    from: { name: oneLine(resolveText(vendorOf(), [letter.language]).value), address: mailFrom },
    to,
    subject: letter.subject,
    text: toText(letter),
    html: toHtml(letter),
    messageId: messageId(delivery, mailFrom),
    ...more,
    headers: { "Content-Language": letter.language, "Auto-Submitted": "auto-generated", ...more.headers },
  });

  const toSubscriber = async (delivery: Delivery): Promise<Mail | undefined> => {
    const subscription = await readSubscription(db, delivery.subscription);
    // Asked now and not when it was queued: whoever left meanwhile gets nothing.
    if (!subscription?.email) return undefined;
    const reader = mailReader(subscription.language, options.feed()?.feed);
    const leave = link("leave", keyed.token("leave", subscription.id));
    if (delivery.kind === "confirmation") {
      if (subscription.state !== "pending") return undefined;
      const confirm = link("confirm", confirmToken(keyed, subscription));
      const letter = confirmationLetter(reader, vendorOf(), { confirm, leave });
      return write(delivery, subscription.email, letter);
    }
    if (subscription.state !== "confirmed") return undefined;
    const headers = { "List-Unsubscribe": `<${leave}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
    return write(delivery, subscription.email, noticeLetter(reader, await readNotice(delivery.event), leave), {
      headers,
    });
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

/** Reads an event's payload once for all of its recipients. */
function noticeReader(db: Queries): (event: string) => Promise<Notice> {
  let last: { event: string; notice: Notice } | undefined;
  return async (event) => {
    if (last?.event === event) return last.notice;
    const { payload } = await db
      .selectFrom("events")
      .select("payload")
      .where("id", "=", event)
      .executeTakeFirstOrThrow();
    const notice = JSON.parse(payload) as Notice;
    last = { event, notice };
    return notice;
  };
}
