import { dayFor, readReceiptUnverified, resolveText, type Text } from "@trust-center/feed";
import { printable } from "@trust-center/reading";
import { returnPath } from "../bounces/return-path.ts";
import { casePath, caseToken } from "../cases/party.ts";
import { nextDay } from "../feed/next-day.ts";
import { type Notice, noticeOf, readPublication } from "../feed/notice.ts";
import { type NoticeReader, tailor } from "../feed/tailor.ts";
import { signInLink } from "../inbox/address.ts";
import { type People, roleOf } from "../inbox/people.ts";
import { type Letter, toHtml, toText } from "../mail/letter.ts";
import { confirmationLetter, noticeLetter, recipientLeftLetter, unreachableLetter, wishText } from "../mail/letters.ts";
import { momentLetter, mostNamed, outcomeLetter } from "../mail/moments.ts";
import { type AboutObjection, receiptLetter, stepLetter, vendorLetter, vendorStepLetter } from "../mail/objections.ts";
import { mailReader } from "../mail/reader.ts";
import { signInLetter } from "../mail/sign-in.ts";
import { webhookDisabledLetter } from "../mail/webhook.ts";
import { isNotYet, type NotYet, readMoment, readOutcome, standingReader } from "../moments/moment.ts";
import { peopleOf } from "../operate/tasks.ts";
import type { ReceiptStamps } from "../receipt/time-stamps.ts";
import { readWish } from "../recipients/wish.ts";
import { confirmToken, type Keyed } from "../secret/keyed.ts";
import { findAddressee } from "../store/addressee.ts";
import { stepOfMail } from "../store/cases.ts";
import { readPublish } from "../store/events.ts";
import { type FeedState, readObjected } from "../store/feed-state.ts";
import { findObjection, type StoredObjection } from "../store/objections.ts";
import type { Delivery } from "../store/outbox.ts";
import { type KeptRecipient, recipientsAt } from "../store/recipients.ts";
import { notConcerned } from "../store/settle.ts";
import { findLink } from "../store/sign-ins.ts";
import type { Queries, Store } from "../store/store.ts";
import { findSubscription, readLeftReason, type Subscription } from "../store/subscriptions.ts";
import { untoldTasks } from "../store/task-mail.ts";
import { findTask } from "../store/tasks.ts";
import type { Telling } from "../store/told.ts";
import { findWebhook } from "../store/webhooks.ts";
import { second } from "../time.ts";
import type { Mail } from "./encode.ts";

export interface ComposeOptions {
  store: Store;
  keyed: Keyed;
  /** The service's public address, ending in `/`. */
  publicAddress: string;
  mailFrom: string;
  privacyMail: string;
  /** The bare address that takes notices which come back. Absent: the one that mails come from. */
  bounceAddress?: string | undefined;
  receiptStamps: ReceiptStamps;
  /** Where the inbox is, and who may sign in to it. */
  inboxAddress: string;
  people: People;
  feed(): FeedState | undefined;
}

/** Milliseconds that a mail waits for the time stamp of its receipt. */
const stampPatience = 10 * second;

/** A mail, and what it tells where that is to be kept. */
export interface Composed {
  mail: Mail;
  telling?: Telling;
}

export type Compose = (delivery: Delivery) => Promise<Composed | NotYet | typeof notConcerned | undefined>;

/** Writes mails at the moment of sending. Undefined: nobody wants it any more. */
export function createComposer(options: ComposeOptions): Compose {
  const { store, keyed, publicAddress, mailFrom } = options;
  const link = (purpose: "confirm" | "leave", token: string) =>
    `${publicAddress}subscriptions/${purpose}?token=${token}`;
  const readNotice = noticeReader(store);
  const letterOf = noticeWriter();
  const standingOf = standingReader();
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

  /** A way for what comes back. */
  const comingBack = ({ id }: Delivery): More => {
    const { bounceAddress } = options;
    return bounceAddress === undefined ? {} : { returnPath: returnPath(keyed, bounceAddress, id) };
  };

  /** What the mails to readers have: that, and a way to leave (RFC 8058). */
  const toMany = (delivery: Delivery, leave: string): More => ({
    headers: { "List-Unsubscribe": `<${leave}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
    ...comingBack(delivery),
  });

  const toPending = async (delivery: Delivery): Promise<Composed | undefined> => {
    const subscription = await store.read((db) => findSubscription(db, delivery.subscription ?? ""));
    if (!subscription?.email || subscription.state !== "pending") return undefined;
    const reader = mailReader(subscription.language, options.feed()?.feed);
    const leave = link("leave", keyed.token("leave", subscription.id));
    const confirm = link("confirm", confirmToken(keyed, subscription));
    const topics = wishText(reader, readWish(subscription.wish), options.feed()?.feed);
    return {
      mail: write(delivery, subscription.email, confirmationLetter(reader, vendorOf(), { confirm, leave, topics })),
    };
  };

  const toReader: Compose = async (delivery) => {
    // Asked now and not when it was queued: whoever left meanwhile gets nothing.
    const reader = await store.read((db) => readReader(db, delivery));
    if (!reader) return undefined;
    const whole = await readNotice(delivery.event, delivery.since ?? 0, reader.toldAt);
    if (whole.changes.length === 0) return undefined;
    const notice = tailored(whole, reader);
    if (notice.changes.length === 0) return notConcerned;
    const leave = link("leave", keyed.token("leave", reader.id));
    const { isSubscriber } = reader;
    // As the vendor was called and wrote on the day: what is sent again says the same.
    const letter = letterOf(notice, { language: reader.language, isSubscriber, leave });
    const mail = write(delivery, reader.email, letter, { vendor: notice.vendor, ...toMany(delivery, leave) });
    return { mail, telling: tellingOf(delivery, { mail, notice, reader, language: letter.language }) };
  };

  /** Of a change that its reader was told of: only what is still so. */
  const atMoment: Compose = async (delivery) => {
    const reader = await store.read((db) => readReader(db, delivery));
    const found =
      reader && (await store.read(async (db) => readMoment(db, await standingOf(db, delivery.event), reader)));
    if (!reader || !found) return undefined;
    if (isNotYet(found)) return found;
    const { notice, moment, approvalMissing, at } = found;
    const leave = link("leave", keyed.token("leave", reader.id));
    const why = { moment, at, approvalMissing, leave, isSubscriber: reader.isSubscriber };
    const letter = momentLetter(mailReader(reader.language, { publisher: notice.publisher }), notice, why);
    const mail = write(delivery, reader.email, letter, {
      ...{ vendor: notice.vendor, ...toMany(delivery, leave) },
      // Whoever answers approves, or says why not.
      ...(approvalMissing && { replyTo: options.privacyMail }),
    });
    return { mail, telling: tellingOf(delivery, { mail, notice, reader, language: letter.language }) };
  };

  const atEnd = async (delivery: Delivery): Promise<Composed | NotYet | undefined> => {
    const found = await store.read(async (db) => readOutcome(db, await standingOf(db, delivery.event), mostNamed));
    if (!found || isNotYet(found)) return found;
    const letter = outcomeLetter(found, options.people.size > 0 ? options.inboxAddress : undefined);
    return { mail: write(delivery, options.privacyMail, letter) };
  };

  /** Undefined where nobody knows any more who objected: it was erased, or restored without its text. */
  const readObjection = async (delivery: Delivery): Promise<AboutObjection | undefined> => {
    const objection = await store.read((db) => findObjection(db, delivery.objection ?? ""));
    if (!objection?.email) return undefined;
    const { feed } = readReceiptUnverified(objection.receipt);
    const objected = await store.read((db) => readObjected(db, feed, objection.change));
    return { vendor: vendorOf(), objection, objected };
  };
  const caseLink = (id: string) => `${publicAddress}${casePath}?token=${caseToken(keyed, id)}`;
  /** The vendor reads it, in its own language. */
  const ownReader = () => mailReader(undefined, options.feed()?.feed);

  const aboutObjection = async (delivery: Delivery): Promise<Composed | undefined> => {
    const about = await readObjection(delivery);
    if (!about) return undefined;
    const { objection } = about;
    const timeStamp = await options.receiptStamps.of(objection, stampPatience);
    const attachments = attachmentsOf(objection, timeStamp);
    const of = objection.case_id ?? objection.id;
    if (delivery.kind === "objection-receipt") {
      const letter = receiptLetter(mailReader(objection.language, options.feed()?.feed), about, caseLink(of));
      return { mail: write(delivery, objection.email, letter, { attachments, ...comingBack(delivery) }) };
    }
    const letter = vendorLetter(ownReader(), about, of !== objection.id);
    return { mail: write(delivery, options.privacyMail, letter, { attachments, replyTo: objection.email }) };
  };

  const aboutStep = async (delivery: Delivery): Promise<Composed | undefined> => {
    const about = await readObjection(delivery);
    const found = about && (await store.read((db) => stepOfMail(db, delivery.event)));
    if (!found) return undefined;
    const { of, step } = found;
    const { objection } = about;
    const content = step.receipt ?? "";
    const attachments = [{ filename: `receipt-${of.id}-${step.step}.jwt`, content, contentType: "application/jwt" }];
    if (delivery.recipient === "objector") {
      const reader = mailReader(objection.language, options.feed()?.feed);
      const letter = stepLetter(reader, { ...about, ...found }, caseLink(of.id));
      return { mail: write(delivery, objection.email, letter, { attachments, ...comingBack(delivery) }) };
    }
    const letter = vendorStepLetter(ownReader(), { ...about, ...found });
    return { mail: write(delivery, options.privacyMail, letter, { attachments, replyTo: objection.email }) };
  };

  const aboutLeaving = async (delivery: Delivery): Promise<Composed | undefined> => {
    const task = await store.read((db) => findTask(db, delivery.event.slice("task-".length)));
    const named = task ? await store.read((db) => recipientsAt(db, [task.subscription ?? ""])) : [];
    if (!task || named.length === 0) return undefined;
    const reader = mailReader(undefined, options.feed()?.feed);
    const letter = recipientLeftLetter(reader, named, readLeftReason(task.reason));
    return { mail: write(delivery, options.privacyMail, letter) };
  };

  const aboutUnreachable = async (delivery: Delivery): Promise<Composed | undefined> => {
    const unreachable = await store.read(async (db) => {
      const tasks = await untoldTasks(db, delivery);
      const people = await peopleOf(db, tasks);
      return tasks.flatMap((task) =>
        people(task).map(({ customer, email, ...one }) => ({
          ...{ customer, email, reason: task.reason, due: task.due_at },
          ...("change" in one && { change: one.change }),
        })),
      );
    });
    if (unreachable.length === 0) return undefined;
    const letter = unreachableLetter(mailReader(undefined, options.feed()?.feed), unreachable);
    return { mail: write(delivery, options.privacyMail, letter) };
  };

  /** Asked now: an address that may not sign in gets nothing, nor does one whose link is over. */
  const toPerson = async ({ recipient: id, ...delivery }: Delivery): Promise<Composed | undefined> => {
    const link = await store.read((db) => findLink(db, { id }));
    if (!link || !roleOf(options.people, link.email)) return undefined;
    const vendor = oneLine(resolveText(vendorOf(), ["en"]).value);
    const letter = signInLetter(vendor, signInLink(options.inboxAddress, keyed.token("sign-in", id)));
    return { mail: write({ ...delivery, recipient: id }, link.email, letter) };
  };

  /** Asked now: one that was enabled again or removed meanwhile is nobody's concern. */
  const aboutWebhook = async (delivery: Delivery): Promise<Composed | undefined> => {
    const webhook = await store.read((db) => findWebhook(db, delivery.recipient));
    if (webhook?.state !== "disabled") return undefined;
    const letter = webhookDisabledLetter(oneLine(resolveText(vendorOf(), ["en"]).value), webhook);
    return { mail: write(delivery, webhook.contact ?? options.privacyMail, letter) };
  };

  const writers: Readonly<Record<MailKind, Compose>> = {
    confirmation: toPending,
    notice: toReader,
    reminder: atMoment,
    "in-effect": atMoment,
    outcome: atEnd,
    "objection-receipt": aboutObjection,
    "objection-vendor": aboutObjection,
    "objection-step": aboutStep,
    "recipient-left": aboutLeaving,
    unreachable: aboutUnreachable,
    "sign-in": toPerson,
    "webhook-disabled": aboutWebhook,
  };
  return (delivery) => writers[delivery.kind as MailKind](delivery);
}

/** What goes out by mail. */
type MailKind = Exclude<Delivery["kind"], "webhook" | "webhook-test" | "webhook-moment">;

/** Whoever a notice goes to. */
export interface ReaderAt extends NoticeReader {
  id: string;
  email: string;
  language: string | null;
  contracts: readonly KeptRecipient[];
}

/** Undefined where nobody wants its address told any more. */
async function readReader(db: Queries, delivery: Delivery): Promise<ReaderAt | undefined> {
  const { subscription: id, since, id: own } = delivery;
  const found = await findAddressee(db, { subscription: id ?? "", since: since ?? 0, delivery: own });
  if (!found) return undefined;
  const { subscription, told } = found;
  const isSubscriber = subscription.state === "confirmed";
  const email = isSubscriber ? subscription.email : subscription.contract_email;
  if (!email) return undefined;
  const contracts = subscription.contract_email === null ? [] : found.contracts;
  return {
    id: subscription.id,
    email,
    language: languageOf(subscription, contracts),
    isSubscriber,
    wish: readWish(subscription.wish),
    contracts,
    toldAt: delivery.told_at ?? delivery.created_at,
    told,
  };
}

/** Its holder's own, or else the first that a contract names. */
const languageOf = ({ state, language }: Subscription, contracts: readonly KeptRecipient[]): string | null =>
  (state === "confirmed" ? language : null) ?? contracts.find((one) => one.language !== null)?.language ?? null;

/** What a notice told, to be kept with its outcome. */
function tellingOf(
  { event, since }: Delivery,
  { mail, notice, reader, language }: { mail: Mail; notice: Notice; reader: ReaderAt; language: string },
): Telling {
  return {
    subscription: reader.id,
    event,
    since: since ?? 0,
    until: notice.until,
    messageId: mail.messageId,
    language,
    text: mail.text.replace(/([?&]token=)[\w-]+/g, "$1"),
    changes: notice.changes.map(({ change }) => {
      const { id, window } = change;
      const effective = dayFor(change);
      return { id, ...(window && { deadline: window.deadline }), ...(effective && { effective }) };
    }),
    contracts: reader.contracts.map(({ customer, contract, role, email }) => ({ customer, contract, role, email })),
    toldAt: reader.toldAt,
  };
}

/** What only some mails have. */
type More = Partial<Pick<Mail, "headers" | "attachments" | "replyTo" | "returnPath">> & { vendor?: Text };

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

/** How a notice is written to one reader. */
interface Addressed {
  language: string | null;
  /** Whether it goes to somebody who asked for it, and not to whom a contract names alone. */
  isSubscriber: boolean;
  /** The address of the link to leave. */
  leave: string;
}

/**
 * Writes a notice once in each language: readers' letters differ in the link to leave alone. It is put in where the first
 * letter has its own.
 */
function noticeWriter(): (notice: Notice, addressed: Addressed) => Letter {
  const written = new WeakMap<Notice, Map<string, Letter>>();
  return (notice, { language, isSubscriber, leave }) => {
    const letters = written.get(notice) ?? new Map<string, Letter>();
    written.set(notice, letters);
    const key = `${language} ${isSubscriber}`;
    const reader = mailReader(language, { publisher: notice.publisher });
    const found = letters.get(key) ?? noticeLetter(reader, notice, { leave, isSubscriber });
    if (letters.size < mostLanguages) letters.set(key, found);
    return { ...found, blocks: found.blocks.map((block) => withLeave(block, leave)) };
  };
}

/** Tags that readers asked for; a reader may ask for any. */
const mostLanguages = 50;

const withLeave = (block: Letter["blocks"][number], url: string) =>
  block.type === "note" && block.link ? { ...block, link: { ...block.link, url } } : block;

/** How many notices are kept made: readers of one publish differ in what they were told of before. */
const keptNotices = 50;

/** How many forms of a notice are kept made for recipients whose contracts differ. */
const keptForms = 200;

/** Tailors a notice once for all to whom the same holds. */
const tailored = (() => {
  const made = new WeakMap<Notice, Map<string, Notice>>();
  return (notice: Notice, reader: ReaderAt): Notice => {
    if (reader.contracts.length === 0 && reader.told.size === 0 && !reader.wish) return notice;
    const forms = made.get(notice) ?? new Map<string, Notice>();
    made.set(notice, forms);
    const terms = reader.contracts.map(({ segment, services, noticePeriod, owedFrom, addedAt }) => {
      return { segment, services, noticePeriod, owedFrom, addedAt };
    });
    const key = JSON.stringify([reader.isSubscriber, reader.wish, terms, reader.toldAt, [...reader.told]]);
    const found = forms.get(key) ?? tailor(notice, reader);
    if (forms.size < keptForms) forms.set(key, found);
    return found;
  };
})();

/** Makes a notice once for all readers of one publish who were told of the same before. */
function noticeReader(store: Store): (event: string, since: number, at: number) => Promise<Notice> {
  const made = new Map<string, Made>();
  return async (event, since, at) => {
    const key = `${event} ${since}`;
    const found = made.get(key);
    if (found && at >= found.from && at < found.until) return found.notice;
    const now = await makeNotice(store, event, since, at);
    if (made.size >= keptNotices) made.delete(made.keys().next().value as string);
    made.set(key, now);
    return now.notice;
  };
}

/** A notice, and from when until when it says what is so: milliseconds since 1970. */
interface Made {
  notice: Notice;
  from: number;
  until: number;
}

async function makeNotice(store: Store, event: string, since: number, at: number): Promise<Made> {
  const { payload, untold, log, until } = await store.read((db) => readPublish(db, event, since));
  const publication = readPublication(payload);
  const changes = [...log.map(({ change }) => change), ...(publication.open ?? [])];
  return { notice: noticeOf(publication, { untold, log, until }, at), from: at, until: nextDay(changes, at) };
}
