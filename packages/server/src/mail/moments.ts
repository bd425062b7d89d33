import { momentText } from "@trust-center/reading";
import type { Notice } from "../feed/notice.ts";
import { pageOf } from "../feed/page-of.ts";
import type { AtMoment, Outcome } from "../moments/moment.ts";
import type { CustomerStanding } from "../objections/silence.ts";
import { noticeBlocks } from "./facts.ts";
import type { Block, Letter } from "./letter.ts";
import { changeName, oneLine, plain } from "./plain.ts";
import { type MailReader, mailReader, withNames } from "./reader.ts";

interface Why extends Pick<AtMoment, "moment" | "at" | "approvalMissing"> {
  isSubscriber: boolean;
  /** The address of the link to leave. */
  leave: string;
}

/** Tells somebody again of a change that it was told of: that the time to object ends soon, or that it is in effect. */
export function momentLetter(
  reader: MailReader,
  notice: Notice,
  { moment, at, approvalMissing, isSubscriber, leave }: Why,
): Letter {
  const { words } = reader;
  const vendor = plain(notice.vendor, reader);
  const date = momentText(reader.tag, at, "UTC");
  const [subject, intro] =
    moment === "reminder"
      ? (["reminderSubject", "reminderIntro"] as const)
      : (["effectSubject", "effectIntro"] as const);
  return {
    subject: words(subject, { vendor, date }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words(intro, { vendor, date }) },
      ...(approvalMissing ? [{ type: "paragraph" as const, text: words("approvalMissing", { vendor }) }] : []),
      ...noticeBlocks(notice, withNames(reader, notice.names)),
      ...(notice.url === undefined
        ? []
        : [{ type: "action" as const, label: words("readMore"), url: pageOf(notice.url, notice.changes) }]),
      { type: "note", text: words("aboutVersion", { version: notice.version, sha256: notice.sha256 }) },
      {
        type: "note",
        text: words(isSubscriber ? "why" : "whyContract", { vendor }),
        link: { label: words("leave"), url: leave },
      },
    ],
  };
}

/** How a customer stands, as the privacy team reads it. Of what nothing is left no outcome is told. */
const standings: Readonly<Record<Exclude<CustomerStanding, "open" | "void">, string>> = {
  objected: "Objected, and wait for your answer",
  resolved: "Objected, resolved",
  rejected: "Objected, rejected",
  approved: "Approved",
  accepted: "Accepted by silence",
  "approval-missing": "Approval missing",
  silent: "Silent; your terms do not say what that means",
};

/** How many customers are named. */
export const mostNamed = 20;

/** Tells the privacy team where all stand once nobody can object any more. In English, as the inbox is. */
export function outcomeLetter({ standing, open, standings: found }: Outcome, inbox: string | undefined): Letter {
  const { counts } = found;
  const { change, publication } = standing;
  const name = changeName(change.id, change, withNames(mailReader("en", publication), publication.names));
  const facts = (Object.entries(standings) as [keyof typeof standings, string][]).flatMap(
    ([of, label]): [string, string][] => (counts[of] === undefined ? [] : [[label, String(counts[of])]]),
  );
  const isAsked = found.approval === "required";
  // Where it is asked of some segments alone, of theirs.
  const missing = found.customers.filter(({ standing }) =>
    isAsked ? standing !== "approved" : standing === "approval-missing",
  );
  const all = isAsked
    ? Object.values(counts).reduce((sum, count) => sum + count, 0) - (counts.approved ?? 0)
    : (counts["approval-missing"] ?? 0);
  const blocks: Block[] = [
    { type: "paragraph", text: `The time to object to a change is over: ${oneLine(name)}` },
    { type: "facts", facts: [...facts, ["Objections that wait for an answer", String(open)]] },
  ];
  if (missing.length > 0) {
    const more = all > missing.length ? `, and ${all - missing.length} more` : "";
    const named = missing.map(({ customer }) => oneLine(customer)).join(", ");
    blocks.push({ type: "paragraph", text: `Nothing starts without the approval of: ${named}${more}` });
  }
  if (inbox !== undefined) blocks.push({ type: "action", label: "Open the inbox", url: inbox });
  return { subject: `The time to object is over: change ${change.id}`, language: "en", blocks };
}
