import type { Contact, LegalEntity, Link, Prose, Text } from "@trust-center/feed";
import { linkPiece } from "../read/link.ts";
import { contactPiece, legalEntityPiece } from "../read/organisation.ts";
import type { AnyField, Field } from "./field.ts";
import { oneText } from "./first.ts";

/** Every member of a publisher. */
export const publisherFields: readonly AnyField[] = [
  { key: "name", label: "publisher", read: oneText, group: "who" } satisfies Field<Text>,
  {
    key: "legalEntity",
    label: "legalEntity",
    read: (entity: LegalEntity, reader) => [legalEntityPiece(entity, reader)],
    group: "who",
    asked: ["gdpr"],
  } satisfies Field<LegalEntity>,
  { key: "address", label: "address", read: oneText, group: "who", asked: ["gdpr"] } satisfies Field<Text>,
  {
    key: "url",
    label: "link_site",
    read: (url: string, reader) => [linkPiece({ url }, reader)],
    group: "who",
    asked: ["habit"],
  } satisfies Field<string>,
  {
    key: "links",
    label: "links",
    read: (links: Link[], reader) => links.map((link) => linkPiece(link, reader)),
    group: "who",
  } satisfies Field<Link[]>,
  {
    key: "languages",
    label: "languages",
    read: (tags: string[], { tag }) => tags.map((one) => ({ text: languageName(tag, one) })),
    group: "who",
    asked: ["habit"],
  } satisfies Field<string[]>,
  {
    key: "prevailingLanguage",
    label: "prevailingLanguage",
    read: (one: string, { tag }) => [{ text: languageName(tag, one) }],
    group: "who",
  } satisfies Field<string>,
  { key: "description", label: "description", read: oneText } satisfies Field<Prose>,
  {
    key: "contacts",
    label: "contacts",
    read: (contacts: Contact[], reader) => contacts.map((contact) => contactPiece(contact, reader)),
    asked: ["gdpr", "habit"],
  } satisfies Field<Contact[]>,
];

/** A language's name in a language; what is no tag as it is. */
export function languageName(tag: string, language: string): string {
  try {
    return new Intl.DisplayNames(tag, { type: "language" }).of(language) ?? language;
  } catch {
    return language;
  }
}
