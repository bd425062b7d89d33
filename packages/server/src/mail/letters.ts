import { type Feed, listAt, type Text, toInstant } from "@trust-center/feed";
import { joined, momentText, verifyCommand } from "@trust-center/reading";
import { topics, type Wish } from "@trust-center/sdk";
import type { Notice } from "../feed/notice.ts";
import { pageOf } from "../feed/page-of.ts";
import type { Recipient } from "../recipients/recipient.ts";
import { besideTheList, noticeBlocks } from "./facts.ts";
import type { Letter } from "./letter.ts";
import { oneLine, plain, titleOf } from "./plain.ts";
import { type MailReader, withNames } from "./reader.ts";

/** Asks the holder of an address to confirm. Nothing in it was written by whoever entered the address. */
export function confirmationLetter(
  reader: MailReader,
  vendor: Text,
  { topics, ...links }: { confirm: string; leave: string; topics: string },
): Letter {
  const { words } = reader;
  const name = plain(vendor, reader);
  return {
    subject: words("confirmSubject", { vendor: name }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("confirmIntro", { vendor: name }) },
      ...(topics ? [{ type: "paragraph" as const, text: words("confirmTopics", { list: topics }) }] : []),
      { type: "action", label: words("confirmAction"), url: links.confirm },
      { type: "note", text: words("confirmNote"), link: { label: words("refuse"), url: links.leave } },
    ],
  };
}

/**
 * What a subscriber will be told of, in the vendor's names for its services; empty where it is everything. A service that
 * the feed does not know, now or as announced, narrows nothing.
 */
export function wishText(reader: MailReader, wish: Wish | undefined, feed: Feed | undefined): string {
  const lists = feed ? [listAt(feed, Number.POSITIVE_INFINITY), feed] : [];
  const names = new Map(lists.flatMap(({ services = [] }) => services.map(({ id, name }) => [id, name] as const)));
  const wished = wish?.services ?? [];
  const isNarrower = wished.every((id) => names.has(id));
  const named = isNarrower ? wished.map((id) => plain(names.get(id) as Text, reader)) : [];
  const about = topics.filter((topic) => wish?.topics?.includes(topic) ?? named.length > 0);
  return new Intl.ListFormat(reader.tag, { type: "unit" }).format([...about.map((topic) => reader.t(topic)), ...named]);
}

/** How whoever gets a notice came to it, and leaves. */
interface Why {
  /** Whether somebody there asked for it; else a contract names the address. */
  isSubscriber: boolean;
  /** The address of the link to leave. */
  leave: string;
}

/** Tells a reader of one publish. */
export function noticeLetter(reader: MailReader, notice: Notice, { isSubscriber, leave }: Why): Letter {
  const named = withNames(reader, notice.names);
  const { words } = reader;
  const vendor = plain(notice.vendor, reader);
  return {
    subject: noticeSubject(vendor, notice, named),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("noticeIntro", { vendor }) },
      ...noticeBlocks(notice, named),
      ...(notice.url === undefined
        ? []
        : [{ type: "action" as const, label: words("readMore"), url: pageOf(notice.url, notice.changes) }]),
      { type: "note", text: words("aboutVersion", { version: notice.version, sha256: notice.sha256 }) },
      {
        type: "note",
        text: words("verifyWith", { command: "" }).trim(),
        command: verifyCommand(notice.address, notice.pin),
      },
      {
        type: "note",
        text: words(isSubscriber ? "why" : "whyContract", { vendor }),
        link: { label: words("leave"), url: leave },
      },
    ],
  };
}

/** Of one change what it is, of several how many they are, and of which part where none is of the list of sub-processors. */
function noticeSubject(vendor: string, { changes }: Notice, reader: MailReader): string {
  const [only, ...others] = changes;
  const said = only && others.length === 0 ? titleOf(only, reader) : besideTheList(changes, reader);
  return said ? joined([vendor, said], ": ", reader) : reader.words("noticeSubject", { vendor, n: changes.length });
}

/** Tells the vendor that whoever reads at an address that contracts name asked to get no more, or complained of a notice. */
export function recipientLeftLetter(
  reader: MailReader,
  recipients: readonly Pick<Recipient, "customer" | "email">[],
  { policy, complains }: { policy: "go-on" | "stop"; complains: boolean },
): Letter {
  const { words } = reader;
  return {
    subject: words("recipientLeftSubject"),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words(complains ? "recipientComplainedIntro" : "recipientLeftIntro") },
      {
        type: "facts",
        facts: recipients.flatMap(({ customer, email }): [string, string][] => [
          [words("objectorOrganisation"), oneLine(customer)],
          [words("objectorEmail"), email],
        ]),
      },
      { type: "paragraph", text: words(policy === "stop" ? "recipientLeftStops" : "recipientLeftGoesOn") },
    ],
  };
}

/** A recipient whom no notice reaches, or whoever objected and whom no mail reaches. */
export interface Unreachable extends Pick<Recipient, "customer" | "email"> {
  /** What was objected to; absent for a recipient. */
  change?: string;
  /** Codes alone. */
  reason: string;
  /** By when it is to be told otherwise, milliseconds since 1970. */
  due: number;
}

/** How many recipients a mail lists: `tasks` lists all. */
const mostListed = 200;

/** Tells the vendor whom no mail reaches, the most urgent first: recipients, then those who objected. */
export function unreachableLetter(reader: MailReader, unreachable: readonly Unreachable[]): Letter {
  const { words } = reader;
  const left = unreachable.length - mostListed;
  const listed = Map.groupBy(unreachable.slice(0, mostListed), ({ change }) => change !== undefined);
  const [recipients, objectors] = [listed.get(false) ?? [], listed.get(true) ?? []];
  const factsOf = ({ customer, email, reason, due }: Unreachable): Letter["blocks"][number] => ({
    type: "facts",
    facts: [
      [words("objectorOrganisation"), oneLine(customer)],
      [words("objectorEmail"), `${email} (${reason})`],
      [words("unreachableBy"), momentText(reader.tag, toInstant(due), "UTC")],
    ],
  });
  const intro = (word: "unreachableIntro" | "objectorsUnreachableIntro", of: readonly Unreachable[]) =>
    of.length === 0
      ? []
      : [
          {
            type: "paragraph" as const,
            text: words(word, { command: "" }).trim(),
            command: "trust-center-server tasks",
          },
        ];
  return {
    subject: words(recipients.length > 0 ? "unreachableSubject" : "objectorsUnreachableSubject"),
    language: reader.tag,
    blocks: [
      ...intro("unreachableIntro", recipients),
      ...recipients.map(factsOf),
      ...intro("objectorsUnreachableIntro", objectors),
      ...objectors.flatMap((one): Letter["blocks"] => [
        { type: "heading", text: words("vendorSubject", { change: one.change ?? "" }) },
        factsOf(one),
      ]),
      ...(left > 0 ? [{ type: "paragraph" as const, text: `… + ${left}` }] : []),
    ],
  };
}
