import type { Change, FeedContent, Group, Prose, Subprocessor } from "@trust-center/feed";
import { toInstant } from "@trust-center/feed";
import {
  type AnyField,
  type Fact,
  factsOf,
  groupFacts,
  joined,
  momentText,
  plain,
  publisherFields,
  type Reader,
  say,
  serviceFields,
  subprocessorFields,
  tellInLog,
  termsFields,
  verifyCommand,
  withUrls,
} from "@trust-center/reading";
import type { FileReader } from "../derived/source.ts";
import { missingOf } from "../folder/gap-rule.ts";
import { gdpr } from "../folder/gaps-gdpr.ts";
import { type ExportSource, exportReader } from "./source.ts";

/** A part of a document, which every kind of file lays out in its own way. */
export type Block =
  | { readonly is: "heading"; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly is: "paragraph"; readonly text: string }
  /** A line for a terminal, and what it is for. */
  | { readonly is: "command"; readonly text: string; readonly command: string }
  /** Facts under their labels, each with its words, a line each. */
  | { readonly is: "facts"; readonly facts: readonly LabelledLines[] };

/** A fact as it is printed: nothing in it can be clicked, so addresses are written out. */
export interface LabelledLines {
  readonly label: string;
  readonly lines: readonly string[];
}

/** A document in one language. */
export interface ExportDocument {
  /** BCP 47, of its labels. */
  readonly tag: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

const heading = (level: 1 | 2 | 3, text: string): Block => ({ is: "heading", level, text });

/** Blank lines part paragraphs. */
const paragraphs = (text: string): Block[] =>
  text
    .split(/\n\s*\n/)
    .filter((part) => part.trim() !== "")
    .map((part) => ({ is: "paragraph", text: part }));

const said = (reader: Reader, text: Prose | undefined) => paragraphs(say(reader, text));

/** Facts as they are printed. */
export const printed = (facts: readonly Fact[], reader: Reader): LabelledLines[] =>
  facts.map(({ label, pieces }) => ({
    label,
    lines: pieces.map((one) => plain(one, { ...reader, written: withUrls })),
  }));

const block = (facts: readonly LabelledLines[]): Block[] => (facts.length > 0 ? [{ is: "facts", facts }] : []);

/** Every fact of an entry but its name, which is its heading. */
export const entryFacts = (entry: Subprocessor, reader: Reader): Fact[] =>
  factsOf(
    subprocessorFields.filter(({ key }) => key !== "name"),
    entry,
    reader,
  );

/** The list's own title, or one made of the publisher's name. */
export const titleOf = ({ list }: ExportSource, reader: FileReader): string =>
  say(reader, list.title) || reader.words("listTitle", { publisher: say(reader, list.publisher.name) });

/** Whose word a document is: the version that was signed, or that nobody signed it. */
export function wordOf({ list, signed, now }: ExportSource, { tag, words, content }: FileReader): string {
  if (!signed) return words("unsigned");
  const { version, published } = signed;
  const publisher = say({ content }, list.publisher.name);
  const [date, asOf] = [published, toInstant(now)].map((at) => momentText(tag, at, "UTC"));
  return words("publishedBy", { version, date: date ?? "", publisher, asOf: asOf ?? "" });
}

/** How a reader holds a document against what was signed. */
const howToVerify = ({ signed }: ExportSource, { words }: FileReader): Block[] =>
  signed
    ? [
        {
          is: "command",
          text: words("verifyWith", { command: "" }).trim(),
          command: verifyCommand(signed.address, signed.pin),
        },
      ]
    : [];

/** A list as an annex of a contract: who it is, each entry with all its facts, what is announced, and the terms. */
export function annexOf(source: ExportSource): ExportDocument {
  const reader = exportReader(source);
  const { t, tag } = reader;
  const { list, open } = source;
  const title = titleOf(source, reader);
  const { services = [], groups = [], noticeTerms } = list;
  const blocks: Block[] = [
    heading(1, title),
    ...paragraphs(wordOf(source, reader)),
    ...said(reader, list.intro),
    heading(2, t("publisher")),
    ...said(reader, list.publisher.description),
    ...block(printed(factsOf(without(publisherFields, "description"), list.publisher, reader), reader)),
    ...(services.length > 0 ? [heading(2, t("services"))] : []),
    ...services.flatMap((service) => [
      heading(3, say(reader, service.name)),
      ...block(printed(factsOf(without(serviceFields, "name"), service, reader), reader)),
    ]),
    heading(2, t("subprocessors")),
    ...groups.flatMap((group) => groupBlocks(group, list, reader)),
    ...list.subprocessors.flatMap((entry) => entryBlocks(entry, list, reader)),
    ...(open.length > 0 ? [heading(2, t("changes"))] : []),
    ...open.flatMap((change) => changeBlocks(change, source, reader)),
    ...termsBlocks(noticeTerms, reader),
    ...howToVerify(source, reader),
  ];
  return { tag, title, blocks };
}

/** What a group says beside its entries, which name it: likewise that it has none. */
function groupBlocks(group: Group, { subprocessors }: FeedContent, reader: FileReader): Block[] {
  const isEmpty = !subprocessors.some(({ groups }) => groups?.includes(group.id));
  const said = [
    ...(isEmpty ? paragraphs(say(reader, group.none)) : []),
    ...block(printed(factsOf(groupFacts, group, reader), reader)),
  ];
  return said.length > 0 ? [heading(3, say(reader, group.title)), ...said] : [];
}

/** An entry, and which of the facts that the law asks for it does not state. */
function entryBlocks(entry: Subprocessor, list: FeedContent, reader: FileReader): Block[] {
  const facts = entryFacts(entry, reader);
  const asked = new Set(missingOf(gdpr.entries, entry, list).map(({ field }) => field));
  // What is stated in part is stated: `check` says which part is missing.
  const missing = subprocessorFields
    .filter(({ key }) => asked.has(key) && !facts.some((fact) => fact.key === key))
    .map(({ label }) => reader.t(label));
  return [
    heading(3, say(reader, entry.name) || entry.id),
    ...block(printed(facts, reader)),
    ...(missing.length > 0 ? paragraphs(reader.t("notStatedHere", { list: joined(missing, ", ", reader) })) : []),
  ];
}

const without = (fields: readonly AnyField[], key: string) => fields.filter((field) => field.key !== key);

function changeBlocks(change: Change, { entries }: ExportSource, reader: FileReader): Block[] {
  const { title, rows } = tellInLog(change, entries, reader);
  return [heading(3, title), ...block(rows.map(({ label, text }) => ({ label, lines: [text] })))];
}

function termsBlocks(terms: ExportSource["list"]["noticeTerms"], reader: FileReader): Block[] {
  if (!terms) return [];
  return [
    heading(2, reader.words("noticeAndObjection")),
    ...said(reader, terms.text),
    ...block(printed(factsOf(without(termsFields, "text"), terms, reader), reader)),
  ];
}

/** What is announced, in words that can be passed on: each change with its dates, the terms, and whom to write to. */
export function noticeOf(source: ExportSource): ExportDocument {
  const reader = exportReader(source);
  const { t, tag } = reader;
  const { list, open } = source;
  const title = titleOf(source, reader);
  const contacts = publisherFields.filter(({ key }) => key === "contacts" || key === "url");
  const whom = printed(factsOf(contacts, list.publisher, reader), reader);
  const blocks: Block[] = [
    heading(1, title),
    ...paragraphs(wordOf(source, reader)),
    heading(2, t("changes")),
    ...(open.length === 0 ? paragraphs(t("noChangeAnnounced")) : []),
    ...open.flatMap((change) => changeBlocks(change, source, reader)),
    ...termsBlocks(list.noticeTerms, reader),
    ...(whom.length > 0 ? [heading(2, t("contacts"))] : []),
    ...block(whom),
    ...howToVerify(source, reader),
  ];
  return { tag, title, blocks };
}
