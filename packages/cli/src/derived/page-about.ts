import { type Feed, type Period, resolveText, type Text } from "@trust-center/feed";
import { html, type Markup, paragraphs } from "./html.ts";

/** What the feed says beside its entries: notice terms, policies, certifications, documents, questions, contacts. */
export function aboutTheList(feed: Feed, languages: readonly string[]): Markup[] {
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const named = (name: string, url: string | undefined) => (url ? html`<a href="${url}">${name}</a>` : html`${name}`);
  const policies = (feed.policies ?? []).map(
    ({ title, version, link, summary }) =>
      html`<li>${named(text(title), link?.url)}${version ? `, version ${version}` : ""} ${text(summary)}</li>`,
  );
  const certifications = (feed.certifications ?? []).map(
    (one) => html`<li>${named(text(one.name), one.link?.url)} ${text(one.text)}</li>`,
  );
  const documents = (feed.documents ?? []).map(
    (one) => html`<li>${named(text(one.title), one.link?.url)} ${text(one.text)}</li>`,
  );
  const questions = (feed.faq ?? []).map(
    ({ question, answer }) => html`<h3>${text(question)}</h3>${paragraphs(text(answer))}`,
  );
  const contacts = (feed.publisher.contacts ?? []).map((contact) => {
    const words = [
      contact.role ?? "",
      text(contact.name),
      text(contact.text),
      text(contact.address),
      contact.phone ?? "",
    ];
    const mail = contact.email ? html` <a href="mailto:${contact.email}">${contact.email}</a>` : html``;
    const site = contact.url ? html` <a href="${contact.url}">${contact.url}</a>` : html``;
    return html`<li>${words.filter((word) => word !== "").join(", ")}${mail}${site}</li>`;
  });
  return [
    ...section("Notice and objection", notice(feed, text), (items) => items),
    ...section("Policies", policies),
    ...section("Certifications", certifications),
    ...section("Documents", documents),
    ...section("Questions", questions, (items) => items),
    ...section("Contacts", contacts),
  ];
}

const list = (items: readonly Markup[]): readonly Markup[] => [html`<ul>${items}</ul>`];

const section = (title: string, items: readonly Markup[], wrap = list): Markup[] =>
  items.length === 0 ? [] : [html`<section><h2>${title}</h2>${wrap(items)}</section>`];

function notice({ noticeTerms: terms }: Feed, text: (value: Text | undefined) => string): Markup[] {
  if (!terms) return [];
  const lines = [
    terms.noticePeriod === undefined
      ? ""
      : `Changes are announced ${periodText(terms.noticePeriod)} before they take effect.`,
    terms.objectionPeriod === undefined
      ? ""
      : `Objections are in time for ${periodText(terms.objectionPeriod)} from the notice.`,
    terms.silence === undefined ? "" : `Silence until the deadline means: ${terms.silence}.`,
    ...(terms.channels ?? []).map(({ type, address, text: words }) =>
      `${type}: ${address ?? ""} ${text(words)}`.trim(),
    ),
  ];
  return [...lines.filter((line) => line !== "").map((line) => html`<p>${line}</p>`), ...paragraphs(text(terms.text))];
}

const units: Record<string, string> = { Y: "years", M: "months", W: "weeks", D: "days" };

/** `P30D` as `30 days`. */
function periodText(period: Period): string {
  const duration = typeof period === "string" ? period : period.duration;
  const parts = [...duration.matchAll(/(\d+)([YMWD])/g)].map(([, count, unit]) => `${count} ${units[unit ?? ""]}`);
  return typeof period === "string" ? parts.join(", ") : parts.join(", ").replace("days", "business days");
}
