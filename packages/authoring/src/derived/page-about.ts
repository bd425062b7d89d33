import type { Feed, Text } from "@trust-center/feed";
import {
  certificationPiece,
  documentPiece,
  factsOf,
  listFields,
  type Piece,
  policyFields,
  publisherFields,
  say,
  serviceFields,
  termsFields,
} from "@trust-center/reading";
import { html, type Markup } from "./html.ts";
import { definitions, labelled, pieceLines, pieceMarkup } from "./page-facts.ts";
import { prose } from "./page-prose.ts";
import type { FileReader } from "./source.ts";

/** What the feed says beside its entries: notice terms, policies, certifications, documents, questions, publisher. */
export function aboutTheList(feed: Feed, reader: FileReader): Markup[] {
  const { t, words } = reader;
  const text = (value: Text | undefined) => say(reader, value);
  const piece = (one: Piece) => html`<li>${pieceMarkup(one, reader)}</li>`;
  const { publisher, noticeTerms: terms } = feed;
  const isFact = ({ group }: (typeof listFields)[number]) => group !== undefined;
  const notice = terms
    ? [...prose(terms.text, reader), definitions(factsOf(termsFields.filter(isFact), terms, reader), reader)]
    : [];
  const policies = (feed.policies ?? []).map((policy) => {
    const facts = factsOf(policyFields.filter(isFact), policy, reader);
    return html`<li>${text(policy.title)} ${text(policy.summary)}${facts.map((fact) => html`<br>${labelled(fact, reader)}`)}</li>`;
  });
  const questions = (feed.faq ?? []).map(
    ({ question, answer }) => html`<h3>${text(question)}</h3>${prose(answer, reader)}`,
  );
  const services = (feed.services ?? []).map((service) => {
    const facts = factsOf(serviceFields.filter(isFact), service, reader);
    return html`<h3>${text(service.name)}</h3>${prose(service.description, reader)}${facts.length > 0 ? definitions(facts, reader) : ""}`;
  });
  const contacts = factsOf(publisherFields, publisher, reader).filter(({ key }) => key === "contacts");
  const who = [
    ...factsOf(publisherFields.filter(isFact), publisher, reader),
    ...factsOf(listFields.filter(isFact), feed, reader),
  ];
  return [
    ...section(words("noticeAndObjection"), notice, asTheyAre),
    ...section(t("policies"), policies),
    ...section(t("services"), services, asTheyAre),
    ...section(
      t("certifications"),
      (feed.certifications ?? []).map((one) => piece(certificationPiece(one, reader))),
    ),
    ...section(
      t("documents"),
      (feed.documents ?? []).map((one) => piece(documentPiece(one, reader))),
    ),
    ...section(t("faq"), questions, asTheyAre),
    ...section(t("publisher"), [...prose(publisher.description, reader), definitions(who, reader)], asTheyAre),
    ...section(
      t("contacts"),
      contacts.flatMap(({ pieces }) => pieces.map((one) => contact(one, reader))),
    ),
    ...section(t("provenance"), prose(feed.provenance, reader), asTheyAre),
  ];
}

/** A contact, its addresses as links. */
const contact = ({ label, lines = [] }: Piece, reader: FileReader): Markup =>
  html`<li>${label ? html`<strong>${label}</strong><br>` : ""}${pieceLines(lines, reader)}</li>`;

const list = (items: readonly Markup[]): readonly Markup[] => [html`<ul>${items}</ul>`];
const asTheyAre = (items: readonly Markup[]): readonly Markup[] => items;

const section = (title: string, items: readonly Markup[], wrap = list): Markup[] =>
  items.length === 0 ? [] : [html`<section><h2>${title}</h2>${wrap(items)}</section>`];
