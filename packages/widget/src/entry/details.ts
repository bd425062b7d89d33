import type { Subprocessor } from "@trust-center/feed";
import { html, nothing, type TemplateResult } from "lit";
import { text } from "../element/text.ts";
import { plain, type View } from "../element/view.ts";
import { enMore } from "../i18n/locales/en.more.ts";
import { type Translate, translator } from "../i18n/translate.ts";
import { dateText } from "../list/columns.ts";
import { fact, locationText, serviceName } from "../list/facts.ts";
import { openDeadline, type Row } from "../list/model.ts";
import { certification, contactLines, dataCategory, dataItem, linkItem, mechanism } from "./fact-parts.ts";
import { conditionText, legalEntity } from "./fact-words.ts";

/** Everything that the feed says of an entry, and the objection form while its window is open. */
export function details(view: View, row: Row): TemplateResult {
  const t = translator(enMore, view.language);
  const facts = factsOf(view, t, row).filter(([, value]) => value !== nothing && value !== "");
  return html`<div class="details">
    <dl class="facts">${facts.map(([label, value]) => html`<dt>${label}</dt><dd dir="auto">${value}</dd>`)}</dl>
    ${objection(view, t, row)}
  </div>`;
}

function objection(view: View, t: Translate<keyof typeof enMore>, row: Row): TemplateResult | typeof nothing {
  if (!row.change || !openDeadline(row, view.now)) return nothing;
  return view.center.feed.service
    ? html`<trust-center-objection .view=${view} .change=${row.change}></trust-center-objection>`
    : html`<p class="note">${t("objectElsewhere")}</p>`;
}

type Fact = [label: unknown, value: unknown];

/** In reading order: what it is, what it does with which data, where and under what, then who it is and the rest. */
function factsOf(view: View, t: Translate<keyof typeof enMore>, { entry, group }: Row): Fact[] {
  return [
    [t("role"), entry.role && entry.role !== "sub-processor" ? t(`role_${entry.role}`) : nothing],
    [t("category"), text(view, entry.category)],
    [t("description"), text(view, entry.description)],
    [t("responsibilities"), text(view, entry.responsibilities)],
    [view.t("purposes"), texts(view, fact(entry, group, "purposes"))],
    [t("dataCategories"), many(fact(entry, group, "dataCategories"), (category) => dataCategory(view, category))],
    [t("dataSubjects"), texts(view, fact(entry, group, "dataSubjects"))],
    [t("peopleWithAccess"), many(entry.peopleWithAccess, (item) => dataItem(view, item))],
    [t("operations"), many(entry.operations, (item) => dataItem(view, item))],
    ...whereFacts(view, t, entry, group),
    [t("retention"), text(view, fact(entry, group, "retention"))],
    [t("safeguards"), texts(view, fact(entry, group, "safeguards"))],
    [t("certifications"), many(entry.certifications, (item) => certification(view, t, item))],
    ...whoFacts(view, t, entry),
    ...whenFacts(view, t, entry),
    [t("links"), many(entry.links, (link) => linkItem(view, t, link))],
    ...(entry.details ?? []).map(
      ({ label, value, link }): Fact => [
        text(view, label),
        link ? linkItem(view, t, { ...link, text: value }) : text(view, value),
      ],
    ),
    [t("notes"), many(entry.notes, (note) => html`${noteField(view, t, note.field)}${text(view, note.text)}`)],
  ];
}

function whereFacts(view: View, t: Translate<keyof typeof enMore>, entry: Subprocessor, group: Row["group"]): Fact[] {
  const services = [...(fact(entry, group, "services") ?? [])].map((id) => serviceName(view, id)).join(", ");
  return [
    [
      view.t("locations"),
      many(fact(entry, group, "locations"), (location) => {
        const when = conditionText(view, t, location.when);
        const words = `${locationText(view, location)}${when ? ` (${when})` : ""}`;
        return location.link ? linkItem(view, t, { ...location.link, text: words }) : words;
      }),
    ],
    [view.t("transferMechanisms"), many(fact(entry, group, "transferMechanisms"), (item) => mechanism(view, t, item))],
    [t("services"), services],
    [t("when"), conditionText(view, t, entry.when)],
    [t("chain"), many(entry.chain, ({ relation, name }) => t(`chain_${relation}`, { name: plain(view, name) }))],
  ];
}

function whoFacts(view: View, t: Translate<keyof typeof enMore>, entry: Subprocessor): Fact[] {
  return [
    [t("legalEntity"), entry.legalEntity ? legalEntity(view, t, entry.legalEntity) : nothing],
    [t("corporateLocation"), entry.corporateLocation ? locationText(view, entry.corporateLocation) : nothing],
    [t("address"), entry.address ? html`<span class="lines">${text(view, entry.address)}</span>` : nothing],
    [t("contact"), entry.contact ? contactLines(view, t, entry.contact) : nothing],
    [t("ownFeed"), entry.feed ? linkItem(view, t, { url: entry.feed.url }) : nothing],
  ];
}

function whenFacts(view: View, t: Translate<keyof typeof enMore>, entry: Subprocessor): Fact[] {
  const replaced = (entry.replaces ?? []).map((id) => {
    const other = view.center.feed.subprocessors.find((other) => other.id === id);
    return other ? plain(view, other.name) : id;
  });
  return [
    [view.t("since"), dateText(view, entry.since)],
    [view.t("announced"), dateText(view, entry.announced)],
    [view.t("effective"), dateText(view, entry.effective)],
    [t("until"), dateText(view, entry.until)],
    [t("replaces"), replaced.join(", ")],
    [t("reason"), text(view, entry.reason)],
  ];
}

const fieldNames: Record<string, "locations" | "purposes" | "transferMechanisms" | "name" | "since"> = {
  locations: "locations",
  purposes: "purposes",
  transferMechanisms: "transferMechanisms",
  name: "name",
  since: "since",
};

/** The field that a note is bound to, in the reader's words. */
function noteField(view: View, t: Translate<keyof typeof enMore>, field: string | undefined): string {
  if (!field) return "";
  const known = fieldNames[field];
  return `${t("noteOn", { field: known ? view.t(known) : field })}: `;
}

function texts(view: View, values: Subprocessor["purposes"]): unknown {
  return many(values, (value) => text(view, value));
}

/** One value as it is, several as a list, none as nothing. */
function many<T>(values: readonly T[] | undefined, each: (value: T) => unknown): unknown {
  if (!values || values.length === 0) return nothing;
  if (values.length === 1) return each(values[0] as T);
  return html`<ul>${values.map((value) => html`<li>${each(value)}</li>`)}</ul>`;
}
