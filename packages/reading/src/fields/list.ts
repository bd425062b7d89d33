import type {
  Certification,
  Column,
  FeedContent,
  FuzzyDate,
  Link,
  PastChange,
  Prose,
  Section,
  Subprocessor,
  Text,
} from "@trust-center/feed";
import { datePiece } from "../read/date.ts";
import { joined } from "../read/joined.ts";
import { linked, linkPiece } from "../read/link.ts";
import { certificationPiece, validityNotes, validityPieces } from "../read/organisation.ts";
import type { Piece } from "../read/piece.ts";
import { countryName } from "../read/place.ts";
import { piece, pieces, type Reader, say } from "../read/reader.ts";
import { type AnyField, type Field, factsOf } from "./field.ts";
import { groupFacts, name, oneDate, oneText, updated } from "./first.ts";
import { languageName, publisherFields } from "./publisher.ts";
import { subprocessorField, subprocessorFields } from "./subprocessor.ts";
import { termsFields } from "./terms.ts";

const code = (value: string): Piece[] => [{ text: value }];
const id: Field<string> = { key: "id", label: "id", read: code };
const title: Field<Text> = { key: "title", label: "title", read: oneText };
const intro: Field<Prose> = { key: "intro", label: "intro", read: oneText };

/** Facts of an object within another one, each under its label. */
const within = (fields: readonly AnyField[]) => (owner: object, reader: Reader) =>
  factsOf(fields, owner, reader).map(({ label, pieces }): Piece => ({ label, text: "", items: pieces }));

/** Every member of a group. */
export const groupFields: readonly AnyField[] = [
  id,
  title,
  intro,
  { key: "none", label: "none", read: oneText } satisfies Field<Prose>,
  { key: "footnotes", label: "footnotes", read: pieces } satisfies Field<Prose[]>,
  {
    key: "columns",
    label: "columns",
    read: (columns: Column[], reader) => columns.map((one) => columnPiece(one, reader)),
  } satisfies Field<Column[]>,
  { key: "common", label: "common", read: within(subprocessorFields) } satisfies Field<Partial<Subprocessor>>,
  ...groupFacts,
];

/** A column's heading: the publisher's, else the field's; of a detail its own label. */
export function columnPiece({ field, label }: Column, reader: Reader): Piece {
  const own = piece(reader, label);
  const known = subprocessorField(field);
  return own.text ? own : { text: known ? reader.t(known.label) : field.replace(/^details:/, "") };
}

/** What the types of cloud services are called everywhere. */
const clouds: Record<string, string> = { S17: "IaaS", S18: "PaaS", S19: "SaaS" };

/** Every member of a service. */
export const serviceFields: readonly AnyField[] = [
  id,
  name,
  { key: "description", label: "description", read: oneText } satisfies Field<Prose>,
  {
    key: "ictType",
    label: "ictType",
    read: (type: string) => [{ text: type, notes: type in clouds ? [clouds[type] as string] : [] }],
    group: "who",
    asked: ["dora"],
  } satisfies Field<string>,
  {
    key: "jurisdictions",
    label: "jurisdictions",
    read: (codes: string[], { tag }) => codes.map((code) => ({ text: countryName(tag, code) })),
    group: "where",
    asked: ["data-act"],
  } satisfies Field<string[]>,
  {
    key: "foreignAccess",
    label: "foreignAccess",
    read: oneText,
    group: "where",
    asked: ["data-act"],
  } satisfies Field<Prose>,
  {
    key: "exportFormats",
    label: "exportFormats",
    read: pieces,
    group: "since",
    asked: ["data-act"],
  } satisfies Field<Text[]>,
  { key: "exitHelp", label: "exitHelp", read: oneText, group: "since", asked: ["data-act"] } satisfies Field<Prose>,
];

type PolicyType = Exclude<NonNullable<NonNullable<FeedContent["policies"]>[number]["type"]>, "other">;

/** Every member of a policy. */
export const policyFields: readonly AnyField[] = [
  id,
  title,
  {
    key: "type",
    label: "policyType",
    read: (type: PolicyType | "other", { t }) => (type === "other" ? [] : [{ text: t(`policy_${type}`) }]),
    group: "who",
  } satisfies Field<PolicyType | "other">,
  { key: "version", label: "version", read: code, group: "since" } satisfies Field<string>,
  updated,
  // “In effect” is the day of a change.
  { key: "effective", label: "start", read: oneDate, group: "since", dated: true } satisfies Field<FuzzyDate>,
  { key: "supersedes", label: "supersedes", read: code, group: "since" } satisfies Field<string>,
  {
    key: "validUntil",
    label: "validity",
    read: (date: string, reader) => validityNotes({ validUntil: date }, reader).map((text) => ({ text })),
    group: "since",
  } satisfies Field<string>,
  { key: "summary", label: "summary", read: oneText } satisfies Field<Text>,
  {
    key: "link",
    label: "links",
    read: (link: Link, reader) => [linkPiece(link, reader)],
    group: "who",
  } satisfies Field<Link>,
  {
    key: "bodies",
    label: "text",
    // The languages it is written in. A text that differs in the same languages is said to have changed.
    read: (bodies: Record<string, string>, { tag }) =>
      Object.entries(bodies).map(([language, sha256]) => ({
        text: languageName(tag, language),
        policyText: { language, sha256 },
      })),
  } satisfies Field<Record<string, string>>,
];

type Document = NonNullable<FeedContent["documents"]>[number];
type Question = NonNullable<FeedContent["faq"]>[number];
type Titled = { id: string; title: Text }[];
type Named = { id: string; name: Text }[];

const titles = (all: Titled, reader: Reader): Piece[] => all.map((one) => piece(reader, one.title));
const names = (all: Named, reader: Reader): Piece[] => all.map((one) => piece(reader, one.name));

/** Every member of the list itself. */
export const listFields: readonly AnyField[] = [
  title,
  intro,
  { key: "publisher", label: "publisher", read: within(publisherFields) } satisfies Field<FeedContent["publisher"]>,
  updated,
  { key: "documentVersion", label: "documentVersion", read: code, group: "since" } satisfies Field<string>,
  { key: "provenance", label: "provenance", read: oneText } satisfies Field<Prose>,
  { key: "noticeTerms", label: "about", read: within(termsFields), asked: ["contract"] } satisfies Field<object>,
  { key: "services", label: "services", read: names } satisfies Field<Named>,
  { key: "groups", label: "groups", read: titles } satisfies Field<Titled>,
  { key: "subprocessors", label: "subprocessors", read: names } satisfies Field<Named>,
  { key: "policies", label: "policies", read: titles } satisfies Field<Titled>,
  {
    key: "certifications",
    label: "certifications",
    read: (all: Certification[], reader) => all.map((one) => certificationPiece(one, reader)),
  } satisfies Field<Certification[]>,
  {
    key: "documents",
    label: "documents",
    read: (all: Document[], reader) => all.map((one) => documentPiece(one, reader)),
  } satisfies Field<Document[]>,
  {
    key: "faq",
    label: "faq",
    read: (all: Question[], reader) =>
      all.map(({ question, answer }) => ({ ...piece(reader, answer), label: say(reader, question) })),
  } satisfies Field<Question[]>,
  {
    key: "sections",
    label: "sections",
    read: (all: Section[], reader) =>
      all.map(({ title, text }) => ({ ...piece(reader, text), label: say(reader, title) || undefined })),
  } satisfies Field<Section[]>,
  { key: "service", label: "service", read: (url: string) => [{ text: url, url }] } satisfies Field<string>,
  {
    key: "pastChanges",
    label: "pastChanges",
    read: (all: PastChange[], reader) => all.map((one) => pastChangePiece(one, reader)),
  } satisfies Field<PastChange[]>,
];

/** A change before the feed began, as the publisher states it. */
export function pastChangePiece({ date, kind, name, text }: PastChange, reader: Reader): Piece {
  const what = joined([kind && reader.t(`kind_${kind}`), say(reader, name)], ": ", reader);
  const lines = [piece(reader, text)].filter((line) => line.text !== "");
  return { label: datePiece(date, reader).text, text: what, lines };
}

/** A document, with how to get it. */
export function documentPiece(document: Document, reader: Reader): Piece {
  const { title, text, access, link } = document;
  const said = {
    ...piece(reader, title),
    notes: [...(access ? [access] : []), ...validityNotes(document, reader)],
    lines: [...validityPieces(document, reader), piece(reader, text)].filter((line) => line.text !== ""),
  };
  return linked(said, link, reader);
}

/** The fields of what a change is about. */
export function fieldsOf(type: string): readonly AnyField[] {
  return (
    {
      subprocessor: subprocessorFields,
      group: groupFields,
      service: serviceFields,
      policy: policyFields,
      publisher: publisherFields,
      terms: termsFields,
    }[type] ?? listFields
  );
}
