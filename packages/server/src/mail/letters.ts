import { type Change, type Text, toInstant } from "@trust-center/feed";
import { changeTitle, momentText, type Place, placePrefix, placeText, printable, say } from "@trust-center/reading";
import type { Notice } from "../feed/notice.ts";
import type { StoredObjection } from "../store/objections.ts";
import { noticeBlocks } from "./facts.ts";
import type { Letter } from "./letter.ts";
import { type MailReader, withNames } from "./reader.ts";

const plain = (text: Text, reader: MailReader) => oneLine(say(reader, text));

/** One line, whatever the feed holds or a sender wrote. */
const oneLine = (text: string) => printable(text.replace(/\s+/g, " ").trim());

/** Asks the holder of an address to confirm. Nothing in it was written by whoever entered the address. */
export function confirmationLetter(
  reader: MailReader,
  vendor: Text,
  links: { confirm: string; leave: string },
): Letter {
  const { words } = reader;
  const name = plain(vendor, reader);
  return {
    subject: words("confirmSubject", { vendor: name }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("confirmIntro", { vendor: name }) },
      { type: "action", label: words("confirmAction"), url: links.confirm },
      { type: "note", text: words("confirmNote"), link: { label: words("refuse"), url: links.leave } },
    ],
  };
}

/** Tells a subscriber of one publish. */
export function noticeLetter(reader: MailReader, notice: Notice, leaveUrl: string): Letter {
  const named = withNames(reader, notice.names);
  const { words } = reader;
  const vendor = plain(notice.vendor, reader);
  return {
    subject: words("noticeSubject", { vendor, n: notice.changes.length }),
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
        text: words("verifyWith", { command: `trust-center verify ${notice.address} --pin ${notice.pin}` }),
      },
      { type: "note", text: words("why", { vendor }), link: { label: words("leave"), url: leaveUrl } },
    ],
  };
}

/** The very change on the vendor's page, where it is still ahead; the history for what is over, all changes for several. */
function pageOf(url: string, changes: Notice["changes"]): string {
  if (url.includes("#")) return url;
  const [only] = changes;
  const place: Place = only && changes.length === 1 ? placeOf(only.change) : { is: "section", id: "changes" };
  return `${url}#${placePrefix}=${placeText(place)}`;
}

/** A correction or another day stands in the change that it touches. What is taken back, or holds at once, is history. */
function placeOf({ id, mode, window, touches }: Change): Place {
  if (touches && touches.how !== "withdraws" && touches.how !== "amends")
    return { is: "change", id: touches.change, object: false };
  const isOver = mode === "withdrawal" || (window === undefined && mode !== "announcement" && mode !== "amendment");
  return isOver ? { is: "section", id: "history" } : { is: "change", id, object: false };
}

/** Brings the receipt. The address is unproved, so nothing that the sender wrote is repeated to it. */
export function receiptLetter(
  reader: MailReader,
  vendor: Text,
  objection: StoredObjection,
  change: Change | undefined,
): Letter {
  const { words } = reader;
  const name = plain(vendor, reader);
  return {
    subject: words("receiptSubject", { vendor: name }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("receiptIntro", { vendor: name }) },
      {
        type: "facts",
        facts: [
          [words("objectedTo"), changeName(objection.change, change, reader)],
          [words("filed"), momentText(reader.tag, toInstant(objection.filed_at), "UTC")],
          [reader.t("deadline"), momentText(reader.tag, objection.deadline, "UTC")],
          [words("number"), objection.id],
        ],
      },
      { type: "paragraph", text: words("receiptKeep") },
      { type: "note", text: words("aboutVersion", { version: objection.feed_version, sha256: objection.feed_sha256 }) },
      { type: "note", text: words("receiptNotYou") },
    ],
  };
}

/** Tells the vendor of an objection, whole. */
export function vendorLetter(reader: MailReader, objection: StoredObjection, change: Change | undefined): Letter {
  const { words } = reader;
  return {
    subject: words("vendorSubject", { change: objection.change }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("vendorIntro") },
      {
        type: "facts",
        facts: [
          [words("objectedTo"), changeName(objection.change, change, reader)],
          [words("filed"), momentText(reader.tag, toInstant(objection.filed_at), "UTC")],
          [reader.t("deadline"), momentText(reader.tag, objection.deadline, "UTC")],
          [words("number"), objection.id],
          [words("objectorName"), oneLine(objection.name)],
          [words("objectorOrganisation"), oneLine(objection.organisation)],
          [words("objectorEmail"), objection.email],
          ...(objection.segment === null ? [] : [[words("segment"), objection.segment] as [string, string]]),
        ],
      },
      { type: "heading", text: words("objectionGrounds") },
      { type: "paragraph", text: objection.grounds.split("\n").map(printable).join("\n") || words("noGrounds") },
      { type: "note", text: words("aboutVersion", { version: objection.feed_version, sha256: objection.feed_sha256 }) },
    ],
  };
}

const changeName = (id: string, change: Change | undefined, reader: MailReader): string =>
  change ? `${id} — ${oneLine(changeTitle(change, reader))}` : id;
