import type { Certification, Contact, DataCategory, DataItem, Link, TransferMechanism } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { hostOf, outward } from "../element/link.ts";
import { text } from "../element/text.ts";
import { plain, type View } from "../element/view.ts";
import type { enMore } from "../i18n/locales/en.more.ts";
import type { Translate } from "../i18n/translate.ts";
import { dateText } from "../list/columns.ts";
import { mechanismText } from "../list/facts.ts";
import { conditionText } from "./fact-words.ts";

type T = Translate<keyof typeof enMore>;

/** One data item with its own list below it. */
export function dataItem(view: View, item: DataItem): unknown {
  if (!isNested(item)) return text(view, item);
  return html`${text(view, item.text)}${
    item.items?.length ? html`<ul>${item.items.map((inner) => html`<li>${dataItem(view, inner)}</li>`)}</ul>` : nothing
  }`;
}

type Nested = Extract<DataItem, { text: unknown }>;

/** A localised text may have a language tag `text` only if it has no list: `items` is no language. */
const isNested = (item: DataItem): item is Nested => typeof item === "object" && "text" in item;

export function dataCategory(view: View, { source, items }: DataCategory): TemplateResult {
  return html`${source ? html`<div class="item-title">${text(view, source)}</div>` : nothing}
    <ul>${items.map((item) => html`<li>${dataItem(view, item)}</li>`)}</ul>`;
}

export function certification(
  view: View,
  t: T,
  { name, issuer, validUntil, text: words, link }: Certification,
): TemplateResult {
  const label = link ? outward(link.url, text(view, name)) : text(view, name);
  const more = [plain(view, issuer), validUntil ? t("validUntil", { date: validUntil }) : ""]
    .filter(Boolean)
    .join(", ");
  return html`${label}${more ? html` <span class="meta">${more}</span>` : nothing}
  ${words ? html`<div>${text(view, words)}</div>` : nothing}`;
}

export function linkItem(view: View, t: T, { type, url, text: words }: Link): unknown {
  const label = plain(view, words) || (type && type !== "other" ? t(`link_${type}`) : hostOf(url));
  return html`${outward(url, label)}${
    label.includes(hostOf(url)) ? nothing : html` <span class="meta" dir="ltr">${hostOf(url)}</span>`
  }`;
}

export function mechanism(view: View, t: T, item: TransferMechanism): TemplateResult {
  const own = item.type === "other" ? "" : plain(view, item.text);
  const when = conditionText(view, t, item.when);
  const checked = item.checked ? t("checkedOn", { date: dateText(view, item.checked) }) : "";
  const meta = [when, checked].filter(Boolean).join("; ");
  return html`${item.link ? outward(item.link.url, mechanismText(view, item)) : mechanismText(view, item)}${
    meta ? html` <span class="meta">${meta}</span>` : nothing
  }${own ? html`<div>${own}</div>` : nothing}`;
}

export function contactLines(view: View, t: T, contact: Contact): TemplateResult {
  const { role, name, email, phone, address, url, text: words } = contact;
  return html`
    ${role ? html`<div class="item-title">${t(`contact_${role}`)}</div>` : nothing}
    ${name ? html`<div>${text(view, name)}</div>` : nothing}
    ${email ? html`<div>${outward(`mailto:${email}`, email)}</div>` : nothing}
    ${phone ? html`<div>${outward(`tel:${phone.replace(/[^\d+]/g, "")}`, phone)}</div>` : nothing}
    ${address ? html`<div class="lines">${text(view, address)}</div>` : nothing}
    ${url ? html`<div>${outward(url, hostOf(url))}</div>` : nothing}
    ${words ? html`<div>${text(view, words)}</div>` : nothing}
  `;
}
