import { html, nothing, type TemplateResult } from "lit";
import { hostOf, outward } from "../element/link.ts";
import { heading, paragraphs, text } from "../element/text.ts";
import { plain, type View } from "../element/view.ts";
import { certification, contactLines, linkItem } from "../entry/fact-parts.ts";
import { legalEntity } from "../entry/fact-words.ts";
import { enMore } from "../i18n/locales/en.more.ts";
import { type Translate, translator } from "../i18n/translate.ts";
import { dateText } from "../list/columns.ts";
import { noticeTerms } from "./notice-terms.ts";

type T = Translate<keyof typeof enMore>;

/** The terms of notice and objection, who publishes and how to reach them, certifications, documents, questions. */
export function about(view: View): TemplateResult {
  const t = translator(enMore, view.language);
  const { feed } = view.center;
  return html`<section class="section" part="about" aria-labelledby="about">
    ${heading(view, 1, view.t("about"), "about")}
    ${feed.noticeTerms ? noticeTerms(view, t, feed.noticeTerms) : nothing} ${publisher(view, t)} ${services(view, t)}
    ${certifications(view, t)} ${documents(view, t)} ${questions(view, t)}
    ${feed.provenance ? html`<div class="note">${paragraphs(view, feed.provenance)}</div>` : nothing}
  </section>`;
}

function publisher(view: View, t: T): TemplateResult {
  const { publisher, updated, documentVersion } = view.center.feed;
  const names = new Intl.DisplayNames(view.language.tag, { type: "language" });
  const fact = (label: string, value: unknown) =>
    value ? html`<dt>${label}</dt><dd dir="auto">${value}</dd>` : nothing;
  return html`
    ${paragraphs(view, publisher.description)}
    <dl class="facts">
      ${fact(t("publisher"), publisher.legalEntity ? legalEntity(view, t, publisher.legalEntity) : text(view, publisher.name))}
      ${fact(t("address"), publisher.address && html`<span class="lines">${text(view, publisher.address)}</span>`)}
      ${fact(t("links"), links(view, t))} ${fact(t("updated"), dateText(view, updated))}
      ${fact(t("documentVersion"), documentVersion)}
      ${fact(t("languages"), publisher.languages?.map((tag) => names.of(tag) ?? tag).join(", "))}
    </dl>
    ${
      publisher.prevailingLanguage
        ? html`<p class="note">${t("prevailing", { language: names.of(publisher.prevailingLanguage) ?? publisher.prevailingLanguage })}</p>`
        : nothing
    }
    ${
      publisher.contacts?.length
        ? html`${heading(view, 2, t("contacts"))}
            <ul class="contacts">${publisher.contacts.map((contact) => html`<li>${contactLines(view, t, contact)}</li>`)}</ul>`
        : nothing
    }
  `;
}

function links(view: View, t: T): unknown {
  const { url, links = [] } = view.center.feed.publisher;
  const all = [...(url ? [{ url }] : []), ...links];
  return all.length === 0
    ? undefined
    : html`<ul class="plain">${all.map((link) => html`<li>${linkItem(view, t, link)}</li>`)}</ul>`;
}

function services(view: View, t: T): unknown {
  const { services } = view.center.feed;
  if (!services?.some(({ description }) => description)) return nothing;
  return html`${heading(view, 2, t("services"))}
    <dl class="facts">${services.map(({ name, description }) => html`<dt>${text(view, name)}</dt><dd>${text(view, description)}</dd>`)}</dl>`;
}

function certifications(view: View, t: T): unknown {
  const { certifications } = view.center.feed;
  if (!certifications?.length) return nothing;
  return html`${heading(view, 2, t("certifications"))}
    <ul class="plain">${certifications.map((item) => html`<li>${certification(view, t, item)}</li>`)}</ul>`;
}

function documents(view: View, t: T): unknown {
  const { documents } = view.center.feed;
  if (!documents?.length) return nothing;
  return html`${heading(view, 2, t("documents"))}
    <ul class="plain">
      ${documents.map(
        ({ title, text: words, link, access }) => html`<li>
          ${link ? outward(link.url, text(view, title)) : text(view, title)}
          <span class="meta">${[access, link ? hostOf(link.url) : ""].filter(Boolean).join(" · ")}</span>
          ${words ? html`<div>${text(view, words)}</div>` : nothing}
        </li>`,
      )}
    </ul>`;
}

function questions(view: View, t: T): unknown {
  const { faq } = view.center.feed;
  if (!faq?.length) return nothing;
  return html`${heading(view, 2, t("faq"))}
    <dl>${faq.map(({ question, answer }) => html`<dt class="item-title">${plain(view, question)}</dt><dd>${paragraphs(view, answer)}</dd>`)}</dl>`;
}
