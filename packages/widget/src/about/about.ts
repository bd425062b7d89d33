import {
  certificationPiece,
  documentPiece,
  factsOf,
  listFields,
  type Piece,
  publisherFields,
  say,
  serviceFields,
  termsFields,
} from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { factList, pieceOf } from "../entry/pieces.ts";
import { prose, proseLine } from "../view/prose.ts";
import { moreWords, readerOf } from "../view/reader.ts";
import { heading, text } from "../view/text.ts";
import type { View } from "../view/view.ts";

const termsFacts = termsFields.filter(({ group }) => group);
const publisherFacts = publisherFields.filter(({ group }) => group);
const serviceFacts = serviceFields.filter(({ group }) => group);
const listFacts = listFields.filter(({ group }) => group);

/** The terms of notice and objection, who publishes and how to reach them, certifications, documents, questions. */
export function about(view: View): TemplateResult {
  const t = moreWords(view);
  const reader = readerOf(view);
  const { feed } = view.center;
  const { publisher, noticeTerms, certifications = [], documents = [] } = feed;
  const contacts = factsOf(publisherFields, publisher, reader).find(({ key }) => key === "contacts")?.pieces ?? [];
  return html`<section class="section" part="about" aria-labelledby="terms">
    ${heading(view, 1, t("about"), "terms")}
    <div class="pair">
      ${noticeTerms ? html`<div>${prose(view, noticeTerms.text, 1)}${factList(view, factsOf(termsFacts, noticeTerms, reader))}</div>` : nothing}
      <div>${prose(view, publisher.description, 1)}
        ${factList(view, [...factsOf(publisherFacts, publisher, reader), ...factsOf(listFacts, feed, reader)])}
        ${part(view, t("contacts"), contacts, "contacts")}</div>
    </div>
    ${services(view, t("services"))}
    ${part(
      view,
      t("certifications"),
      certifications.map((one) => certificationPiece(one, reader)),
    )}
    ${part(
      view,
      t("documents"),
      documents.map((one) => documentPiece(one, reader)),
    )}
    ${questions(view, t("faq"))}
    ${feed.provenance ? html`<div class="note">${prose(view, feed.provenance, 1)}</div>` : nothing}
  </section>`;
}

const part = (view: View, title: string, pieces: readonly Piece[], style = "plain"): TemplateResult | typeof nothing =>
  pieces.length === 0
    ? nothing
    : html`${heading(view, 2, title)}
        <ul class=${style}>${pieces.map((piece) => html`<li>${pieceOf(view, piece)}</li>`)}</ul>`;

function services(view: View, title: string): unknown {
  const reader = readerOf(view);
  const described = (view.center.feed.services ?? [])
    .map((service) => ({ service, facts: factsOf(serviceFacts, service, reader) }))
    .filter(({ service, facts }) => service.description || facts.length > 0);
  if (described.length === 0) return nothing;
  return html`${heading(view, 2, title)}
    <dl class="facts">${described.map(
      ({ service: { name, description }, facts }) =>
        html`<dt>${text(view, name)}</dt><dd>${proseLine(view, description)}${facts.length > 0 ? factList(view, facts) : nothing}</dd>`,
    )}</dl>`;
}

function questions(view: View, title: string): unknown {
  const { faq } = view.center.feed;
  if (!faq?.length) return nothing;
  return html`${heading(view, 2, title)}
    <dl>${faq.map(({ question, answer }) => html`<dt class="item-title">${say(view, question)}</dt><dd>${prose(view, answer, 2)}</dd>`)}</dl>`;
}
