import { type Text, toInstant } from "@trust-center/feed";
import { joined, momentText } from "@trust-center/reading";
import type { Case, WrittenStep } from "../store/cases.ts";
import type { Objected } from "../store/feed-state.ts";
import type { StoredObjection } from "../store/objections.ts";
import type { Block, Letter } from "./letter.ts";
import { lines, objectedNames, oneLine, plain } from "./plain.ts";
import type { MailReader } from "./reader.ts";

/** What a mail about an objection is written from. */
export interface AboutObjection {
  vendor: Text;
  /** The newest of its case; or the one that is mailed. */
  objection: StoredObjection;
  /** The change as the log has it, and by what it became void; absent where the feed has moved since. */
  objected: Objected | undefined;
}

/** Brings the receipt. The address is unproved, so nothing that the sender wrote is repeated to it. */
export function receiptLetter(reader: MailReader, about: AboutObjection, link: string): Letter {
  const { words } = reader;
  const { objection } = about;
  const vendor = plain(about.vendor, reader);
  return {
    subject: words("receiptSubject", { vendor }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("receiptIntro", { vendor }) },
      { type: "facts", facts: [...filedFacts(reader, about), [words("number"), objection.id]] },
      { type: "paragraph", text: words("receiptKeep") },
      { type: "action", label: words("stepAction"), url: link },
      { type: "note", text: words("aboutVersion", { version: objection.feed_version, sha256: objection.feed_sha256 }) },
      { type: "note", text: words("receiptNotYou") },
    ],
  };
}

/**
 * Tells the vendor of an objection, whole.
 *
 * @param isFurther Whether its address had objected to the change before.
 */
export function vendorLetter(reader: MailReader, about: AboutObjection, isFurther: boolean): Letter {
  const { words } = reader;
  const { objection } = about;
  return {
    subject: words("vendorSubject", { change: objection.change }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("vendorIntro") },
      ...(isFurther ? [{ type: "paragraph" as const, text: words("furtherText") }] : []),
      {
        type: "facts",
        facts: [
          ...filedFacts(reader, about),
          [words("number"), isFurther ? `${objection.case_id} / ${objection.id}` : objection.id],
          ...objectorFacts(reader, objection),
          ...(objection.segment === null ? [] : [[words("segment"), objection.segment] as Fact]),
        ],
      },
      { type: "heading", text: words("objectionGrounds") },
      { type: "words", text: lines(objection.grounds) || words("noGrounds") },
      { type: "note", text: words("aboutVersion", { version: objection.feed_version, sha256: objection.feed_sha256 }) },
    ],
  };
}

/** A step of a case, and the case as it is. */
interface AboutStep extends AboutObjection {
  of: Case;
  step: WrittenStep;
}

/** Tells the objector of a step. What the objector wrote is not repeated: the page shows it to whoever has the link. */
export function stepLetter(reader: MailReader, about: AboutStep, link: string): Letter {
  const { words } = reader;
  const { of, step } = about;
  const vendor = plain(about.vendor, reader);
  return {
    subject: words("stepSubject", { vendor, change: of.change }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("stepIntro", { vendor }) },
      { type: "facts", facts: stepFacts(reader, about, vendor) },
      ...outcomeBlocks(reader, step),
      ...(step.actor === "publisher" ? textBlocks(reader, step) : []),
      { type: "action", label: words("stepAction"), url: link },
    ],
  };
}

/** Tells the privacy team what the objector did. */
export function vendorStepLetter(reader: MailReader, about: AboutStep): Letter {
  const { words } = reader;
  const { of, step, objection } = about;
  const command = `trust-center-server objections answer ${of.id}`;
  return {
    subject: words("vendorSubject", { change: of.change }),
    language: reader.tag,
    blocks: [
      { type: "paragraph", text: words("stepVendorIntro", { command: "" }).trim(), command },
      {
        type: "facts",
        facts: [...stepFacts(reader, about, plain(about.vendor, reader)), ...objectorFacts(reader, objection)],
      },
      ...textBlocks(reader, step),
    ],
  };
}

const outcomeBlocks = ({ words }: MailReader, { outcome }: WrittenStep): Block[] =>
  outcome === null ? [] : [{ type: "paragraph", text: words(`outcome_${outcome}`) }];

const textBlocks = (reader: MailReader, { text }: WrittenStep): Block[] =>
  text === null
    ? []
    : [
        { type: "heading", text: reader.t("text") },
        { type: "words", text: lines(text) },
      ];

type Fact = [label: string, value: string];

type Facts = Fact[];

/** Of what is void no deadline is named. */
const filedFacts = (reader: MailReader, { objection, objected }: AboutObjection): Facts => [
  ...objectedFacts(reader, objection.change, objected),
  [reader.words("filed"), momentText(reader.tag, toInstant(objection.filed_at), "UTC")],
  ...(objected?.voidBy ? [] : [[reader.t("deadline"), momentText(reader.tag, objection.deadline, "UTC")] as Fact]),
];

const objectedFacts = (reader: MailReader, id: string, objected: Objected | undefined): Facts =>
  objectedNames(id, objected, reader).map((name) => [reader.words("objectedTo"), name]);

const objectorFacts = ({ words }: MailReader, { name, organisation, email }: StoredObjection): Facts => [
  [words("objectorName"), oneLine(name)],
  [words("objectorOrganisation"), oneLine(organisation)],
  [words("objectorEmail"), email],
];

function stepFacts(reader: MailReader, { of, step, objected }: AboutStep, vendor: string): Facts {
  const { words } = reader;
  const at = momentText(reader.tag, toInstant(step.at), "UTC");
  return [
    ...objectedFacts(reader, of.change, objected),
    [words("number"), `${of.id} / ${step.step}`],
    [words("happened"), joined([words(`step_${step.action}`, { vendor }), at], ", ", reader)],
  ];
}
