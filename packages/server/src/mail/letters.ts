import { type Change, resolveText, type Text, toInstant } from "@trust-center/feed";
import type { Notice } from "../feed/notice.ts";
import type { StoredObjection } from "../store/objections.ts";
import { describeChange, nameOf, readable } from "./facts.ts";
import type { Language } from "./language.ts";
import type { Block, Letter } from "./letter.ts";
import { words } from "./words.ts";

const plain = (text: Text, language: Language) => oneLine(resolveText(text, [language]).value);

/** Subjects are one line, whatever the feed holds. */
const oneLine = (text: string) => text.replace(/\s+/g, " ").trim();

/** Asks the holder of an address to confirm. Nothing in it was written by whoever entered the address. */
export function confirmationLetter(language: Language, vendor: Text, confirmUrl: string, leaveUrl: string): Letter {
  const say = words[language];
  const name = plain(vendor, language);
  return {
    subject: say.confirmSubject(name),
    language,
    blocks: [
      { type: "paragraph", text: say.confirmIntro(name) },
      { type: "action", label: say.confirmAction, url: confirmUrl },
      { type: "note", text: say.confirmNote, link: { label: say.refuse, url: leaveUrl } },
    ],
  };
}

/** Tells a subscriber of one publish. */
export function noticeLetter(language: Language, notice: Notice, leaveUrl: string): Letter {
  const say = words[language];
  const vendor = plain(notice.vendor, language);
  const changes = notice.changes.flatMap(({ change, facts }): Block[] => [
    { type: "heading", text: oneLine(nameOf(change, language)) },
    { type: "facts", facts: describeChange(change, facts, language) },
  ]);
  return {
    subject: say.noticeSubject(vendor, notice.changes.length),
    language,
    blocks: [
      { type: "paragraph", text: say.noticeIntro(vendor) },
      ...changes,
      ...(notice.url === undefined ? [] : [{ type: "action" as const, label: say.readMore, url: notice.url }]),
      { type: "note", text: say.feed(notice.version, notice.sha256) },
      { type: "note", text: say.why(vendor), link: { label: say.leave, url: leaveUrl } },
    ],
  };
}

/** Brings the receipt. The address is unproved, so nothing that the sender wrote is repeated to it. */
export function receiptLetter(
  language: Language,
  vendor: Text,
  objection: StoredObjection,
  change: Change | undefined,
): Letter {
  const say = words[language];
  const name = plain(vendor, language);
  return {
    subject: say.receiptSubject(name),
    language,
    blocks: [
      { type: "paragraph", text: say.receiptIntro(name) },
      {
        type: "facts",
        facts: [
          [say.objectedTo, changeName(objection.change, change, language)],
          [say.filed, readable(toInstant(objection.filed_at))],
          [say.deadline, readable(objection.deadline)],
          [say.number, objection.id],
        ],
      },
      { type: "paragraph", text: say.receiptKeep },
      { type: "note", text: say.feed(objection.feed_version, objection.feed_sha256) },
      { type: "note", text: say.receiptNotYou },
    ],
  };
}

/** Tells the vendor of an objection, whole. */
export function vendorLetter(language: Language, objection: StoredObjection, change: Change | undefined): Letter {
  const say = words[language];
  return {
    subject: say.vendorSubject(objection.change),
    language,
    blocks: [
      { type: "paragraph", text: say.vendorIntro },
      {
        type: "facts",
        facts: [
          [say.objectedTo, changeName(objection.change, change, language)],
          [say.filed, readable(toInstant(objection.filed_at))],
          [say.deadline, readable(objection.deadline)],
          [say.number, objection.id],
          [say.name, objection.name],
          [say.organisation, objection.organisation],
          [say.email, objection.email],
          ...(objection.segment === null ? [] : [[say.segment, objection.segment] as [string, string]]),
        ],
      },
      { type: "heading", text: say.grounds },
      { type: "paragraph", text: objection.grounds || say.none },
      { type: "note", text: say.feed(objection.feed_version, objection.feed_sha256) },
    ],
  };
}

const changeName = (id: string, change: Change | undefined, language: Language): string =>
  change ? `${id} — ${words[language].change[change.kind]}: ${oneLine(nameOf(change, language))}` : id;
